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
    while !ready(&server) {
        std::thread::sleep(Duration::from_millis(50));
    }
    let seconds = started.elapsed().as_secs_f64();
    terminal::say(format!(
        "{PEOPLE} people opted out {:>7.1} (goal under 150); ready {seconds:.1} s after the start",
        server.resident()?
    ));
    Ok(())
}

fn ready(server: &Server) -> bool {
    use std::io::{Read as _, Write as _};
    let address = server.url.trim_start_matches("http://");
    let Ok(mut stream) = std::net::TcpStream::connect(address) else {
        return false;
    };
    let mut answer = String::new();
    let asked = stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    asked.is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}
