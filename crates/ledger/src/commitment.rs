//! What a leaf of the log holds: a commitment to a record, never the record.
//!
//! An append-only log and the duty to erase seem to exclude each other. They do not, because the log holds only
//! `SHA-256(salt || record)`, with 128 random bits of salt for each record:
//!
//! - Nobody can find the record from the commitment, not even by trying every e-mail address, while the salt is unknown
//!   (*hiding*). So the tiles can be served to the whole world.
//! - Nobody can find a second record for the same commitment (*binding*). So whoever is shown salt and record can check that
//!   this very record was logged, at this place.
//! - Erase salt and record, and what remains in the tree is 32 random-looking bytes that mean nothing. The tree, all its
//!   roots, and the receipts of everybody else still verify, because none of them ever depended on the erased bytes.
//!
//! The salt has a fixed length, so salt and record need no separator.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::hash::{self, Hash};

/// The random part of a commitment: 16 bytes, drawn anew for each record by whoever commits.
///
/// It is as sensitive as the record itself, and so it does not show in `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; Salt::LEN]);

impl Salt {
    /// The number of bytes of a salt.
    pub const LEN: usize = 16;
}

/// A commitment to one record: the data of one leaf.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commitment(pub [u8; hash::LEN]);

impl Commitment {
    /// The hash of the leaf whose data is this commitment.
    #[must_use]
    pub fn leaf_hash(&self) -> Hash {
        hash::leaf(&self.0)
    }
}

/// Commits to `record` (any number of bytes) under `salt`.
///
/// ```
/// use ledger::{Salt, commit, hash};
///
/// let salt = Salt([7; 16]); // from the random generator of the caller, never a constant
/// let commitment = commit(&salt, b"opt-out of sale, 2026-03-01");
/// assert_eq!(commitment.leaf_hash(), hash::leaf(&commitment.0));
/// assert_ne!(commitment, commit(&Salt([8; 16]), b"opt-out of sale, 2026-03-01"));
/// ```
#[must_use]
pub fn commit(salt: &Salt, record: &[u8]) -> Commitment {
    let mut hasher = Sha256::new();
    hasher.update(salt.0);
    hasher.update(record);
    Commitment(hasher.finalize().into())
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(redacted)")
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({:?})", Hash(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_plain_hash_of_salt_and_record() {
        let mut whole = vec![7; Salt::LEN];
        whole.extend(b"record");
        assert_eq!(
            commit(&Salt([7; 16]), b"record").0,
            <[u8; 32]>::from(Sha256::digest(whole))
        );
    }

    #[test]
    fn the_salt_does_not_show() {
        assert_eq!(format!("{:?}", Salt([0xab; 16])), "Salt(redacted)");
    }
}
