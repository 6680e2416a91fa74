//! Tests that need nothing but this crate: against a naive reference, by property, and at every limit.
#![expect(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod limits;
mod parsers;
mod proofs;
mod receipts;
mod reference;
mod roots;
mod tree;

use ledger::{Hash, Tree, hash};

/// The hashes of `size` different leaves.
fn leaves(size: usize) -> Vec<Hash> {
    (0..size).map(|n| hash::leaf(&n.to_be_bytes())).collect()
}

/// A tree of those leaves.
fn grown(size: usize) -> Tree {
    let mut tree = Tree::new();
    tree.extend(leaves(size));
    tree
}
