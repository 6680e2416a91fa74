//! Tiles: how a tree is stored and served, after C2SP [tlog-tiles].
//!
//! A tile is up to 256 neighbouring nodes of one height. Level `L` has the nodes of height `8 L`, and each of them is the root
//! of a *full* tile of the level below. A full tile never changes; the last tile of a level is partial until it is full. The
//! seven heights between two levels are not stored, because they follow from the tile below them: see [`locate`].
//!
//! [tlog-tiles]: https://c2sp.org/tlog-tiles

pub mod bundle;
mod inner;
mod path;

use crate::error::{Error, Format};
use crate::hash::{self, Hash};

pub use self::inner::{Location, from_level_below, locate, root};
pub use self::path::{Resource, TilePath};

/// The number of heights that a tile spans.
pub const HEIGHT: u32 = 8;

/// The number of hashes of a full tile.
pub const FULL: usize = 1 << HEIGHT;

/// The place of a tile of hashes: its level (0 holds leaf hashes) and its index in the level, from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// The level; in a tree with less than 2^64 leaves at most 7.
    pub level: u8,
    /// The index in the level.
    pub index: u64,
}

/// The number of hashes of a tile: 1 to 256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Width(u16);

impl Width {
    /// The width of a full tile.
    pub const FULL: Self = Self(256);

    /// The width of a partial tile; `None` for 0, because there are no empty tiles.
    #[must_use]
    pub fn partial(width: u8) -> Option<Self> {
        (width > 0).then_some(Self(width.into()))
    }

    /// The number of hashes.
    #[must_use]
    pub fn get(self) -> usize {
        self.0.into()
    }

    /// Whether the tile is full, and so will never change.
    #[must_use]
    pub fn is_full(self) -> bool {
        self == Self::FULL
    }
}

/// The tiles of one level of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelTiles {
    /// The level.
    pub level: u8,
    /// How many full tiles there are.
    pub full: u64,
    /// The width of the partial tile after them, 0 if there is none.
    pub partial: u8,
}

impl LevelTiles {
    /// The partial tile at the right edge of the level, if there is one.
    #[must_use]
    pub fn partial_tile(&self) -> Option<(TileId, Width)> {
        let id = TileId {
            level: self.level,
            index: self.full,
        };
        Some((id, Width::partial(self.partial)?))
    }
}

/// The tiles that a tree of `size` leaves consists of, one item for each level from 0 up.
///
/// ```
/// let levels: Vec<_> = ledger::tile::tiles_for_size(70_000)
///     .map(|tiles| (tiles.level, tiles.full, tiles.partial))
///     .collect();
/// assert_eq!(levels, [(0, 273, 112), (1, 1, 17), (2, 0, 1)]);
/// ```
pub fn tiles_for_size(size: u64) -> impl Iterator<Item = LevelTiles> {
    (0..8_u8)
        .map(move |level| (level, size >> (HEIGHT * u32::from(level))))
        .take_while(|&(_, nodes)| nodes > 0)
        .map(|(level, nodes)| LevelTiles {
            level,
            full: nodes >> HEIGHT,
            partial: (nodes & 0xff) as u8,
        })
}

/// The bytes of a tile as they are stored and served: the hashes one after the other.
#[must_use]
pub fn encode(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Reads the bytes of a tile.
///
/// # Errors
///
/// [`Error::Malformed`] if there are not 1 to 256 whole hashes.
pub fn decode(bytes: &[u8]) -> Result<Vec<Hash>, Error> {
    let (hashes, rest) = bytes.as_chunks::<{ hash::LEN }>();
    if !rest.is_empty() || hashes.is_empty() || hashes.len() > FULL {
        return Err(Format::Tile.malformed("it is not 1 to 256 hashes of 32 bytes"));
    }
    Ok(hashes.iter().copied().map(Hash).collect())
}

/// Fails unless the tile `id` came with `expected` hashes.
pub(crate) fn check_width(id: TileId, expected: usize, hashes: &[Hash]) -> Result<(), Error> {
    let found = hashes.len();
    if found == expected {
        return Ok(());
    }
    Err(Error::TileWidth {
        tile: id,
        expected,
        found,
    })
}
