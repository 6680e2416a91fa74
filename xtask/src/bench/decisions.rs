//! Decisions over HTTP, beside nginx answering the same request with a constant.

use super::Effort;
use super::nginx::Nginx;
use super::pairs::measure;
use super::server::{Folder, Server, script};
use super::wrk::requests;
use crate::failure::Failure;
use crate::terminal;
use crate::workspace::Workspace;

pub fn run(workspace: &Workspace, effort: Effort) -> Result<(), Failure> {
    terminal::say("\nDecisions: POST /v1/decisions with a key, about somebody who opted out");
    let scripts = Folder::make("decisions")?;
    let lua = script(
        &scripts.0,
        "decision.lua",
        include_str!("../../bench/decision.lua"),
    )?;
    let nginx = Nginx::start()?;
    let server = Server::start(workspace, "decisions")?;
    server.command(&["opt-out", "--email", "ada@example.com"])?;
    let key = server.command(&["key", "new", "--scope", "decide"])?;
    std::thread::sleep(std::time::Duration::from_millis(500));
    for connections in [64, 256] {
        let ask = |url: &str| {
            requests(
                (&lua, &key),
                &format!("{url}/v1/decisions"),
                connections,
                effort.seconds,
            )
        };
        let what = format!("{connections} connections");
        measure(
            &what,
            ("nginx, JSON body", 0.85),
            effort.pairs,
            || ask(&nginx.url),
            || ask(&server.url),
        )?;
    }
    Ok(())
}
