//! A transparency log's format, pure: no I/O, no clock, no randomness. Storing and serving are the caller's.
//!
//! The log is what other tools expect a log to be, so that anybody's client, monitor or witness can follow it:
//!
//! | module | what | specification |
//! | --- | --- | --- |
//! | [`hash`] | the hashes of leaves and nodes | RFC 6962 section 2.1 |
//! | [`commitment`] | what a leaf holds: a salted commitment to a record | ours |
//! | [`tree`] | the growing right edge in memory, and how to resume it | |
//! | [`tile`] | how a tree is stored and served; paths, entry bundles | C2SP tlog-tiles |
//! | [`proof`] | inclusion and consistency, made and verified | RFC 9162 sections 2.1.3 and 2.1.4 |
//! | [`note`] | signed texts and their keys | C2SP signed-note, tlog-cosignature |
//! | [`checkpoint`] | the signed head of the log | C2SP tlog-checkpoint |
//! | [`receipt`] | what a person keeps: a proof in one text | C2SP tlog-proof |
//!
//! # What holds
//!
//! - **A leaf never holds a record**, only a commitment to it; erase salt and record, and every root and every other
//!   receipt still verifies. See [`commitment`].
//! - **A node is in the [`Tree`] or follows from a full tile.** A log that stores full tiles and entries can prove anything
//!   and resume after a crash; partial tiles are derived.
//! - **Every text has one spelling.** What parses prints to the same bytes; everything else is refused. Parsers take any
//!   bytes, have limits, and do not panic.
//! - **Refuted is not unchecked.** [`Unproved`](receipt::Unproved) tells a forged receipt from one that this verifier has no
//!   key for.
//!
//! # From record to receipt and back
//!
//! ```
//! use ledger::{Checkpoint, Salt, Signer, Tree, commit, receipt};
//!
//! // Once: a key and a tree. Seeds and salts come from the caller's random generator.
//! let signer = Signer::from_seed("optout.example.com/log", &[7; 32])?;
//! let mut tree = Tree::new();
//!
//! // For each record: commit and append.
//! let records = [b"opt-out 1".as_slice(), b"opt-out 2", b"opt-out 3"];
//! for record in records {
//!     tree.push(commit(&Salt([1; 16]), record).leaf_hash());
//! }
//!
//! // For each batch: store what was completed, sign the head, hand out receipts.
//! for (id, hashes) in tree.take_full_tiles() {
//!     // store it at tile/<level>/<index>
//! #   let _ = (id, hashes);
//! }
//! let checkpoint = Checkpoint::new(signer.name(), tree.size(), tree.root())?.sign(&signer);
//! let path = tree.inclusion(1, tree.size())?;
//! let receipt = receipt::Draft {
//!     salt: &Salt([1; 16]),
//!     record: records[1],
//!     index: 1,
//!     path: &path,
//!     checkpoint: &checkpoint,
//! };
//!
//! // Years later, anybody with the public key.
//! let proved = receipt::verify(&receipt.to_text(), &signer.verifier_key())?;
//! assert_eq!(proved.record, b"opt-out 2");
//!
//! let forged = receipt::Draft { record: b"opt-out 9", ..receipt };
//! let refuted = receipt::verify(&forged.to_text(), &signer.verifier_key()).unwrap_err();
//! assert!(refuted.is_refuted());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod checkpoint;
pub mod commitment;
mod error;
pub mod hash;
pub mod note;
pub mod proof;
pub mod receipt;
mod text;
pub mod tile;
pub mod tree;

pub use checkpoint::Checkpoint;
pub use commitment::{Commitment, Salt, commit};
pub use error::{Error, Format};
pub use hash::Hash;
pub use note::{KeyKind, Note, Signer, VerifierKey};
pub use receipt::Receipt;
pub use tile::TileId;
pub use tree::Tree;
