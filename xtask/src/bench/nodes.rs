//! Nodes on one PostgreSQL: intake with one, beside what single-row inserts reach on the same server, and with three.

use std::path::Path;
use std::time::Duration;

use super::pairs::measure;
use super::postgres::Postgres;
use super::server::{Folder, Server, script};
use super::wrk::requests;
use super::{Effort, cargo};
use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{program, terminal};

/// How many connections there are in all, to however many nodes.
const CONNECTIONS: usize = 64;

/// How many write at once where there is no HTTP in front.
const WRITERS: usize = 1024;

pub fn run(workspace: &Workspace, effort: Effort) -> Result<(), Failure> {
    terminal::say(
        "\nNodes on one PostgreSQL: POST /v1/opt-outs, one new person each, answered when it is on disk",
    );
    let scripts = Folder::make("nodes")?;
    let lua = script(
        &scripts.0,
        "opt_out.lua",
        include_str!("../../bench/opt_out.lua"),
    )?;
    let postgres = Postgres::start()?;
    let only = Server::start_on(workspace, "node", &postgres.database(), None)?;
    let url = postgres.database();
    let first = Server::start_on(workspace, "node-1", &url, None)?;
    let second = Server::start_on(workspace, "node-2", &url, Some(&first.data))?;
    let third = Server::start_on(workspace, "node-3", &url, Some(&first.data))?;
    let three = [&first, &second, &third];
    let mut run = 0;
    let mut load = |nodes: &[&Server]| {
        run += 1;
        together(&lua, run, nodes, effort.seconds)
    };
    let what = format!("one node, {CONNECTIONS} connections");
    let inserts = || postgres.inserts(CONNECTIONS, effort.seconds);
    measure(
        &what,
        ("PostgreSQL, single-row inserts", 5.0),
        effort.pairs,
        inserts,
        || load(&[&only]),
    )?;
    let alone = postgres.database();
    measure(
        &format!("its log alone, without HTTP, {WRITERS} writers"),
        ("PostgreSQL, single-row inserts", 5.0),
        effort.pairs,
        inserts,
        || in_process(workspace, &alone, effort.seconds),
    )?;
    let what = format!("three nodes, {CONNECTIONS} connections in all");
    let load = std::cell::RefCell::new(load);
    measure(
        &what,
        ("one node", 1.0),
        effort.pairs,
        || load.borrow_mut()(&[&only]),
        || load.borrow_mut()(&three),
    )?;
    Ok(())
}

/// The commits a second of a running log in a process of its own.
fn in_process(workspace: &Workspace, url: &str, time: Duration) -> Result<f64, Failure> {
    let example = ["--release", "--package", "testkit", "--example", "commit"];
    let (writers, seconds) = (WRITERS.to_string(), time.as_secs().to_string());
    program::run(cargo(workspace).args(["build", "--quiet"]).args(example))?;
    let output = program::read(
        cargo(workspace)
            .args(["run", "--quiet"])
            .args(example)
            .args(["--", url, &writers, &seconds]),
    )?;
    let text = String::from_utf8_lossy(&output).into_owned();
    let rate = text.trim().parse();
    rate.map_err(|_| Failure::Found(format!("no rate was printed: {text}")))
}

/// The answers a second of all nodes, each with its part of the connections.
fn together(lua: &Path, run: usize, nodes: &[&Server], time: Duration) -> Result<f64, Failure> {
    std::thread::scope(|scope| {
        let loads: Vec<_> = nodes
            .iter()
            .enumerate()
            .map(|(nth, node)| {
                let people = format!("{run}-{nth}");
                scope.spawn(move || {
                    requests((lua, &people), &node.url, CONNECTIONS / nodes.len(), time)
                })
            })
            .collect();
        let rates = loads
            .into_iter()
            .map(|load| load.join().expect("a load does not panic"));
        rates.sum()
    })
}
