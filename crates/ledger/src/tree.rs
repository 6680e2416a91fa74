//! The growing right edge of a log, in memory.

mod resume;
mod row;

use std::convert::Infallible;
use std::fmt;

use crate::error::Error;
use crate::hash::{self, Hash};
use crate::proof;
use crate::tile::{self, TileId};

use self::row::Row;

/// How many of the last leaves a tree holds at least; proofs for them need no store.
pub const LEAVES_HELD: usize = 8192;

/// How many of the last nodes of every greater height a tree holds at least.
pub const NODES_HELD: usize = 512;

/// The right edge of a tree: append-only, and never more than the recent nodes of each height.
///
/// Every complete node is held by the tree **or** can be computed from a full tile ([`tile::locate`] says which) that
/// [`Tree::take_full_tiles`] has handed over or will hand over next, because what is too old to be held is far left of the
/// partial tiles. So a log that stores full tiles can prove anything, and for the last [`LEAVES_HELD`] leaves it can do so from
/// memory alone.
///
/// Hashes of full tiles are kept until [`Tree::take_full_tiles`] hands them over: a caller that has no use for tiles must call
/// it now and then all the same, or the tree grows by 32 bytes a leaf.
///
/// ```
/// use ledger::{Tree, hash, proof};
///
/// let mut tree = Tree::new();
/// tree.push(hash::leaf(b"first"));
/// let (old_size, old_root) = (tree.size(), tree.root());
/// tree.extend([hash::leaf(b"second"), hash::leaf(b"third")]);
///
/// let path = tree.inclusion(1, 3)?;
/// proof::verify_inclusion(hash::leaf(b"second"), 1, 3, &path, tree.root())?;
/// let proof = tree.consistency(old_size, 3)?;
/// proof::verify_consistency(old_size, 3, old_root, tree.root(), &proof)?;
/// # Ok::<(), ledger::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Tree {
    size: u64,
    /// One row for each height, from the leaves up, as far as there are nodes.
    rows: Vec<Row>,
}

impl Tree {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves: at most one node hash for each height, and none if the size is a power of two.
    #[must_use]
    pub fn root(&self) -> Hash {
        let root = proof::fold_edge(u64::BITS, self.size, &mut |height, _| {
            // A height whose bit is set in the size has an odd number of nodes: the last is the one without a parent.
            Ok::<_, Infallible>(self.rows[height as usize].last())
        });
        let Ok(root) = root;
        root.unwrap_or(Hash::EMPTY_ROOT)
    }

    /// Appends a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        for height in 0.. {
            if self.rows.len() == height as usize {
                self.rows.push(Row::new(height));
            }
            match self.rows[height as usize].push(node) {
                None => break,
                Some((left, right)) => node = hash::node(&left, &right),
            }
        }
        self.size += 1;
    }

    /// The complete node `index` at `height`, if it is recent enough to be held.
    #[must_use]
    pub fn node(&self, height: u32, index: u64) -> Option<Hash> {
        self.rows.get(height as usize)?.get(index)
    }

    /// Like [`Tree::node`], in the form that [`proof::inclusion`] and [`proof::consistency`] fetch nodes in.
    ///
    /// # Errors
    ///
    /// [`Error::NotHeld`] if the node is too old, or not complete yet.
    pub fn held(&self, height: u32, index: u64) -> Result<Hash, Error> {
        self.node(height, index)
            .ok_or(Error::NotHeld { height, index })
    }

    /// The proof that leaf `index` is in the tree of the first `size` leaves, from memory alone.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchLeaf`] if `index` is not below `size`; [`Error::NotHeld`] if it takes a node which is not in memory: call
    /// [`proof::inclusion`] with a function that falls back to stored tiles.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, Error> {
        proof::inclusion(index, size, &mut |height, index| self.held(height, index))
    }

    /// The proof that the first `old` leaves are a prefix of the first `new`, from memory alone.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPrefix`] if `old` is 0 or over `new`; [`Error::NotHeld`] as for [`Tree::inclusion`].
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, Error> {
        proof::consistency(old, new, &mut |height, index| self.held(height, index))
    }

    /// The full tiles completed since the last call, each with its 256 hashes, from level 0 up and in order of their index.
    ///
    /// A tree that was resumed starts with what is completed after its size then.
    pub fn take_full_tiles(&mut self) -> Vec<(TileId, Vec<Hash>)> {
        let mut tiles = Vec::new();
        for (level, row) in (0_u8..).zip(self.rows.iter_mut().step_by(tile::HEIGHT as usize)) {
            while let Some((index, hashes)) = row.take_tile() {
                tiles.push((TileId { level, index }, hashes));
            }
        }
        tiles
    }

    /// The hashes of the partial tile at the right edge of `level`: 0 to 255 of them, where none means that there is no such
    /// tile.
    #[must_use]
    pub fn partial(&self, level: u8) -> &[Hash] {
        self.rows
            .get(usize::from(level) * tile::HEIGHT as usize)
            .map_or(&[], Row::partial_tile)
    }
}

impl Extend<Hash> for Tree {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        for leaf in leaves {
            self.push(leaf);
        }
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree")
            .field("size", &self.size)
            .field("root", &self.root())
            .finish_non_exhaustive()
    }
}
