//! One installation on disk: its data folder, configuration, keys and store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ledger::Signer;
use optout::InstallationKey;
use store::Store;
use store_sqlite::SqliteStore;

use crate::config::Config;
use crate::failure::Failure;
use crate::keyfile::{self, Found, Reference};

/// The data folder unless another is given.
pub const DATA: &str = "refrain-data";
/// The configuration in the data folder.
const CONFIG: &str = "refrain.toml";
/// Where the path of a configuration that lies elsewhere is noted.
const REMEMBERED: &str = "config-path";

/// An installation that has been opened.
pub struct Installation {
    pub config: Config,
    pub key: InstallationKey,
    pub signer: Signer,
    pub store: Arc<dyn Store>,
    /// What was made because it was not there, in words.
    pub made: Vec<String>,
}

/// Where an installation is.
#[derive(Clone, Debug)]
pub struct Place {
    pub data: PathBuf,
    pub config: Option<PathBuf>,
}

impl Place {
    /// The configuration in force here: the one that was given, the folder's own, or the one that the server was last
    /// started with, so that a command beside it means the same by the same words.
    pub fn read_config(&self) -> Result<Config, Failure> {
        let own = self.data.join(CONFIG);
        let own = own.exists().then_some(own);
        let path = self.config.clone().or(own).or_else(|| self.remembered());
        Ok(Config::read(path.as_deref())?)
    }

    /// Remembers a configuration that lies elsewhere.
    pub fn remember_config(&self) -> Result<(), Failure> {
        let Some(path) = &self.config else {
            return Ok(());
        };
        keyfile::make_folder(&self.data)?;
        let note = self.data.join(REMEMBERED);
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        std::fs::write(&note, absolute.as_os_str().as_encoded_bytes())
            .map_err(|error| Failure::io("cannot write", &note, &error))
    }

    fn remembered(&self) -> Option<PathBuf> {
        let path = PathBuf::from(std::fs::read_to_string(self.data.join(REMEMBERED)).ok()?);
        path.exists().then_some(path)
    }

    /// Opens the installation, making what is not there yet.
    pub fn open(&self) -> Result<Installation, Failure> {
        let config = self.read_config()?;
        self.open_with(config)
    }

    /// As [`Place::open`], but only if there is one already.
    pub fn open_existing(&self) -> Result<Installation, Failure> {
        let config = self.read_config()?;
        let database = database(&config, &self.data);
        if !database.exists() {
            let shown = self.data.display();
            return Err(Failure::usage(format!(
                "there is no installation in {shown}: give its folder with --data, or start one with `refrain serve --data {shown}`"
            )));
        }
        self.open_with(config)
    }

    /// Opens the installation with this configuration.
    pub fn open_with(&self, config: Config) -> Result<Installation, Failure> {
        keyfile::make_folder(&self.data)?;
        let mut made = Vec::new();
        let reference =
            Reference::parse("keys.installation", &config.keys.installation, &self.data)?;
        let (text, found) = reference.read_or_make(keyfile::new_installation_key)?;
        note(
            &mut made,
            found,
            "the installation key, which makes tokens and seals identifiers",
            &reference,
        );
        let key = keyfile::parse_installation_key(&text, &reference.shown())?;
        let reference = Reference::parse("keys.log", &config.keys.log, &self.data)?;
        let fresh = keyfile::new_log_key(&origin(&config))?;
        let (text, found) = reference.read_or_make(|| fresh)?;
        note(
            &mut made,
            found,
            "the log key, which signs checkpoints",
            &reference,
        );
        let signer = keyfile::parse_log_key(&text, &reference.shown())?;
        let store = Arc::new(SqliteStore::open(&database(&config, &self.data))?);
        Ok(Installation {
            config,
            key,
            signer,
            store,
            made,
        })
    }
}

fn database(config: &Config, data: &Path) -> PathBuf {
    data.join(config.store.url.trim_start_matches("sqlite:"))
}

/// The log's name: what the configuration says, or one made of the public address.
fn origin(config: &Config) -> String {
    if !config.log.origin.is_empty() {
        return config.log.origin.clone();
    }
    let url = config.public_url();
    let host = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    format!("{host}/log")
}

fn note(made: &mut Vec<String>, found: Found, what: &str, place: &Reference) {
    if found == Found::Made {
        made.push(format!(
            "made {what}: {} (mode 0600). Back it up.",
            place.shown()
        ));
    }
}
