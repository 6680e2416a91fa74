//! Finding the system's browser.

use std::ffi::OsStr;
use std::path::PathBuf;

/// Under which names a Chromium may be on the path.
pub const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// The first browser on `path`, which is what the variable `PATH` says.
#[must_use]
pub fn find(path: &OsStr) -> Option<PathBuf> {
    let in_folders = |name: &&str| {
        let mut files = std::env::split_paths(path).map(|folder| folder.join(name));
        files.find(|file| file.is_file())
    };
    NAMES.iter().find_map(in_folders)
}

/// No rule where to find a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("where to find a host is written as in shop.example=127.0.0.1:8443")]
pub struct NoRule;

/// Reads where a host is to be found, and writes it as Chromium wants it.
///
/// ```
/// assert_eq!(audit::host_rule("shop.example=127.0.0.1:8443")?, "MAP shop.example 127.0.0.1:8443");
/// assert!(audit::host_rule("shop.example").is_err());
/// assert!(audit::host_rule("shop.example=127.0.0.1, MAP * elsewhere").is_err());
/// # Ok::<(), audit::NoRule>(())
/// ```
///
/// # Errors
///
/// If it names no host and no address.
pub fn host_rule(text: &str) -> Result<String, NoRule> {
    let (host, address) = text.split_once('=').ok_or(NoRule)?;
    let is_word = |word: &str| !word.is_empty() && !word.contains([' ', ',', '=']);
    if is_word(host) && is_word(address) {
        Ok(format!("MAP {host} {address}"))
    } else {
        Err(NoRule)
    }
}
