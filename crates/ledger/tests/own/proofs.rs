//! Proofs equal those of the reference, verify, and stop verifying when anything changes.

use ledger::proof::{verify_consistency, verify_inclusion};
use ledger::{Error, Hash};
use proptest::prelude::*;

use crate::{grown, leaves, reference};

/// All sizes up to this are tried with every index; larger ones by chance.
const EXHAUSTIVE: usize = 40;
const LARGEST: usize = 600;

fn size_and_index() -> impl Strategy<Value = (usize, usize)> {
    (1..=LARGEST).prop_flat_map(|size| (Just(size), 0..size))
}

fn old_and_new() -> impl Strategy<Value = (usize, usize)> {
    (1..=LARGEST).prop_flat_map(|new| (1..=new, Just(new)))
}

/// Flips bit `bit` (of all the bits there are, counted round) of one of the hashes.
fn flip(hashes: &mut [Hash], bit: usize) {
    let bit = bit % (hashes.len() * 256);
    hashes[bit / 256].0[bit / 8 % 32] ^= 1 << (bit % 8);
}

#[test]
fn small_trees_equal_the_reference() {
    let leaves = leaves(EXHAUSTIVE);
    let tree = grown(EXHAUSTIVE);
    for size in 1..=EXHAUSTIVE {
        let part = &leaves[..size];
        for nth in 0..size {
            let path = tree.inclusion(nth as u64, size as u64).unwrap();
            assert_eq!(path, reference::path(nth, part));
            let proof = tree.consistency(nth as u64 + 1, size as u64).unwrap();
            assert_eq!(proof, reference::proof(nth + 1, part));
        }
    }
}

proptest! {
    #[test]
    fn inclusion((size, index) in size_and_index(), bit: usize, other in 0..LARGEST) {
        let leaves = leaves(size);
        let tree = grown(size);
        let root = tree.root();
        prop_assert_eq!(root, reference::root(&leaves));
        let path = tree.inclusion(index as u64, size as u64).unwrap();
        prop_assert_eq!(&path, &reference::path(index, &leaves));

        // The leaf, the path and the root, of which any bit is flipped.
        let mut claim = [&[leaves[index]], path.as_slice(), &[root]].concat();
        let verify = |claim: &[Hash], index: usize| match claim {
            [leaf, path @ .., root] => verify_inclusion(*leaf, index as u64, size as u64, path, *root),
            _ => unreachable!(),
        };
        prop_assert_eq!(verify(&claim, index), Ok(()));
        prop_assert_eq!(verify(&claim, other).is_ok(), other == index);
        let mut longer = claim.clone();
        longer.insert(1, root);
        prop_assert_eq!(verify(&longer, index), Err(Error::ProofLength));
        flip(&mut claim, bit);
        prop_assert_eq!(verify(&claim, index), Err(Error::RootMismatch));
    }

    #[test]
    fn consistency((old, new) in old_and_new(), bit: usize) {
        let leaves = leaves(new);
        let tree = grown(new);
        let roots = [reference::root(&leaves[..old]), tree.root()];
        let proof = tree.consistency(old as u64, new as u64).unwrap();
        prop_assert_eq!(&proof, &reference::proof(old, &leaves));

        let mut claim = [&roots, proof.as_slice()].concat();
        let verify = |claim: &[Hash]| match claim {
            [from, to, proof @ ..] => verify_consistency(old as u64, new as u64, *from, *to, proof),
            _ => unreachable!(),
        };
        prop_assert_eq!(verify(&claim), Ok(()));
        let longer = [claim.as_slice(), &roots[..1]].concat();
        prop_assert_eq!(verify(&longer), Err(Error::ProofLength));
        flip(&mut claim, bit);
        prop_assert_eq!(verify(&claim), Err(Error::RootMismatch));
    }

    #[test]
    fn verifiers_take_anything(
        numbers: [u64; 2],
        proof in prop::collection::vec(prop::array::uniform32(any::<u8>()).prop_map(Hash), 0..70),
    ) {
        let [a, b] = numbers;
        let root = Hash::EMPTY_ROOT;
        prop_assert!(verify_inclusion(root, a, b, &proof, root).is_err());
        prop_assert!(a == b || verify_consistency(a, b, root, root, &proof).is_err());
    }
}

#[test]
fn impossible_proofs_are_errors() {
    let tree = grown(5);
    let no_leaf = |index, size| Err(Error::NoSuchLeaf { index, size });
    let no_prefix = |old, new| Err(Error::NoSuchPrefix { old, new });
    let root = tree.root();
    for (index, size) in [(0, 0), (5, 5), (u64::MAX, 5), (u64::MAX, u64::MAX)] {
        assert_eq!(
            tree.inclusion(index, size),
            no_leaf(index, size).map(|()| vec![])
        );
        assert_eq!(
            verify_inclusion(root, index, size, &[], root),
            no_leaf(index, size)
        );
    }
    for (old, new) in [(0, 0), (0, 5), (5, 4), (u64::MAX, 5)] {
        assert_eq!(
            tree.consistency(old, new),
            no_prefix(old, new).map(|()| vec![])
        );
        assert_eq!(
            verify_consistency(old, new, root, root, &[]),
            no_prefix(old, new)
        );
    }
    assert!(matches!(tree.inclusion(0, 6), Err(Error::NotHeld { .. })));
}
