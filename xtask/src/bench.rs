//! Measures beside what a user would pick instead, in the same run, and prints the ratio. Absolute figures of a shared
//! machine mean little, so each of ours stands beside its anchor, measured a moment before, and every pair is printed.

mod decisions;
mod disk;
mod intake;
mod memory;
mod nginx;
mod nodes;
mod pairs;
mod postgres;
mod scale;
mod server;
mod signals;
mod snippet;
mod syncs;
mod wrk;

use std::process::Command;
use std::time::Duration;

use crate::failure::Failure;
use crate::machine::{self, Need};
use crate::program;
use crate::workspace::Workspace;

/// How long one figure is measured.
const SECONDS: u64 = 4;
/// How many pairs are measured of each.
const PAIRS: usize = 3;

/// What is measured in process, without a server or load.
const WITHOUT_SERVER: [&str; 4] = ["ledger", "gate", "signals", "snippet"];

/// What the anchors and the load are made with.
const NEEDS: [Need; 4] = [
    Need {
        programs: &["wrk"],
        package: "wrk",
    },
    Need {
        programs: &["nginx"],
        package: "nginx-light",
    },
    machine::POSTGRESQL,
    Need {
        programs: &["strace"],
        package: "strace",
    },
];

/// How to measure.
#[derive(Clone, Copy)]
pub struct Effort {
    seconds: Duration,
    pairs: usize,
}

/// Runs the benchmarks that are named, or all.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let all = [
        "ledger",
        "gate",
        "signals",
        "decisions",
        "syncs",
        "intake",
        "nodes",
        "memory",
        "snippet",
    ];
    let mut effort = Effort {
        seconds: Duration::from_secs(SECONDS),
        pairs: PAIRS,
    };
    let mut chosen = Vec::new();
    let mut largest = scale::LARGEST;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => {
                effort.seconds = Duration::from_secs(number(argument, arguments.next())?);
            }
            "--pairs" => {
                effort.pairs =
                    usize::try_from(number(argument, arguments.next())?).unwrap_or(PAIRS);
            }
            "--entries" => largest = number(argument, arguments.next())?,
            name if all.contains(&name) || name == "scale" => chosen.push(name),
            other => {
                return Err(Failure::Usage(format!(
                    "there is no benchmark `{other}`: {}, scale",
                    all.join(", ")
                )));
            }
        }
    }
    if chosen.is_empty() {
        chosen = all.to_vec();
    }
    if chosen.iter().any(|name| !WITHOUT_SERVER.contains(name)) {
        machine::provide(&NEEDS)?;
        program::run(cargo(workspace).args(["build", "--release", "--package", "refrain"]))?;
    }
    for name in chosen {
        match name {
            "ledger" => example(workspace, "ledger")?,
            "gate" => example(workspace, "gate")?,
            "signals" => signals::run(workspace, effort)?,
            "decisions" => decisions::run(workspace, effort)?,
            "syncs" => syncs::run(workspace)?,
            "intake" => intake::run(workspace, effort)?,
            "nodes" => nodes::run(workspace, effort)?,
            "snippet" => snippet::run(workspace)?,
            "scale" => scale::run(workspace, largest)?,
            _ => memory::run(workspace)?,
        }
    }
    Ok(())
}

fn number(name: &str, value: Option<&String>) -> Result<u64, Failure> {
    let number = value
        .and_then(|value| value.parse().ok())
        .filter(|number| *number > 0);
    number.ok_or_else(|| Failure::Usage(format!("{name} takes a number above zero")))
}

fn example(workspace: &Workspace, package: &str) -> Result<(), Failure> {
    program::run(cargo(workspace).args([
        "run",
        "--release",
        "--package",
        package,
        "--example",
        "bench",
    ]))
}

fn cargo(workspace: &Workspace) -> Command {
    workspace.cargo([])
}
