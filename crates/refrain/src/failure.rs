//! Why a command failed, in words, and its exit code.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

/// A command's failure: what, where, what to do.
#[derive(Debug)]
pub struct Failure {
    message: String,
    code: u8,
}

/// The exit code of a check whose answer is no.
pub const REFUTED: u8 = 1;
/// The exit code of everything that could not be done.
pub const FAILED: u8 = 2;

impl Failure {
    /// Something that was given cannot be used.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: FAILED,
        }
    }

    /// A file could not be used.
    pub fn io(action: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::usage(format!("{action} {}: {error}", path.display()))
    }

    /// A check's answer is no.
    pub fn refuted(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: REFUTED,
        }
    }

    /// Something failed, for the reasons that it gives.
    pub fn from_error(error: &dyn std::error::Error) -> Self {
        Self::usage(chain(error))
    }

    /// The exit code.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        Self::usage(chain(&error))
    }
}

impl From<crate::config::ConfigError> for Failure {
    fn from(error: crate::config::ConfigError) -> Self {
        Self::usage(error.to_string())
    }
}

impl From<store::CommitError> for Failure {
    fn from(error: store::CommitError) -> Self {
        Self::usage(chain(&error))
    }
}

impl From<store::AppendError> for Failure {
    fn from(error: store::AppendError) -> Self {
        Self::usage(chain(&error))
    }
}

/// An error and its causes on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        text = format!("{text}: {deeper}");
        cause = deeper.source();
    }
    text
}
