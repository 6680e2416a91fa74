//! Making and checking the two proofs of a log, after [RFC 9162 sections 2.1.3 and 2.1.4].
//!
//! An *inclusion* proof shows that a leaf is in the tree with a given root; a *consistency* proof shows that a tree is a
//! prefix of another, so that nothing was changed or taken back in between.
//!
//! Proofs are made out of **complete** subtrees only, named by `(height, index)`: the node over the `2^height` leaves from
//! `index << height` on. Such nodes never change, so they may come from memory, from tiles or from anywhere. The incomplete
//! nodes at the right edge depend on the tree's size and are folded here.
//!
//! ```
//! use ledger::{Tree, hash, proof};
//!
//! let mut tree = Tree::new();
//! tree.extend((0..300_u32).map(|n| hash::leaf(&n.to_be_bytes())));
//!
//! let path = proof::inclusion(7, 300, &mut |height, index| tree.held(height, index))?;
//! proof::verify_inclusion(hash::leaf(&7_u32.to_be_bytes()), 7, 300, &path, tree.root())?;
//! # Ok::<(), ledger::Error>(())
//! ```
//!
//! [RFC 9162 sections 2.1.3 and 2.1.4]: https://www.rfc-editor.org/rfc/rfc9162.html#section-2.1.3

mod verify;

use crate::error::Error;
use crate::hash::{self, Hash};

pub use self::verify::{verify_consistency, verify_inclusion};

/// The largest number of hashes of an inclusion path: a tree has less than 2^64 leaves.
pub const MAX_PATH: usize = 64;

/// The path that proves leaf `index` to be in the tree of the first `size` leaves: from the leaf's sibling up to a child of
/// the root.
///
/// `fetch` is asked for complete nodes by height and index.
///
/// # Errors
///
/// [`Error::NoSuchLeaf`] if `index` is not below `size`; otherwise what `fetch` returns.
pub fn inclusion<E: From<Error>>(
    index: u64,
    size: u64,
    fetch: &mut impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if index >= size {
        return Err(Error::NoSuchLeaf { index, size }.into());
    }
    let mut path = Vec::with_capacity((size - 1).checked_ilog2().map_or(0, |top| top as usize + 1));
    climb(0, index, size, &mut path, fetch)?;
    Ok(path)
}

/// The proof that the tree of the first `old` leaves is a prefix of the tree of the first `new`; empty if the sizes are equal.
///
/// `fetch` is asked for complete nodes by height and index.
///
/// # Errors
///
/// [`Error::NoSuchPrefix`] if `old` is 0 or over `new`; otherwise what `fetch` returns.
pub fn consistency<E: From<Error>>(
    old: u64,
    new: u64,
    fetch: &mut impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if old == 0 || old > new {
        return Err(Error::NoSuchPrefix { old, new }.into());
    }
    let mut proof = Vec::new();
    if old == new {
        return Ok(proof);
    }
    // The smallest complete subtree at the old right edge lies in both trees: from there, what is added on the way up gives
    // either root. If it is the whole old tree, the verifier knows it already.
    let height = old.trailing_zeros();
    let index = (old >> height) - 1;
    if index > 0 {
        proof.push(fetch(height, index)?);
    }
    climb(height, index, new, &mut proof, fetch)?;
    Ok(proof)
}

/// Appends the siblings met on the way from the complete node `(height, index)` to the root of the tree of `size` leaves.
fn climb<E>(
    mut height: u32,
    mut index: u64,
    size: u64,
    path: &mut Vec<Hash>,
    fetch: &mut impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<(), E> {
    let mut last = (size - 1) >> height;
    while last > 0 {
        let sibling = index ^ 1;
        if sibling < size >> height {
            path.push(fetch(height, sibling)?);
        } else if sibling == last {
            path.extend(fold_edge(height, size, fetch)?);
        }
        height += 1;
        index >>= 1;
        last >>= 1;
    }
    Ok(())
}

/// The incomplete node at `height` on the right edge of the tree of `size` leaves; `None` if the edge is even there.
///
/// Height 64 gives the root, because no tree is complete there.
pub(crate) fn fold_edge<E>(
    height: u32,
    size: u64,
    fetch: &mut impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Option<Hash>, E> {
    let mut folded: Option<Hash> = None;
    for below in (0..height).filter(|below| size >> below & 1 == 1) {
        let left = fetch(below, (size >> below) - 1)?;
        folded = Some(match folded {
            None => left,
            Some(right) => hash::node(&left, &right),
        });
    }
    Ok(folded)
}
