//! The nodes that tiles do not store, computed from those that they do.

use crate::error::{Error, Format};
use crate::hash::{self, Hash};
use crate::tile::{FULL, HEIGHT, TileId, Width, check_width};

/// Where a node of the tree is found in the tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The tile whose hashes are the node, or the node's nearest stored descendants.
    pub tile: TileId,
    height: u32,
    offset: usize,
}

/// Finds the tile that the node `index` (from zero) at `height` above the leaves can be computed from.
///
/// ```
/// use ledger::{hash, tile};
///
/// let leaves = [hash::leaf(b"a"), hash::leaf(b"b")];
/// let location = tile::locate(1, 0);
/// assert_eq!(location.tile, tile::TileId { level: 0, index: 0 });
/// assert_eq!(location.node(&leaves), Some(hash::node(&leaves[0], &leaves[1])));
/// ```
#[must_use]
pub fn locate(height: u32, index: u64) -> Location {
    let inside = height % HEIGHT;
    let nodes_per_tile = HEIGHT - inside;
    Location {
        tile: TileId {
            level: (height / HEIGHT).try_into().unwrap_or(u8::MAX),
            index: index >> nodes_per_tile,
        },
        height: inside,
        offset: usize::from((index & 0xff) as u8) & ((1 << nodes_per_tile) - 1),
    }
}

impl Location {
    /// Computes the node out of the hashes of [`Location::tile`]; `None` if the tile is not wide enough to complete it.
    #[must_use]
    pub fn node(&self, hashes: &[Hash]) -> Option<Hash> {
        let first = self.offset << self.height;
        let descendants = hashes.get(first..first + (1 << self.height))?;
        Some(fold(descendants))
    }
}

/// The root of a full tile, which is one hash of the level above.
///
/// # Errors
///
/// [`Error::TileWidth`] if there are not exactly 256 hashes; `id` is only named in that error.
pub fn root(id: TileId, hashes: &[Hash]) -> Result<Hash, Error> {
    check_width(id, FULL, hashes)?;
    Ok(fold(hashes))
}

/// Derives a tile of level 1 or higher, full or partial, from the full tiles of the level below, which `full` fetches.
///
/// For stores that keep full tiles only.
///
/// # Errors
///
/// What `full` returns; [`Error::TileWidth`] if one of its tiles is not full; [`Error::Malformed`] at level 0, whose hashes
/// come from no tile.
pub fn from_level_below<E: From<Error>>(
    id: TileId,
    width: Width,
    mut full: impl FnMut(TileId) -> Result<Vec<Hash>, E>,
) -> Result<Vec<Hash>, E> {
    let level = (id.level.checked_sub(1))
        .ok_or_else(|| Format::Tile.malformed("nothing is below level 0"))?;
    (0..width.get() as u64)
        .map(|nth| {
            let index = (id.index << HEIGHT) + nth;
            let child = TileId { level, index };
            Ok(root(child, &full(child)?)?)
        })
        .collect()
}

/// The root of the perfect tree over `hashes`, whose number is a power of two.
fn fold(hashes: &[Hash]) -> Hash {
    match hashes {
        [one] => *one,
        many => {
            let (left, right) = many.split_at(many.len() / 2);
            hash::node(&fold(left), &fold(right))
        }
    }
}
