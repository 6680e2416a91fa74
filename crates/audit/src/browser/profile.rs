//! A browser profile of its own for each visit, removed with everything in it.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::trouble::Trouble;

/// How many names are tried, for those that a killed probe has left behind.
const NAMES: u32 = 1000;
/// How often removing is tried: the browser's helpers may write for a moment after it has ended.
const REMOVALS: u32 = 40;
const BETWEEN_REMOVALS: Duration = Duration::from_millis(50);

/// Chromium blocks third-party cookies in headless mode; only this preference, of several that claim to, lets them through. A
/// probe permits them, because most people's browsers do.
const PREFERENCES: &str = r#"{"profile":{"cookie_controls_mode":0}}"#;

/// A folder that only this user may read, and that goes when this is dropped.
pub struct Profile {
    folder: PathBuf,
}

impl Profile {
    pub fn make(temporary: &Path) -> Result<Self, Trouble> {
        let folder = make_folder(temporary).map_err(failed(temporary))?;
        let profile = Self { folder };
        let default = profile.folder.join("Default");
        fs::create_dir(&default).map_err(failed(&default))?;
        let preferences = default.join("Preferences");
        fs::write(&preferences, PREFERENCES).map_err(failed(&preferences))?;
        Ok(profile)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the browser logs what it does on the network.
    pub fn net_log(&self) -> PathBuf {
        self.folder.join("net-log.json")
    }

    /// Where the browser's own words go.
    pub fn words(&self) -> PathBuf {
        self.folder.join("words.txt")
    }

    /// Whether root made it, under whom Chromium's sandbox does not work.
    pub fn is_roots(&self) -> bool {
        fs::metadata(&self.folder).is_ok_and(|folder| folder.uid() == 0)
    }
}

/// The failure of using `path`.
pub fn failed(path: &Path) -> impl FnOnce(io::Error) -> Trouble {
    move |source| Trouble::Profile {
        path: path.to_owned(),
        source,
    }
}

/// Makes a folder that was not there. Making it fails where somebody else has put something, so the name needs no secret.
fn make_folder(temporary: &Path) -> io::Result<PathBuf> {
    let process = std::process::id();
    let names = (0..NAMES).map(|nth| temporary.join(format!("refrain-probe-{process}-{nth}")));
    for folder in names {
        match DirBuilder::new().mode(0o700).create(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|()| folder),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

impl Drop for Profile {
    fn drop(&mut self) {
        for _ in 0..REMOVALS {
            match fs::remove_dir_all(&self.folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    std::thread::sleep(BETWEEN_REMOVALS);
                }
                _ => return,
            }
        }
    }
}
