//! What a tree holds, hands over, and is resumed from.

use std::collections::HashMap;

use ledger::tile::{self, TileId, Width};
use ledger::tree::{LEAVES_HELD, NODES_HELD};
use ledger::{Error, Hash, Tree, proof};
use proptest::prelude::*;

use crate::{grown, leaves, reference};

type Store = HashMap<TileId, Vec<Hash>>;

/// Larger than two windows, with a ragged right edge.
const LARGE: usize = 3 * LEAVES_HELD + 700;

fn store(tree: &mut Tree) -> Store {
    tree.take_full_tiles().into_iter().collect()
}

/// The tile as a store of full and partial tiles has it.
fn stored(store: &Store, tree: &Tree, id: TileId) -> Vec<Hash> {
    let full = store.get(&id).cloned();
    full.unwrap_or_else(|| tree.partial(id.level).to_vec())
}

/// Both trees are the same from here on.
fn assert_same(mut one: Tree, mut other: Tree) {
    for leaf in leaves(300) {
        assert_eq!((one.size(), one.root()), (other.size(), other.root()));
        for level in 0..4 {
            assert_eq!(one.partial(level), other.partial(level));
        }
        one.push(leaf);
        other.push(leaf);
    }
    assert_eq!(one.take_full_tiles(), other.take_full_tiles());
}

fn check_resume(size: usize) {
    let mut tree = grown(size);
    let store = store(&mut tree);
    let from_partial = Tree::resume(tree.size(), |id, width| {
        let hashes = stored(&store, &tree, id);
        assert_eq!(hashes.len(), width.get());
        Ok::<_, Error>(hashes)
    });
    let from_full = Tree::resume_from_full_tiles(tree.size(), tree.partial(0), |id| {
        Ok::<_, Error>(store[&id].clone())
    });
    assert_same(tree.clone(), from_partial.unwrap());
    assert_same(tree, from_full.unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn resuming_equals_pushing(size in 0..=600_usize) {
        check_resume(size);
    }
}

#[test]
fn resuming_at_the_borders_of_tiles() {
    for size in [
        0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000,
    ] {
        check_resume(size);
    }
}

#[test]
fn resuming_refuses_tiles_of_another_width() {
    let wide = |_, _| Ok::<_, Error>(leaves(2));
    assert!(matches!(
        Tree::resume(1, wide),
        Err(Error::TileWidth { .. })
    ));
    let full = |_| Ok::<_, Error>(leaves(255));
    let narrow = Tree::resume_from_full_tiles(256, &[], full);
    assert!(matches!(narrow, Err(Error::TileWidth { found: 255, .. })));
    let tail = Tree::resume_from_full_tiles(256, &leaves(1), full);
    assert!(matches!(tail, Err(Error::TileWidth { found: 1, .. })));
}

#[test]
fn tiles_are_handed_over_once_and_whole() {
    let leaves = leaves(LARGE);
    let mut at_once = grown(LARGE);
    let mut bit_by_bit = Tree::new();
    let mut store = Store::new();
    for part in leaves.chunks(777) {
        bit_by_bit.extend(part.iter().copied());
        for (id, hashes) in bit_by_bit.take_full_tiles() {
            assert!(store.insert(id, hashes).is_none());
        }
    }
    let tiles = at_once.take_full_tiles();
    assert!(tiles.is_sorted_by_key(|(id, _)| *id));
    assert_eq!(tiles.into_iter().collect::<Store>(), store);
    assert!(at_once.take_full_tiles().is_empty());

    for level in tile::tiles_for_size(LARGE as u64) {
        let nodes = 256_usize.pow(level.level.into());
        for index in 0..level.full {
            let id = TileId {
                level: level.level,
                index,
            };
            let under = leaves
                .chunks(nodes)
                .skip(usize::try_from(index).unwrap() * 256);
            assert!(
                store[&id]
                    .iter()
                    .copied()
                    .eq(under.take(256).map(reference::root))
            );
        }
        assert_eq!(bit_by_bit.partial(level.level).len(), level.partial.into());
    }
}

/// The recent nodes are in memory, as promised, and what is not is in a full tile.
#[test]
fn every_node_is_held_or_in_a_full_tile() {
    let mut tree = Tree::new();
    let mut store = Store::new();
    for part in leaves(LARGE).chunks(500) {
        tree.extend(part.iter().copied());
        store.extend(tree.take_full_tiles());
    }
    let resumed = Tree::resume(tree.size(), |id, _| {
        Ok::<_, Error>(stored(&store, &tree, id))
    });
    let resumed = resumed.unwrap();
    assert_eq!(tree.node(0, 0), None, "the first leaf is long gone");
    for height in 0..tree.size().ilog2() {
        let count = tree.size() >> height;
        let promised = if height == 0 { LEAVES_HELD } else { NODES_HELD };
        for index in 0..count {
            let location = tile::locate(height, index);
            let full = store
                .get(&location.tile)
                .and_then(|tile| location.node(tile));
            let held = tree.node(height, index);
            assert!(held.is_some() || index + (promised as u64) < count);
            assert!(held.or(full).is_some(), "node {index} at height {height}");
            assert_eq!(resumed.node(height, index).or(full), held.or(full));
        }
        assert_eq!(tree.node(height, count), None);
    }
}

#[test]
fn recent_leaves_are_proved_from_memory() {
    for size in [
        LARGE,
        2 * LEAVES_HELD,
        2 * LEAVES_HELD + 1,
        4 * LEAVES_HELD - 1,
    ] {
        let mut tree = Tree::new();
        let leaves = leaves(size);
        for part in leaves.chunks(500) {
            tree.extend(part.iter().copied());
            tree.take_full_tiles();
        }
        let (first, size) = (size - LEAVES_HELD, size as u64);
        for (index, leaf) in leaves.iter().enumerate().skip(first).step_by(11) {
            let path = tree.inclusion(index as u64, size).unwrap();
            proof::verify_inclusion(*leaf, index as u64, size, &path, tree.root()).unwrap();
            assert!(tree.consistency(index as u64 + 1, size).is_ok());
        }
    }
}

#[test]
fn old_leaves_are_proved_from_tiles() {
    let mut tree = grown(LARGE);
    tree.extend(leaves(LARGE)); // Nothing of the first leaves is held but what is in no full tile yet.
    let store = store(&mut tree);
    tree.extend(leaves(LARGE)); // And now not even that.
    let size = LARGE as u64;
    let root = reference::root(&leaves(LARGE));
    for index in (0..size).step_by(321) {
        let mut asked_store = false;
        let path = proof::inclusion(index, size, &mut |height, index| {
            tree.held(height, index).or_else(|not_held| {
                asked_store = true;
                let location = tile::locate(height, index);
                let hashes = store.get(&location.tile).ok_or(not_held)?;
                Ok::<_, Error>(location.node(hashes).unwrap())
            })
        });
        assert!(asked_store);
        let leaf = store[&tile::locate(0, index).tile][usize::try_from(index % 256).unwrap()];
        proof::verify_inclusion(leaf, index, size, &path.unwrap(), root).unwrap();
    }
}

#[test]
fn level_zero_follows_from_no_tile() {
    let id = TileId { level: 0, index: 0 };
    let derived = tile::from_level_below(id, Width::FULL, |_| Ok::<_, Error>(leaves(256)));
    assert!(matches!(derived, Err(Error::Malformed { .. })));
}
