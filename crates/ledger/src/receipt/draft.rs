//! Writing receipts, thousands a second: one buffer, no other allocation.

use std::fmt::Write as _;

use crate::commitment::Salt;
use crate::hash::{self, Hash};
use crate::receipt::{HEADER, Receipt};
use crate::text::push_base64;

/// The parts of a receipt of our own log, before they are one text.
///
/// They are written as they are; nothing is checked. What makes the text a receipt is that `path` and `checkpoint` come from
/// the tree that holds the record's commitment at `index`.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// The salt of the record's commitment.
    pub salt: &'a Salt,
    /// The record; at most 64 KiB, or the receipt is over [`MAX_EXTRA`](super::MAX_EXTRA) and will not parse.
    pub record: &'a [u8],
    /// The index of the leaf, from zero.
    pub index: u64,
    /// The inclusion path in the tree of the checkpoint's size.
    pub path: &'a [Hash],
    /// The signed checkpoint, as a note.
    pub checkpoint: &'a str,
}

impl Draft<'_> {
    /// The receipt.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// Appends the receipt to `out`, which a caller in a hurry clears and uses again.
    pub fn write(&self, out: &mut String) {
        let extra_len = (Salt::LEN + self.record.len()).div_ceil(3) * 4;
        let proof = Proof {
            index: self.index,
            path: self.path,
            checkpoint: self.checkpoint,
        };
        start(out, extra_len + proof.len());
        out.push_str("\nextra ");
        push_opening(out, self.salt, self.record);
        proof.push(out);
    }
}

/// Appends the base64 of salt and record without joining them first.
fn push_opening(out: &mut String, salt: &Salt, record: &[u8]) {
    // Whole groups of three bytes are encoded apart: the salt with so much of the record, then the rest.
    const HEAD: usize = 48;
    const { assert!(HEAD > Salt::LEN && HEAD.is_multiple_of(3)) };
    let (begin, rest) = record.split_at(record.len().min(HEAD - Salt::LEN));
    let end = Salt::LEN + begin.len();
    let mut head = [0; HEAD];
    head[..Salt::LEN].copy_from_slice(&salt.0);
    head[Salt::LEN..end].copy_from_slice(begin);
    push_base64(out, &head[..end]);
    push_base64(out, rest);
}

/// What comes after the extra data.
struct Proof<'a> {
    index: u64,
    path: &'a [Hash],
    checkpoint: &'a str,
}

impl Proof<'_> {
    fn len(&self) -> usize {
        self.path.len() * (hash::BASE64_LEN + 1) + self.checkpoint.len()
    }

    fn push(&self, out: &mut String) {
        write!(out, "\nindex {}\n", self.index).expect("writing to a String cannot fail");
        for hash in self.path {
            push_base64(out, hash.as_bytes());
            out.push('\n');
        }
        out.push('\n');
        out.push_str(self.checkpoint);
    }
}

/// Appends a receipt that was read, whatever its extra data is.
pub(super) fn write_parsed(out: &mut String, receipt: &Receipt) {
    let proof = Proof {
        index: receipt.index,
        path: &receipt.path,
        checkpoint: &receipt.checkpoint,
    };
    let extra = receipt.extra();
    start(
        out,
        extra.map_or(0, |extra| extra.len().div_ceil(3) * 4) + proof.len(),
    );
    if let Some(extra) = extra {
        out.push_str("\nextra ");
        push_base64(out, extra);
    }
    proof.push(out);
}

/// Makes room for a receipt whose variable parts have `len` bytes, and begins it.
fn start(out: &mut String, len: usize) {
    out.reserve(HEADER.len() + len + 64);
    out.push_str(HEADER);
}
