//! Rebuilding the right edge from what a store kept.

use crate::error::Error;
use crate::hash::{Hash, node};
use crate::tile::{self, LevelTiles, TileId, Width};
use crate::tree::Tree;
use crate::tree::row::Row;

impl Tree {
    /// The tree of `size` leaves, from the partial tiles at its right edge: at most one for each level, which `fetch` is asked
    /// for by place and width.
    ///
    /// Nothing is known of the hashes but their number: compare [`Tree::root`] with a checkpoint that was kept elsewhere before
    /// going on.
    ///
    /// # Errors
    ///
    /// What `fetch` returns; [`Error::TileWidth`] if it returns a tile of another width.
    pub fn resume<E: From<Error>>(
        size: u64,
        mut fetch: impl FnMut(TileId, Width) -> Result<Vec<Hash>, E>,
    ) -> Result<Self, E> {
        let mut rows = Vec::new();
        for level in tile::tiles_for_size(size) {
            let hashes = match level.partial_tile() {
                None => Vec::new(),
                Some((id, width)) => {
                    let hashes = fetch(id, width)?;
                    tile::check_width(id, width.get(), &hashes)?;
                    hashes
                }
            };
            push_rows(&mut rows, level, hashes);
        }
        Ok(Self { size, rows })
    }

    /// The tree of `size` leaves, for a store that keeps full tiles and entries but no partial tiles.
    ///
    /// `tail` are the hashes of the leaves after the last full level-0 tile, that is, of the last `size % 256` entries. The
    /// partial tiles above follow from the full tiles below them, of which `full` is asked for up to 255 a level.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ledger::{Error, Hash, Tree, hash, tile::TileId};
    ///
    /// let mut tree = Tree::new();
    /// let leaves: Vec<Hash> = (0..700_u32).map(|n| hash::leaf(&n.to_be_bytes())).collect();
    /// tree.extend(leaves.iter().copied());
    /// let store: HashMap<TileId, Vec<Hash>> = tree.take_full_tiles().into_iter().collect();
    ///
    /// let resumed = Tree::resume_from_full_tiles(700, &leaves[512..], |id| Ok::<_, Error>(store[&id].clone()))?;
    /// assert_eq!(resumed.root(), tree.root());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What `full` returns; [`Error::TileWidth`] if a tile of it is not full, or `tail` is not `size % 256` long.
    pub fn resume_from_full_tiles<E: From<Error>>(
        size: u64,
        tail: &[Hash],
        mut full: impl FnMut(TileId) -> Result<Vec<Hash>, E>,
    ) -> Result<Self, E> {
        let last = TileId {
            level: 0,
            index: size >> tile::HEIGHT,
        };
        tile::check_width(last, (size & 0xff) as usize, tail)?;
        Self::resume(size, |id, width| match id.level {
            0 => Ok(tail.to_vec()),
            _ => tile::from_level_below(id, width, &mut full),
        })
    }
}

/// Adds the eight rows that a level of tiles stands for, where `hashes` are those of its partial tile.
fn push_rows(rows: &mut Vec<Row>, level: LevelTiles, mut hashes: Vec<Hash>) {
    let mut first = level.full << tile::HEIGHT;
    let bottom = u32::from(level.level) * tile::HEIGHT;
    for height in bottom..bottom + tile::HEIGHT {
        let (pairs, _) = hashes.as_chunks();
        let parents = pairs
            .iter()
            .map(|[left, right]| node(left, right))
            .collect();
        rows.push(Row::starting_at(first, hashes, height));
        hashes = parents;
        first >>= 1;
    }
}
