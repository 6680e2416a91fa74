//! The two keys of a log: found, or made where nothing depends on others yet.

use std::path::Path;

use ledger::Signer;
use optout::InstallationKey;

use crate::config::{Config, setting};
use crate::failure::Failure;
use crate::keyfile::{self, Reference};

const INSTALLATION: &str = "keys.installation";
const LOG: &str = "keys.log";

/// What was found where the configuration says that the keys are.
pub(super) struct Keys {
    installation: Slot,
    log: Slot,
}

struct Slot {
    setting: String,
    place: Reference,
    found: Option<String>,
}

impl Keys {
    pub(super) fn find(business: &str, config: &Config, data: &Path) -> Result<Self, Failure> {
        let keys = &config.keys;
        Ok(Self {
            installation: Slot::look(
                setting(business, INSTALLATION).into(),
                (&keys.installation, data),
            )?,
            log: Slot::look(setting(business, LOG).into(), (&keys.log, data))?,
        })
    }

    /// The settings whose files are not there, and those files.
    pub(super) fn missing(&self) -> Vec<(&str, String)> {
        let slots = [&self.installation, &self.log];
        let missing = slots.into_iter().filter(|slot| slot.found.is_none());
        missing
            .map(|slot| (&*slot.setting, slot.place.shown()))
            .collect()
    }

    /// The settings, for messages.
    pub(super) fn settings(&self) -> String {
        format!("`{}` and `{}`", self.installation.setting, self.log.setting)
    }

    /// Makes what is missing, and says so in words.
    pub(super) fn make_missing(&mut self, origin: &str) -> Result<Vec<String>, Failure> {
        // Before anything is written: it fails where the log's name cannot be one.
        let log = keyfile::new_log_key(origin)?;
        let made = [
            self.installation.make(
                keyfile::new_installation_key,
                "the installation key, which makes tokens and seals identifiers",
            )?,
            self.log
                .make(|| log, "the log key, which signs checkpoints")?,
        ];
        Ok(made.into_iter().flatten().collect())
    }

    /// The keys themselves, none of which is missing.
    pub(super) fn parse(&self) -> Result<(InstallationKey, Signer), Failure> {
        let (key, log) = (&self.installation, &self.log);
        Ok((
            keyfile::parse_installation_key(key.text(), &key.place.shown())?,
            keyfile::parse_log_key(log.text(), &log.place.shown())?,
        ))
    }
}

impl Slot {
    fn look(setting: String, (text, data): (&str, &Path)) -> Result<Self, Failure> {
        let place = Reference::parse(&setting, text, data)?;
        let found = place.read()?;
        Ok(Self {
            setting,
            place,
            found,
        })
    }

    fn make(
        &mut self,
        fresh: impl FnOnce() -> String,
        what: &str,
    ) -> Result<Option<String>, Failure> {
        if self.found.is_some() {
            return Ok(None);
        }
        let secret = fresh();
        self.place.write(&secret)?;
        self.found = Some(secret);
        let place = self.place.shown();
        Ok(Some(format!(
            "made {what}: {place} (mode 0600). Back it up."
        )))
    }

    fn text(&self) -> &str {
        self.found.as_deref().unwrap_or_default()
    }
}
