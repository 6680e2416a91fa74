//! Memory: idle, and with a million people opted out.

use std::time::{Duration, Instant};

use super::cargo;
use super::server::{Folder, Server};
use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{program, terminal};

/// How many people are opted out.
const PEOPLE: u64 = 1_000_000;

pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    terminal::say("\nMemory: resident, in megabytes");
    let idle = Server::start(workspace, "idle")?;
    std::thread::sleep(Duration::from_secs(2));
    terminal::say(format!(
        "idle                       {:>7.1} (goal under 60)",
        idle.resident()?
    ));
    drop(idle);
    let folder = Folder::make("million")?;
    let fill = [
        "run",
        "--release",
        "--package",
        "testkit",
        "--example",
        "fill",
        "--",
    ];
    program::run(
        cargo(workspace)
            .args(fill)
            .arg(format!("sqlite:{}", folder.0.join("log.db").display()))
            .arg(PEOPLE.to_string()),
    )?;
    let started = Instant::now();
    let server = Server::start_in(workspace, folder, &[])?;
    while !server.is_ready() {
        std::thread::sleep(Duration::from_millis(50));
    }
    let seconds = started.elapsed().as_secs_f64();
    terminal::say(format!(
        "{PEOPLE} people opted out {:>7.1} (goal under 150); ready {seconds:.1} s after the start",
        server.resident()?
    ));
    Ok(())
}
