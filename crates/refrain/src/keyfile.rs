//! Secrets by reference: files readable by their owner alone, or environment variables.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use ledger::Signer;
use optout::InstallationKey;

use crate::failure::Failure;

/// Where a secret is.
pub enum Reference {
    File(PathBuf),
    Environment(String),
}

impl Reference {
    /// Reads `file:PATH`, relative to `data`, or `env:NAME`.
    pub fn parse(setting: &str, text: &str, data: &Path) -> Result<Self, Failure> {
        match text.split_once(':') {
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(data.join(path))),
            Some(("env", name)) if !name.is_empty() => Ok(Self::Environment(name.to_owned())),
            _ => Err(Failure::usage(format!(
                "setting `{setting}`: a secret is given as file:PATH or env:NAME, never itself"
            ))),
        }
    }

    /// The secret; `None` where its file is not there.
    pub fn read(&self) -> Result<Option<String>, Failure> {
        match self {
            Self::Environment(name) => read_environment(name).map(Some),
            Self::File(path) if path.exists() => read_file(path).map(Some),
            Self::File(_) => Ok(None),
        }
    }

    /// Writes a fresh secret where none is yet.
    pub fn write(&self, secret: &str) -> Result<(), Failure> {
        match self {
            Self::Environment(name) => Err(Failure::usage(format!(
                "the environment variable {name} cannot be made here"
            ))),
            Self::File(path) => write_new(path, secret),
        }
    }

    /// What to call it in messages.
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Environment(name) => format!("the environment variable {name}"),
        }
    }
}

/// The installation key as its file has it: 64 hexadecimal digits.
pub fn parse_installation_key(text: &str, place: &str) -> Result<InstallationKey, Failure> {
    let text = text.trim();
    let bad = || {
        Failure::usage(format!(
            "{place} does not hold an installation key: 64 hexadecimal digits"
        ))
    };
    let mut key = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(bad());
    }
    for (byte, pair) in key.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let pair = str::from_utf8(pair).map_err(|_| bad())?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| bad())?;
    }
    Ok(InstallationKey::new(key))
}

/// A fresh installation key as its file has it.
pub fn new_installation_key() -> String {
    let mut key = [0; 32];
    crate::world::random(&mut key);
    web::hex(&key)
}

/// The log's signing key as its file has it (C2SP `PRIVATE+KEY+…`).
pub fn parse_log_key(text: &str, place: &str) -> Result<Signer, Failure> {
    Signer::parse(text.trim())
        .map_err(|error| Failure::usage(format!("{place} does not hold a log key: {error}")))
}

/// A fresh signing key for a log of this name.
pub fn new_log_key(origin: &str) -> Result<String, Failure> {
    let mut seed = [0; 32];
    crate::world::random(&mut seed);
    let signer = Signer::from_seed(origin, &seed).map_err(|error| {
        Failure::usage(format!(
            "setting `log.origin`: `{origin}` cannot name a log: {error}"
        ))
    })?;
    Ok(signer.to_private_key())
}

/// Makes a folder that only its owner can enter.
pub fn make_folder(path: &Path) -> Result<(), Failure> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path);
    made.map_err(|error| Failure::io("cannot make the folder", path, &error))
}

fn read_file(path: &Path) -> Result<String, Failure> {
    let metadata = fs::metadata(path).map_err(|error| Failure::io("cannot read", path, &error))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let path = path.display();
        return Err(Failure::usage(format!(
            "{path} can be read by others (mode {mode:o}): run `chmod 600 {path}`"
        )));
    }
    fs::read_to_string(path).map_err(|error| Failure::io("cannot read", path, &error))
}

fn write_new(path: &Path, secret: &str) -> Result<(), Failure> {
    let failed = |error| Failure::io("cannot write", path, &error);
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(failed)?;
    writeln!(file, "{secret}")
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    // The file's name is durable only when its folder is: a log signed with a key that is gone would be worthless.
    let folder = path
        .parent()
        .map(fs::File::open)
        .transpose()
        .map_err(failed)?;
    folder
        .map_or(Ok(()), |folder| folder.sync_all())
        .map_err(failed)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the binary, and the one place where a secret may come from there"
)]
fn read_environment(name: &str) -> Result<String, Failure> {
    std::env::var(name)
        .map_err(|_| Failure::usage(format!("the environment variable {name} is not set")))
}
