//! The newest checkpoint that this machine has seen, kept beside the keys and outside of the database.
//!
//! A database that was restored from an old backup, or failed over to a replica that lagged behind, is whole in itself: only
//! somebody who remembers more than it does can tell that acknowledged entries are gone. So every node remembers.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ledger::{Checkpoint, VerifierKey};
use store::{Head, Log};

use crate::config::MAIN;
use crate::failure::Failure;

/// The file's name.
const FILE: &str = "newest-checkpoint";
/// How often it is written while the log grows.
const EVERY: Duration = Duration::from_secs(1);

/// Where the checkpoint is kept.
#[derive(Clone, Debug)]
pub struct Witness(PathBuf);

impl Witness {
    /// For a business of the installation in `data`.
    pub fn of(business: &str, data: &Path) -> Self {
        Self(match business {
            MAIN => data.join(FILE),
            other => data.join("businesses").join(other).join(FILE),
        })
    }

    /// The checkpoint that was kept, if one was.
    pub fn read(&self, key: &VerifierKey) -> Result<Option<Checkpoint>, Failure> {
        let note = match std::fs::read_to_string(&self.0) {
            Ok(note) => note,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::io("cannot read", &self.0, &error)),
        };
        let checkpoint = Checkpoint::open(&note, key).map_err(|error| {
            Failure::usage(format!(
                "{} is no checkpoint of this log: {error}. It is kept so that a database which has lost entries is noticed; move it away if it is another log's",
                self.0.display()
            ))
        })?;
        Ok(Some(checkpoint))
    }

    /// Keeps the newest checkpoint of `log` for as long as this is polled.
    pub async fn keep(self, log: Arc<Log>) {
        let mut kept = 0;
        let mut turns = tokio::time::interval(EVERY);
        loop {
            turns.tick().await;
            let head = log.head();
            if head.size > kept {
                self.note(&head);
                kept = head.size;
            }
        }
    }

    /// Keeps a checkpoint, if there is one yet.
    pub fn note(&self, head: &Head) {
        if head.size == 0 {
            return;
        }
        if let Err(error) = self.write(&head.note) {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the newest checkpoint cannot be kept beside the keys"
            );
        }
    }

    /// What to do where the loss that it shows is known.
    pub fn advice(&self) -> String {
        format!(
            "This machine has seen the log with entries that the database does not have. If that loss is known and accepted (a restored backup, a replica that lagged behind), move {} away.",
            self.0.display()
        )
    }

    /// Written aside and moved into place, so that a crash leaves the old one or the new one.
    fn write(&self, note: &str) -> std::io::Result<()> {
        let aside = self.0.with_extension("new");
        if let Some(folder) = self.0.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&aside, note)?;
        std::fs::rename(aside, &self.0)
    }
}
