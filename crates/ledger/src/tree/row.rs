//! The recent nodes of one height.

use crate::hash::Hash;
use crate::tile;
use crate::tree::{LEAVES_HELD, NODES_HELD};

/// A window over the complete nodes of one height.
///
/// The nodes lie in one piece, so that a partial tile is a slice. When twice the window is held, the older half is dropped at
/// once: a node is moved at most once in its life, and an append costs a copy of 32 bytes.
#[derive(Clone)]
pub(super) struct Row {
    /// The index of the first node held.
    first: u64,
    nodes: Vec<Hash>,
    window: usize,
    /// The index of the first node not yet handed over in a full tile, from which on nothing is dropped. Rows between the
    /// levels of tiles hand nothing over.
    kept_from: u64,
}

impl Row {
    /// The empty row of `height`.
    pub(super) fn new(height: u32) -> Self {
        Self::starting_at(0, Vec::new(), height)
    }

    /// The row of `height` with `nodes` from index `first` on, all of which belong to a partial tile.
    pub(super) fn starting_at(first: u64, nodes: Vec<Hash>, height: u32) -> Self {
        let is_level = height.is_multiple_of(tile::HEIGHT);
        Self {
            first,
            nodes,
            window: window(height),
            kept_from: if is_level { first } else { u64::MAX },
        }
    }

    /// Appends a node; returns it with its left sibling if it is a right child.
    pub(super) fn push(&mut self, node: Hash) -> Option<(Hash, Hash)> {
        if self.nodes.len() >= 2 * self.window {
            self.drop_old();
        }
        let is_right = self.count() & 1 == 1;
        let left = self.nodes.last().copied().filter(|_| is_right);
        self.nodes.push(node);
        left.map(|left| (left, node))
    }

    /// The node with this index, if it is held.
    pub(super) fn get(&self, index: u64) -> Option<Hash> {
        let at = usize::try_from(index.checked_sub(self.first)?).ok()?;
        self.nodes.get(at).copied()
    }

    /// The last node. The row must not be empty, and is not once it had a node.
    pub(super) fn last(&self) -> Hash {
        self.nodes[self.nodes.len() - 1]
    }

    /// The nodes after the last full tile.
    pub(super) fn partial_tile(&self) -> &[Hash] {
        let width = (self.count() & 0xff) as usize;
        &self.nodes[self.nodes.len() - width..]
    }

    /// The index and hashes of the next full tile that was not yet taken.
    pub(super) fn take_tile(&mut self) -> Option<(u64, Vec<Hash>)> {
        let start = usize::try_from(self.kept_from - self.first).ok()?;
        let hashes = self.nodes.get(start..start + tile::FULL)?.to_vec();
        let index = self.kept_from >> tile::HEIGHT;
        self.kept_from += tile::FULL as u64;
        Some((index, hashes))
    }

    /// The number of nodes that were ever complete at this height.
    fn count(&self) -> u64 {
        self.first + self.nodes.len() as u64
    }

    /// Drops what is older than the window, unless too little of it has been taken to make the move worth its while.
    fn drop_old(&mut self) {
        let taken = usize::try_from(self.kept_from - self.first).unwrap_or(usize::MAX);
        let old = taken.min(self.nodes.len() - self.window);
        if old >= self.window {
            self.nodes.drain(..old);
            self.first += old as u64;
        }
    }
}

/// How many nodes of `height` to hold: all ancestors of the leaves held and their siblings, and no fewer than promised.
fn window(height: u32) -> usize {
    let over_leaves = LEAVES_HELD.checked_shr(height).unwrap_or(0);
    (over_leaves + 2).max(NODES_HELD)
}
