//! Load over HTTP, made by wrk.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::failure::Failure;
use crate::program;

/// Runs a script against an address and returns the answers a second. Any answer that is not a success is a failure.
pub fn requests(
    script: (&Path, &str),
    url: &str,
    connections: usize,
    time: Duration,
) -> Result<f64, Failure> {
    let output = run(script, url, connections, time)?;
    let rate = output.lines().find_map(|line| {
        line.trim()
            .strip_prefix("Requests/sec:")?
            .trim()
            .parse()
            .ok()
    });
    rate.ok_or_else(|| Failure::Found(format!("wrk printed no rate: {output}")))
}

/// As [`requests`], but returns how long half of the answers take at most, and 99 % of them, as wrk writes it.
pub fn latencies(
    script: (&Path, &str),
    url: &str,
    connections: usize,
    time: Duration,
) -> Result<(String, String), Failure> {
    let output = run(script, url, connections, time)?;
    let at = |percent: &str| {
        let line = output
            .lines()
            .find_map(|line| line.trim().strip_prefix(percent));
        let missing = || Failure::Found(format!("wrk printed no {percent}: {output}"));
        line.map(|time| time.trim().to_owned()).ok_or_else(missing)
    };
    Ok((at("50%")?, at("99%")?))
}

fn run(
    (script, argument): (&Path, &str),
    url: &str,
    connections: usize,
    time: Duration,
) -> Result<String, Failure> {
    let threads = connections.min(2);
    let mut command = Command::new("wrk");
    command.args(["-t", &threads.to_string(), "-c", &connections.to_string()]);
    command
        .args(["-d", &format!("{}s", time.as_secs()), "--latency", "-s"])
        .arg(script)
        .args([url, "--", argument]);
    let output = String::from_utf8_lossy(&program::read(&mut command)?).into_owned();
    if let Some(bad) = output
        .lines()
        .find(|line| line.contains("Non-2xx") || line.contains("Socket errors"))
    {
        return Err(Failure::Found(format!("{url}: {}", bad.trim())));
    }
    Ok(output)
}
