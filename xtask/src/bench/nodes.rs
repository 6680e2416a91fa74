//! Nodes on one PostgreSQL: intake with one, beside what single-row inserts reach on the same server, and with three.

use std::path::Path;
use std::time::Duration;

use super::Effort;
use super::pairs::measure;
use super::postgres::Postgres;
use super::server::{Folder, Server, script};
use super::wrk::requests;
use crate::failure::Failure;
use crate::terminal;
use crate::workspace::Workspace;

/// How many connections there are in all, to however many nodes.
const CONNECTIONS: usize = 64;

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
    let only = Server::start_on(workspace, "node", &postgres.database("one")?, None)?;
    let url = postgres.database("three")?;
    let first = Server::start_on(workspace, "node-1", &url, None)?;
    let second = Server::start_on(workspace, "node-2", &url, Some(&first))?;
    let third = Server::start_on(workspace, "node-3", &url, Some(&first))?;
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
