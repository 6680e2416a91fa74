//! Intake: a durable opt-out over HTTP, beside the disk, PostgreSQL and nginx.

use super::Effort;
use super::disk::synced_records;
use super::nginx::Nginx;
use super::pairs::measure;
use super::postgres::Postgres;
use super::server::{Folder, Server, script};
use super::wrk::requests;
use crate::failure::Failure;
use crate::terminal;
use crate::workspace::Workspace;

/// How many destinations the second installation has.
const MANY: usize = 300;

pub fn run(workspace: &Workspace, effort: Effort) -> Result<(), Failure> {
    terminal::say("\nIntake: POST /v1/opt-outs, one new person each, answered when it is on disk");
    let scripts = Folder::make("intake")?;
    let lua = script(
        &scripts.0,
        "opt_out.lua",
        include_str!("../../bench/opt_out.lua"),
    )?;
    let nginx = Nginx::start()?;
    let postgres = Postgres::start()?;
    let server = Server::start(workspace, "one")?;
    declare(&server, &nginx, 1)?;
    let mut run = 0;
    let mut ours = |server: &Server, connections| {
        run += 1;
        requests(
            (&lua, &run.to_string()),
            &server.url,
            connections,
            effort.seconds,
        )
    };
    let disk = || synced_records(&scripts.0, 1, effort.seconds);
    measure(
        "1 connection",
        ("write + fdatasync", 0.8),
        effort.pairs,
        disk,
        || ours(&server, 1),
    )?;
    for connections in [64, 256] {
        let what = format!("{connections} connections");
        let rows = || postgres.intakes(connections.min(64), effort.seconds);
        measure(
            &what,
            ("PostgreSQL, intake + 200 rows", 20.0),
            effort.pairs,
            rows,
            || ours(&server, connections),
        )?;
        let ceiling = || requests((&lua, "0"), &nginx.url, connections, effort.seconds);
        measure(&what, ("nginx POST", 0.4), effort.pairs, ceiling, || {
            ours(&server, connections)
        })?;
    }
    let many = Server::start(workspace, "many")?;
    declare(&many, &nginx, MANY)?;
    let what = format!("64 connections, {MANY} destinations");
    let run = std::cell::Cell::new(1000);
    let next = |server: &Server| {
        run.set(run.get() + 1);
        requests(
            (&lua, &run.get().to_string()),
            &server.url,
            64,
            effort.seconds,
        )
    };
    measure(
        &what,
        ("with 1 destination", 0.9),
        effort.pairs,
        || next(&server),
        || next(&many),
    )?;
    Ok(())
}

/// Declares destinations and holds them: what is measured is what configuring them costs intake, not sending, which would
/// compete for the same two cores.
fn declare(server: &Server, nginx: &Nginx, count: usize) -> Result<(), Failure> {
    for nth in 0..count {
        let name = format!("destination-{nth}");
        let url = format!("{}/hook", nginx.url);
        let add = [
            "destination",
            "add",
            &name,
            "--url",
            &url,
            "--recipient",
            &name,
            "--role",
            "third_party",
        ];
        server.command(&[&add[..], &["--purpose", "sale,sharing"]].concat())?;
        server.command(&["destination", "hold", &name])?;
    }
    Ok(())
}
