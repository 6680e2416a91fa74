//! The paths under which tiles and entry bundles are served. Each resource has exactly one path; any other spelling is refused.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Format};
use crate::text::parse_decimal;
use crate::tile::{TileId, Width};

/// The highest level that a path may name.
pub const MAX_LEVEL: u8 = 63;

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// The hashes of a tile.
    Hashes(TileId),
    /// The entries under the level-0 tile with this index.
    Entries(u64),
}

/// The path of a tile or an entry bundle, relative to the log's prefix.
///
/// ```
/// use ledger::tile::{Resource, TileId, TilePath, Width};
///
/// let path: TilePath = "tile/1/x001/x234/067".parse()?;
/// assert_eq!(path.resource, Resource::Hashes(TileId { level: 1, index: 1_234_067 }));
/// assert_eq!(path.width, Width::FULL);
/// assert_eq!("tile/entries/000.p/7".parse::<TilePath>()?.to_string(), "tile/entries/000.p/7");
/// assert!("tile/1/x000/067".parse::<TilePath>().is_err(), "that is tile/1/067");
/// # Ok::<(), ledger::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TilePath {
    /// The tile or bundle.
    pub resource: Resource,
    /// How many hashes or entries it has.
    pub width: Width,
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = match self.resource {
            Resource::Hashes(id) => {
                write!(f, "tile/{}/", id.level)?;
                id.index
            }
            Resource::Entries(index) => {
                f.write_str("tile/entries/")?;
                index
            }
        };
        write_index(f, index)?;
        if self.width.is_full() {
            return Ok(());
        }
        write!(f, ".p/{}", self.width.get())
    }
}

impl FromStr for TilePath {
    type Err = Error;

    fn from_str(path: &str) -> Result<Self, Error> {
        let malformed = |reason| Format::TilePath.malformed(reason);
        let (kind, rest) = path
            .strip_prefix("tile/")
            .and_then(|rest| rest.split_once('/'))
            .ok_or_else(|| malformed("it is not tile/<level>/<index>"))?;
        let (index, width) = match rest.split_once(".p/") {
            None => (rest, Some(Width::FULL)),
            Some((index, width)) => (index, parse_width(width)),
        };
        let width = width.ok_or_else(|| malformed("a partial width is 1 to 255"))?;
        let index = parse_index(index).ok_or_else(|| malformed("the index is not canonical"))?;
        let resource = if kind == "entries" {
            Resource::Entries(index)
        } else {
            let level = parse_decimal(kind).and_then(|level| u8::try_from(level).ok());
            match level {
                Some(level) if level <= MAX_LEVEL => Resource::Hashes(TileId { level, index }),
                _ => return Err(malformed("a level is 0 to 63")),
            }
        };
        Ok(Self { resource, width })
    }
}

fn write_index(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    write_groups(f, index / 1_000)?;
    write!(f, "{:03}", index % 1_000)
}

fn write_groups(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    if index == 0 {
        return Ok(());
    }
    write_groups(f, index / 1_000)?;
    write!(f, "x{:03}/", index % 1_000)
}

fn parse_index(text: &str) -> Option<u64> {
    let (groups, last) = match text.rsplit_once('/') {
        None => (None, text),
        Some((groups, last)) => (Some(groups), last),
    };
    let mut index = 0_u64;
    for group in groups.into_iter().flat_map(|groups| groups.split('/')) {
        index = push_group(index, group.strip_prefix('x')?)?;
        if index == 0 {
            return None; // A leading group of zeros is left out.
        }
    }
    push_group(index, last)
}

fn push_group(index: u64, digits: &str) -> Option<u64> {
    if digits.len() != 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    index.checked_mul(1_000)?.checked_add(digits.parse().ok()?)
}

fn parse_width(text: &str) -> Option<Width> {
    Width::partial(parse_decimal(text)?.try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_index_has_a_path() {
        let path = TilePath {
            resource: Resource::Entries(u64::MAX),
            width: Width::FULL,
        };
        let text = "tile/entries/x018/x446/x744/x073/x709/x551/615";
        assert_eq!(path.to_string(), text);
        assert_eq!(text.parse(), Ok(path));
    }

    #[test]
    fn other_spellings_are_refused() {
        for wrong in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "/tile/0/000",
            "tile/00/000",
            "tile/64/000",
            "tile/+1/000",
            "tile/-1/000",
            "tile/data/000",
            "tile/Entries/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000",
            "tile/0/x000/000",
            "tile/0/x000/x001/000",
            "tile/0/001/000",
            "tile/0/x1/000",
            "tile/0/x001/",
            "tile/0/x001//000",
            "tile/0/x001/000/",
            "tile/0/000.p",
            "tile/0/000.p/",
            "tile/0/000.p/0",
            "tile/0/000.p/01",
            "tile/0/000.p/256",
            "tile/0/000.p/1/",
            "tile/0/000.p/1.p/1",
            "tile/0/+00",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
        ] {
            assert!(wrong.parse::<TilePath>().is_err(), "{wrong:?}");
        }
        assert!("tile/63/000".parse::<TilePath>().is_ok());
        assert!("tile/0/000.p/255".parse::<TilePath>().is_ok());
    }
}
