//! Whose log it is: a log is claimed by the first who opens it, and opened with the same keys ever after.

use std::fmt;

use ledger::Signer;
use optout::InstallationKey;
use store::LogStore;

use super::keys::Keys;
use crate::failure::Failure;

/// What a claim begins with while a copy into the log has not been finished.
pub const COPYING: &str = "copying ";
/// A claim that nobody makes.
const NOBODY: &str = "";

/// Whoever has these two keys. Neither can be learnt from it.
pub(super) struct Owner(String);

impl Owner {
    pub(super) fn of(key: &InstallationKey, signer: &Signer) -> Self {
        let fingerprint = web::hex(&key.derive("fingerprint")[..8]);
        Self(format!("{} {fingerprint}", signer.verifier_key()))
    }

    /// Claims the log, or finds that it did so before. Of another's log nothing is changed.
    pub(super) fn claim(&self, store: &dyn LogStore, keys: &Keys) -> Result<(), Failure> {
        let stands = store.claim(None, &self.0)?.unwrap_or_default();
        if stands == self.0 {
            return Ok(());
        }
        refuse_half_a_copy(&stands)?;
        Err(Failure::usage(format!(
            "this log belongs to an installation with other keys. It is the log of {}; the keys here are those of {}. \
             Every node needs the same {}: copy them from the first node. Nothing was written.",
            Shown(&stands),
            Shown(&self.0),
            keys.settings(),
        )))
    }
}

/// Sees to it that no key is made for a log that somebody's keys belong to already.
pub(super) fn refuse_new_keys(store: &dyn LogStore, keys: &Keys) -> Result<(), Failure> {
    let missing = keys.missing();
    // Where nobody has claimed it, or somebody else has, this claim changes nothing.
    let owner = store.claim(Some(NOBODY), NOBODY)?;
    refuse_half_a_copy(owner.as_deref().unwrap_or_default())?;
    if owner.is_none() && store.size()? == 0 {
        return Ok(());
    }
    let files: Vec<_> = missing
        .iter()
        .map(|(setting, file)| format!("{file} (`{setting}`)"))
        .collect();
    let whose = owner.map_or_else(
        || "this log has entries".to_owned(),
        |owner| format!("this log is that of {}", Shown(&owner)),
    );
    Err(Failure::usage(format!(
        "{whose}, and its keys are not all here: {} is missing. New keys could not read or sign it: copy the file from \
         the first node or from a backup. Nothing was written.",
        files.join(" and ")
    )))
}

fn refuse_half_a_copy(claim: &str) -> Result<(), Failure> {
    if claim.starts_with(COPYING) {
        return Err(Failure::usage(
            "a copy into this log has not been finished: run `refrain copy` again",
        ));
    }
    Ok(())
}

/// A claim in words.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.rsplit_once(' ') {
            Some((log, key)) => write!(f, "{log} (installation key {key})"),
            None => f.write_str(self.0),
        }
    }
}
