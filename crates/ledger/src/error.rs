//! The one error type of this crate.

use std::fmt;

use crate::tile::TileId;

/// Why something could not be read, made or verified.
///
/// A caller that only reports prints it; a caller that decides matches on the variant. The messages name no personal data:
/// at most the names of logs and keys, which are public.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The input is not in the format it claims to be in.
    #[error("not a valid {format}: {reason}")]
    Malformed {
        /// What was being read or made.
        format: Format,
        /// The rule that it breaks.
        reason: &'static str,
    },
    /// The input may be well formed, but is larger than this crate agrees to look at.
    #[error("the {format} is over the limit of {limit} {unit}")]
    TooLarge {
        /// What was being read or made.
        format: Format,
        /// The largest allowed count.
        limit: usize,
        /// What is counted.
        unit: &'static str,
    },
    /// An inclusion proof was asked for a leaf that the tree does not have.
    #[error("there is no leaf {index} in a tree of {size}")]
    NoSuchLeaf {
        /// The leaf's index, from zero.
        index: u64,
        /// The number of leaves.
        size: u64,
    },
    /// A consistency proof was asked from an empty tree, or from a larger tree to a smaller one.
    #[error("a tree of {old} leaves is no prefix to prove of a tree of {new}")]
    NoSuchPrefix {
        /// The number of leaves of the earlier tree.
        old: u64,
        /// The number of leaves of the later tree.
        new: u64,
    },
    /// A proof has more or fewer hashes than its index and sizes call for.
    #[error("the proof has the wrong number of hashes for these sizes")]
    ProofLength,
    /// A proof was followed to its end and arrived at another root.
    #[error("the proof does not lead to the root")]
    RootMismatch,
    /// A node is too old to be in memory, or is not complete yet.
    #[error("node {index} at height {height} is not held in memory")]
    NotHeld {
        /// Height above the leaves.
        height: u32,
        /// Index at that height, from zero.
        index: u64,
    },
    /// A tile came back from a store with another number of hashes than the tree's size calls for.
    #[error("tile {} of level {} has {found} hashes, not {expected}", tile.index, tile.level)]
    TileWidth {
        /// The tile.
        tile: TileId,
        /// The number of hashes it must have.
        expected: usize,
        /// The number of hashes it had.
        found: usize,
    },
    /// A note carries a signature line of a known key, and that signature is wrong.
    #[error("the signature by {name} is wrong")]
    BadSignature {
        /// The key's name.
        name: String,
    },
    /// A note carries no signature of any known key.
    #[error("no known key signed this note")]
    NoKnownSignature,
    /// A checkpoint is rightly signed, but of another log than the key is named after.
    #[error("the checkpoint is of log {found}, not of {expected}")]
    OtherOrigin {
        /// The name of the key, which is the origin that was expected.
        expected: String,
        /// The origin line.
        found: String,
    },
}

/// The formats that this crate reads and writes, as errors name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A SHA-256 hash in base64.
    Hash,
    /// The hashes of a tile.
    Tile,
    /// A path like `tile/0/000.p/7`.
    TilePath,
    /// The length-prefixed entries of a tile.
    Bundle,
    /// A private or verifier key.
    Key,
    /// A signed note.
    Note,
    /// The body of a checkpoint.
    Checkpoint,
    /// A receipt, that is, a tlog-proof.
    Receipt,
}

impl Format {
    /// The error for an input of this format that breaks the rule `reason`.
    pub(crate) fn malformed(self, reason: &'static str) -> Error {
        Error::Malformed {
            format: self,
            reason,
        }
    }

    /// The error for an input of this format with more than `limit` of `unit`.
    pub(crate) fn too_large(self, limit: usize, unit: &'static str) -> Error {
        Error::TooLarge {
            format: self,
            limit,
            unit,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hash => "hash",
            Self::Tile => "tile",
            Self::TilePath => "tile path",
            Self::Bundle => "entry bundle",
            Self::Key => "key",
            Self::Note => "signed note",
            Self::Checkpoint => "checkpoint",
            Self::Receipt => "receipt",
        })
    }
}
