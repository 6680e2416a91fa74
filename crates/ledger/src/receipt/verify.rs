//! What a receipt proves.

use std::fmt;

use crate::checkpoint::Checkpoint;
use crate::commitment::commit;
use crate::error::Error;
use crate::hash::Hash;
use crate::note::VerifierKey;
use crate::proof;
use crate::receipt::Receipt;

/// What is certain once a receipt was verified: the log has this record, at this place.
#[derive(Clone, PartialEq, Eq)]
pub struct Proved {
    /// The record, as it was logged.
    pub record: Vec<u8>,
    /// The index of its leaf, from zero.
    pub index: u64,
    /// The head of the log that it is proved against.
    pub checkpoint: Checkpoint,
}

/// Why a receipt proves nothing.
///
/// The two kinds must not be confused: a *refuted* receipt is evidence that somebody changed something, while one that
/// *cannot be checked* says nothing about anybody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    /// Refuted: the checkpoint carries the name and id of the log's key, and the signature is wrong.
    #[error("refuted: the log's signature on the checkpoint is wrong")]
    BadSignature,
    /// Refuted: the log signed the checkpoint, and the record is not at this index under its root.
    ///
    /// A changed salt, record, index or path all show here and cannot be told apart: the commitment is not written in the
    /// receipt, it is computed, and what is wrong only shows at the root.
    #[error("refuted: the record does not lead to the root that the log signed")]
    WrongPath(#[source] Error),
    /// Cannot be checked: the text is no receipt.
    #[error("cannot be checked: the text is no receipt")]
    Malformed(#[from] Error),
    /// Cannot be checked: the checkpoint is not of the log that the key belongs to, or by another key of it.
    #[error("cannot be checked: the checkpoint is not by the key of this log")]
    OtherLog,
    /// Cannot be checked: the receipt carries no salt and record, so its leaf is unknown.
    #[error("cannot be checked: the receipt carries no record")]
    NoRecord,
}

impl Unproved {
    /// Whether the receipt is refuted, rather than impossible to check.
    #[must_use]
    pub fn is_refuted(&self) -> bool {
        matches!(self, Self::BadSignature | Self::WrongPath(_))
    }
}

/// Reads and verifies a receipt in one step: see [`Receipt::verify`].
///
/// # Errors
///
/// See [`Unproved`].
pub fn verify(text: &str, key: &VerifierKey) -> Result<Proved, Unproved> {
    Receipt::parse(text)?.verify(key)
}

impl Receipt {
    /// Verifies that the log which `key` belongs to holds the record that the receipt carries.
    ///
    /// # Errors
    ///
    /// See [`Unproved`]. A wrong signature is told before a missing record, because it is worse.
    pub fn verify(&self, key: &VerifierKey) -> Result<Proved, Unproved> {
        let checkpoint = self.open_checkpoint(key)?;
        let (salt, record) = self.opening().ok_or(Unproved::NoRecord)?;
        self.check_path(&checkpoint, commit(&salt, record).leaf_hash())?;
        Ok(Proved {
            record: record.to_vec(),
            index: self.index(),
            checkpoint,
        })
    }

    /// Verifies that the log which `key` belongs to has a leaf with the hash `leaf` at the receipt's index; for logs whose
    /// leaves are no commitments. The extra data is not looked at.
    ///
    /// # Errors
    ///
    /// See [`Unproved`].
    pub fn verify_leaf(&self, key: &VerifierKey, leaf: Hash) -> Result<Checkpoint, Unproved> {
        let checkpoint = self.open_checkpoint(key)?;
        self.check_path(&checkpoint, leaf)?;
        Ok(checkpoint)
    }

    fn open_checkpoint(&self, key: &VerifierKey) -> Result<Checkpoint, Unproved> {
        Checkpoint::open(self.checkpoint(), key).map_err(|error| match error {
            Error::BadSignature { .. } => Unproved::BadSignature,
            Error::NoKnownSignature | Error::OtherOrigin { .. } => Unproved::OtherLog,
            malformed => Unproved::Malformed(malformed),
        })
    }

    fn check_path(&self, head: &Checkpoint, leaf: Hash) -> Result<(), Unproved> {
        proof::verify_inclusion(leaf, self.index(), head.size(), self.path(), head.root())
            .map_err(Unproved::WrongPath)
    }
}

impl fmt::Debug for Proved {
    /// Leaves out the record, which is somebody's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proved")
            .field("index", &self.index)
            .field("checkpoint", &self.checkpoint)
            .finish_non_exhaustive()
    }
}
