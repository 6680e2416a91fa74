//! Receipts: one text that proves, offline and with the log's public key alone, that a record is in the log.
//!
//! The format is C2SP [tlog-proof]. In our logs a leaf is a [`Commitment`](crate::Commitment), so a receipt has to open it:
//! the `extra` line carries the 16 bytes of salt and then the record. Nothing signs that line by itself; it is believed only
//! because the leaf that follows from it leads to the signed root.
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra <base64 of salt and record>
//! index 7
//! <base64 of a hash>, one line for each, from the leaf's sibling up
//!
//! <the signed checkpoint>
//! ```
//!
//! [tlog-proof]: https://c2sp.org/tlog-proof

mod draft;
mod parse;
mod verify;

use std::fmt;

use crate::commitment::Salt;
use crate::hash::Hash;
use crate::note;
use crate::proof::MAX_PATH;

pub use self::draft::Draft;
pub use self::verify::{Proved, Unproved, verify};

/// The first line of every receipt.
pub const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// The largest extra data, in bytes: a salt and a record of 64 KiB.
pub const MAX_EXTRA: usize = Salt::LEN + 64 * 1024;

/// The largest receipt, in bytes: the largest of each of its parts.
pub const MAX_BYTES: usize =
    HEADER.len() + MAX_EXTRA.div_ceil(3) * 4 + MAX_PATH * 45 + note::MAX_BYTES + 64;

/// A receipt whose form is right, and of which nothing is verified yet.
///
/// ```
/// use ledger::{Checkpoint, Receipt, Salt, Signer, Tree, commit, receipt::Draft};
///
/// // The log: commit, append, sign.
/// let signer = Signer::from_seed("example.com/log", &[7; 32])?;
/// let (salt, record) = (Salt([1; 16]), b"opt-out of sale");
/// let mut tree = Tree::new();
/// tree.push(commit(&salt, record).leaf_hash());
/// let checkpoint = Checkpoint::new(signer.name(), tree.size(), tree.root())?.sign(&signer);
/// let path = tree.inclusion(0, 1)?;
/// let text = Draft { salt: &salt, record, index: 0, path: &path, checkpoint: &checkpoint }.to_text();
///
/// // Anybody, later, elsewhere.
/// let proved = Receipt::parse(&text)?.verify(&signer.verifier_key())?;
/// assert_eq!(proved.record, record);
/// assert_eq!(proved.checkpoint.size(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    extra: Option<Vec<u8>>,
    index: u64,
    path: Vec<Hash>,
    checkpoint: String,
}

impl Receipt {
    /// The extra data, whatever it holds; nothing authenticates it.
    #[must_use]
    pub fn extra(&self) -> Option<&[u8]> {
        self.extra.as_deref()
    }

    /// The salt and the record, if the extra data is long enough to hold them.
    #[must_use]
    pub fn opening(&self) -> Option<(Salt, &[u8])> {
        let (salt, record) = self.extra()?.split_first_chunk()?;
        Some((Salt(*salt), record))
    }

    /// The index of the leaf, from zero.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The inclusion path, from the leaf's sibling up.
    #[must_use]
    pub fn path(&self) -> &[Hash] {
        &self.path
    }

    /// The signed checkpoint, as a note.
    #[must_use]
    pub fn checkpoint(&self) -> &str {
        &self.checkpoint
    }

    /// The name of the log that the receipt claims to be of: to choose a key by, not to believe.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.checkpoint.split('\n').next().unwrap_or_default()
    }

    /// The receipt in its text form, byte for byte what was parsed.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        draft::write_parsed(&mut out, self);
        out
    }
}

impl fmt::Debug for Receipt {
    /// Leaves out the extra data, which holds somebody's record.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("index", &self.index)
            .field("path", &self.path)
            .field("checkpoint", &self.checkpoint)
            .finish_non_exhaustive()
    }
}
