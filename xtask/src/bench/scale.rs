//! Growth: how disk, memory, the start of a node and the time of a commit change from a million opt-outs to many. Runs only by
//! name, because it takes long; `docs/scale.md` has what it printed.

use std::time::{Duration, Instant};

use super::cargo;
use super::postgres::Postgres;
use super::server::{Folder, Server, script};
use super::wrk::latencies;
use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{program, terminal};

/// The first size; each next one is ten times the last.
const FIRST: u64 = 1_000_000;
/// The largest size unless another is given.
pub const LARGEST: u64 = 10_000_000;
/// How long each latency is measured.
const TIME: Duration = Duration::from_secs(6);

pub fn run(workspace: &Workspace, largest: u64) -> Result<(), Failure> {
    terminal::say("\nScale: one node on one PostgreSQL, whose settings are those it comes with");
    let scripts = Folder::make("scale")?;
    let lua = script(
        &scripts.0,
        "opt_out.lua",
        include_str!("../../bench/opt_out.lua"),
    )?;
    let postgres = Postgres::start()?;
    let url = postgres.database();
    // Started once on the empty log, so that the keys are there before the entries.
    let Server { data: keys, .. } = Server::start_on(workspace, "scale-keys", &url, None)?;
    let sizes = std::iter::successors(Some(FIRST), |size| Some(size * 10));
    for size in sizes.take_while(|size| *size <= largest) {
        let filled = fill(workspace, &url, size)?;
        terminal::say(format!("{size} entries, loaded in {filled:.0} s"));
        postgres.settle(&url);
        let [entries, tiles] = postgres.bytes(&url);
        terminal::say(format!(
            "  {:.0} bytes an opt-out on disk, {:.0} of them for its place in the tree",
            (entries + tiles) / real(size),
            tiles / real(size)
        ));
        let began = Instant::now();
        let node = Server::start_on(workspace, "scale-node", &url, Some(&keys))?;
        while !node.is_ready() {
            std::thread::sleep(Duration::from_millis(50));
        }
        let (seconds, memory) = (began.elapsed().as_secs_f64(), node.resident()?);
        terminal::say(format!("  ready after {seconds:.1} s, {memory:.0} MB"));
        for connections in [1, 64] {
            let people = format!("{size}-{connections}");
            let (half, most) = latencies((&lua, &people), &node.url, connections, TIME)?;
            terminal::say(format!(
                "  an opt-out at {connections:>2} connections: {half} in the median, {most} at the 99th percentile"
            ));
        }
    }
    Ok(())
}

/// Grows the log to `size` entries and returns how many seconds that took.
fn fill(workspace: &Workspace, url: &str, size: u64) -> Result<f64, Failure> {
    let example = ["--release", "--package", "testkit", "--example", "fill"];
    program::run(cargo(workspace).arg("build").args(example))?;
    let began = Instant::now();
    program::run(
        cargo(workspace)
            .arg("run")
            .args(example)
            .args(["--", url, &size.to_string()]),
    )?;
    Ok(began.elapsed().as_secs_f64())
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn real(size: u64) -> f64 {
    size as f64
}
