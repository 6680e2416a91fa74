//! One business of an installation on disk: its data folder, configuration, keys and store.

mod keys;
mod owner;

use std::path::PathBuf;
use std::sync::Arc;

use ledger::Signer;
use optout::InstallationKey;
use store::Store;

use crate::backend::Backend;
use crate::config::{Config, MAIN};
use crate::failure::Failure;
use crate::keyfile;
use crate::witness::Witness;
use keys::Keys;
use owner::Owner;

/// The data folder unless another is given.
pub const DATA: &str = "refrain-data";
/// The configuration in the data folder.
const CONFIG: &str = "refrain.toml";
/// Where the path of a configuration that lies elsewhere is noted.
const REMEMBERED: &str = "config-path";

/// A business of an installation that has been opened.
pub struct Installation {
    /// The business's name.
    pub business: String,
    /// Its configuration, as if it were the only one.
    pub config: Config,
    pub key: InstallationKey,
    pub signer: Signer,
    pub store: Arc<dyn Store>,
    /// What this machine remembers of the log.
    pub witness: Witness,
    /// What was made because it was not there, in words.
    pub made: Vec<String>,
}

/// Where an installation is, and which of its businesses is meant.
#[derive(Clone, Debug)]
pub struct Place {
    pub data: PathBuf,
    pub config: Option<PathBuf>,
    pub business: String,
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

    /// Opens the business, making what is not there yet.
    pub fn open(&self) -> Result<Installation, Failure> {
        self.open_with(&self.read_config()?)
    }

    /// As [`Place::open`], but only if it has a log already.
    pub fn open_existing(&self) -> Result<Installation, Failure> {
        let config = self.read_config()?;
        let own = config.of(&self.business)?;
        if !self.backend(&own)?.exists(&self.business)? {
            let shown = self.data.display();
            let what = match &*self.business {
                MAIN => "there is no installation".to_owned(),
                business => format!("there is no log of the business `{business}`"),
            };
            return Err(Failure::usage(format!(
                "{what} in {shown}: give its folder with --data, or start one with `refrain serve --data {shown}`"
            )));
        }
        self.open_with(&config)
    }

    /// The same place, and this business.
    pub fn of(&self, business: &str) -> Self {
        Self {
            business: business.to_owned(),
            ..self.clone()
        }
    }

    /// Where the logs are kept.
    pub fn backend(&self, config: &Config) -> Result<Backend, Failure> {
        Backend::parse(&config.store.url, &self.data)
    }

    /// Opens the business as the installation's configuration says.
    pub fn open_with(&self, config: &Config) -> Result<Installation, Failure> {
        self.open_in(&self.backend(config)?, config)
    }

    /// As [`Place::open_with`], with the log in this database.
    pub fn open_in(&self, backend: &Backend, config: &Config) -> Result<Installation, Failure> {
        let business = self.business.clone();
        let config = config.of(&business)?;
        keyfile::make_folder(&self.data)?;
        let mut keys = Keys::find(&business, &config, &self.data)?;
        let mut made = Vec::new();
        if !keys.missing().is_empty() {
            if backend.exists(&business)? {
                owner::refuse_new_keys(&*backend.open(&business)?, &keys)?;
            }
            made = keys.make_missing(&config.origin())?;
        }
        let (key, signer) = keys.parse()?;
        let store = backend.open(&business)?;
        Owner::of(&key, &signer).claim(&*store, &keys)?;
        Ok(Installation {
            business,
            config,
            key,
            signer,
            store,
            witness: Witness::of(&self.business, &self.data),
            made,
        })
    }

    /// Opens every business of the installation.
    pub fn open_all(&self, config: &Config) -> Result<Vec<Installation>, Failure> {
        // One database for all of them, and so one pool of connections.
        let backend = self.backend(config)?;
        let businesses = config.businesses();
        let open = |name: &str| self.of(name).open_in(&backend, config);
        businesses.map(open).collect()
    }
}
