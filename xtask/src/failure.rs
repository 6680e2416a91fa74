//! Why a command failed.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, ExitStatus};

/// Why a command failed, for the person at the terminal.
#[derive(Debug)]
pub enum Failure {
    /// The command line is wrong.
    Usage(String),
    /// A program could not be started.
    NotStarted {
        /// The command, as one would type it.
        command: String,
        /// Why.
        source: io::Error,
    },
    /// A program ended without success; it has printed why.
    Ended {
        /// The command, as one would type it.
        command: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A check found faults.
    Found(String),
    /// The machine lacks something.
    Missing {
        /// What.
        what: String,
        /// How to get it.
        remedy: String,
    },
    /// A file or folder could not be read or written.
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// `cargo metadata` printed something else than expected.
    Metadata(&'static str),
}

impl Failure {
    /// For `map_err`: a failure with this file.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// The exit code: 2 for a wrong command line, as is usual, else 1.
    pub fn code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(wrong) => write!(f, "{wrong}; see `cargo xtask help`"),
            Self::NotStarted { command, source } => {
                write!(f, "cannot start `{command}`: {source}")
            }
            Self::Ended { command, status } => write!(f, "`{command}` ended with {status}"),
            Self::Found(faults) => f.write_str(faults),
            Self::Missing { what, remedy } => write!(f, "missing: {what}\n  {remedy}"),
            Self::File { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Metadata(expected) => write!(f, "`cargo metadata` has no {expected}"),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotStarted { source, .. } | Self::File { source, .. } => Some(source),
            _ => None,
        }
    }
}
