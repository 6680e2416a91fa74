//! The verifier's side: the algorithms of RFC 9162, step by step, over untrusted proofs.

use crate::error::Error;
use crate::hash::{Hash, node};

/// Checks that the leaf with hash `leaf` is at `index` in the tree of `size` leaves with the root `root`
/// ([RFC 9162 section 2.1.3.2]).
///
/// # Errors
///
/// [`Error::NoSuchLeaf`] if `index` is not below `size`, [`Error::ProofLength`] if `path` has not exactly the hashes that index
/// and size call for, [`Error::RootMismatch`] if it leads to another root.
///
/// [RFC 9162 section 2.1.3.2]: https://www.rfc-editor.org/rfc/rfc9162.html#section-2.1.3.2
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    root: Hash,
) -> Result<(), Error> {
    if index >= size {
        return Err(Error::NoSuchLeaf { index, size });
    }
    let mut climb = Climb::new(index, size - 1);
    let mut found = leaf;
    for sibling in path {
        found = match climb.step()? {
            Side::Left => node(sibling, &found),
            Side::Right => node(&found, sibling),
        };
    }
    climb.finish()?;
    same(found, root)
}

/// Checks that the tree of `old_size` leaves with `old_root` is a prefix of the tree of `new_size` leaves with `new_root`
/// ([RFC 9162 section 2.1.4.2]).
///
/// Equal sizes need equal roots and an empty proof.
///
/// # Errors
///
/// [`Error::NoSuchPrefix`] if `old_size` is 0 (everything follows from nothing, so there is nothing to verify) or over
/// `new_size`, [`Error::ProofLength`] if `proof` has not exactly the hashes that the sizes call for, [`Error::RootMismatch`] if
/// it leads to another root at either size.
///
/// [RFC 9162 section 2.1.4.2]: https://www.rfc-editor.org/rfc/rfc9162.html#section-2.1.4.2
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    old_root: Hash,
    new_root: Hash,
    proof: &[Hash],
) -> Result<(), Error> {
    if old_size == 0 || old_size > new_size {
        return Err(Error::NoSuchPrefix {
            old: old_size,
            new: new_size,
        });
    }
    if old_size == new_size {
        return if proof.is_empty() {
            same(old_root, new_root)
        } else {
            Err(Error::ProofLength)
        };
    }
    // An old tree that is complete is itself the node to start from, and the proof does not repeat it.
    let (start, rest) = if old_size.is_power_of_two() {
        (old_root, proof)
    } else {
        let (first, rest) = proof.split_first().ok_or(Error::ProofLength)?;
        (*first, rest)
    };
    let height = old_size.trailing_zeros();
    let mut climb = Climb::new((old_size - 1) >> height, (new_size - 1) >> height);
    let (mut old, mut new) = (start, start);
    for sibling in rest {
        match climb.step()? {
            Side::Left => {
                old = node(sibling, &old);
                new = node(sibling, &new);
            }
            Side::Right => new = node(&new, sibling),
        }
    }
    climb.finish()?;
    same(old, old_root)?;
    same(new, new_root)
}

/// On which side of the node reached so far the next hash of a proof belongs.
enum Side {
    Left,
    Right,
}

/// The way up from a node to the root: `fn` and `sn` of RFC 9162.
struct Climb {
    node: u64,
    last: u64,
}

impl Climb {
    fn new(node: u64, last: u64) -> Self {
        Self { node, last }
    }

    /// Goes up to the next height at which the node has a sibling.
    fn step(&mut self) -> Result<Side, Error> {
        if self.last == 0 {
            return Err(Error::ProofLength);
        }
        let side = if self.node & 1 == 1 || self.node == self.last {
            // The last node of a height may be without a sibling up to where it is a right child.
            let alone = self.node.trailing_zeros();
            self.node >>= alone;
            self.last >>= alone;
            Side::Left
        } else {
            Side::Right
        };
        self.node >>= 1;
        self.last >>= 1;
        Ok(side)
    }

    fn finish(self) -> Result<(), Error> {
        if self.last == 0 {
            Ok(())
        } else {
            Err(Error::ProofLength)
        }
    }
}

fn same(found: Hash, root: Hash) -> Result<(), Error> {
    if found == root {
        Ok(())
    } else {
        Err(Error::RootMismatch)
    }
}
