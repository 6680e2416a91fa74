//! RFC 6962 section 2.1, read aloud: slow, and too simple to be wrong in the same way as the crate.

use ledger::{Hash, hash};

/// `MTH(D)`.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::EMPTY_ROOT,
        [leaf] => *leaf,
        _ => {
            let (left, right) = split(leaves);
            hash::node(&root(left), &root(right))
        }
    }
}

/// `PATH(m, D)`.
pub fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = split(leaves);
    let (mut path, sibling) = if m < left.len() {
        (path(m, left), root(right))
    } else {
        (path(m - left.len(), right), root(left))
    };
    path.push(sibling);
    path
}

/// `PROOF(m, D)`.
pub fn proof(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    subproof(m, leaves, true)
}

/// `SUBPROOF(m, D, b)`.
fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if m == leaves.len() {
        return if whole {
            Vec::new()
        } else {
            vec![root(leaves)]
        };
    }
    let (left, right) = split(leaves);
    let (mut proof, sibling) = if m <= left.len() {
        (subproof(m, left, whole), root(right))
    } else {
        (subproof(m - left.len(), right, false), root(left))
    };
    proof.push(sibling);
    proof
}

/// At the largest power of two below the number of leaves.
fn split(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    leaves.split_at(leaves.len().next_power_of_two() / 2)
}
