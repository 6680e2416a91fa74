//! Why a probe could not tell.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::browser::NAMES;

/// Why there is no answer. None of these says anything about the site.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// No browser was found.
    #[error(
        "there is no browser: none of {} is on the path.\n\
         Install Chromium (Debian, Ubuntu: apt install chromium; Fedora: dnf install chromium), \
         or name one with --browser PATH",
        NAMES.join(", ")
    )]
    NoBrowser,
    /// The browser could not be started at all.
    #[error("{} cannot be started; name a Chromium with --browser PATH", path.display())]
    NotStarted {
        /// The browser.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The browser's profile or a file in it could not be used.
    #[error("the browser's temporary profile {} cannot be used", path.display())]
    Profile {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The browser ended on its own.
    #[error("the browser ended before it had seen the page; it said:\n{said}")]
    Ended {
        /// The end of what it printed.
        said: String,
    },
    /// The browser does not speak.
    #[error("the browser did not answer {method} within {} s", patience.as_secs())]
    Silent {
        /// What it was asked.
        method: &'static str,
        /// How long was waited.
        patience: Duration,
    },
    /// The browser answered with an error.
    #[error("the browser refused {method}: {message}")]
    Refused {
        /// What it was asked.
        method: &'static str,
        /// Its words.
        message: String,
    },
    /// The browser answered with something else.
    #[error("the browser's answer to {method} cannot be read")]
    Garbled {
        /// What it was asked.
        method: &'static str,
        /// What is wrong with the answer.
        source: serde_json::Error,
    },
    /// The network log is not what it should be.
    #[error(
        "the browser's network log does not even have the page: what is sent while leaving it cannot be known.\n\
         Another Chromium may help: name it with --browser PATH"
    )]
    NoWitness,
    /// The page did not come.
    #[error("{url} did not load: {reason}")]
    NotLoaded {
        /// The page.
        url: String,
        /// The browser's error, or the status that was answered.
        reason: String,
    },
    /// The page came without knowing of the signal.
    #[error(
        "the signal did not reach the page: Sec-GPC {header}, navigator.globalPrivacyControl {script}.\n\
         A newer Chromium may help: name it with --browser PATH"
    )]
    NoSignal {
        /// What became of the header.
        header: &'static str,
        /// What became of the property.
        script: &'static str,
    },
    /// Somebody asked to stop.
    #[error("stopped before the end")]
    Stopped,
}
