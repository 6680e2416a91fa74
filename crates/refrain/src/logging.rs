//! Structured logs, to standard error. Never personal data, never a secret.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Logging};
use crate::failure::Failure;

/// Starts logging as configured.
pub fn start(config: &Logging) -> Result<(), Failure> {
    let level = config.level.as_str();
    if !["error", "warn", "info", "debug", "trace"].contains(&level) {
        return Err(Failure::usage(format!(
            "setting `logging.level`: `{level}` is not error, warn, info, debug or trace"
        )));
    }
    // Our own rooms at the level that was asked for; the libraries below only when something is wrong.
    let rooms =
        ["refrain", "store", "delivery", "web", "gate"].map(|room| format!("{room}={level}"));
    let filter = EnvFilter::new(format!("warn,{}", rooms.join(",")));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match config.format {
        LogFormat::Json => subscriber.json().init(),
        LogFormat::Text => subscriber.with_target(false).init(),
    }
    Ok(())
}
