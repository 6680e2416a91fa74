//! SQL without a client library: PostgreSQL's own `psql`.

use std::process::{Command, Stdio};

use crate::program;

/// How long a server may take to let `psql` in, in seconds.
const PATIENCE: &str = "60";

/// Why `psql` failed: the server refused the statement, or went away.
#[derive(Debug)]
pub struct Failed {
    /// What it wrote, for people.
    pub message: String,
}

/// Runs SQL on the database at `url` and returns the rows without headings: a row is a line, and its columns are parted by `|`.
/// It is sent as one simple query, so several statements are one transaction.
///
/// # Errors
/// When the server refuses it, or the connection cannot be made or is lost.
pub fn run(url: &str, sql: &str) -> Result<String, Failed> {
    let output = Command::new(program::postgres("psql"))
        .args(["-X", "-At", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql])
        .env("PGCONNECT_TIMEOUT", PATIENCE)
        .stdin(Stdio::null())
        .output()
        .expect("psql starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let message = text(&output.stderr);
    Err(Failed { message })
}
