//! Which tiles a tree has, and how their indexes are written.

use ledger::tile::{self, Resource, TilePath, Width};
use serde::Deserialize;

use crate::section;

#[derive(Deserialize)]
struct Arithmetic {
    spec_examples: Vec<Example>,
    computed: Vec<Tiles>,
    computed_paths: Vec<Index>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Example {
    Tiles(Tiles),
    Index(Index),
}

#[derive(Deserialize)]
struct Tiles {
    size: u64,
    tiles: Vec<LevelCounts>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct LevelCounts {
    level: u8,
    full: u64,
    partial: u8,
}

#[derive(Deserialize)]
struct Index {
    index: u64,
    path: String,
}

#[test]
fn arithmetic() {
    let Some(vectors) = section::<Arithmetic>("tile_arithmetic") else {
        return;
    };
    for example in &vectors.spec_examples {
        match example {
            Example::Tiles(tiles) => check_tiles(tiles),
            Example::Index(index) => check_path(index),
        }
    }
    vectors.computed.iter().for_each(check_tiles);
    vectors.computed_paths.iter().for_each(check_path);
}

fn check_tiles(expected: &Tiles) {
    let levels: Vec<_> = tile::tiles_for_size(expected.size)
        .map(|tiles| LevelCounts {
            level: tiles.level,
            full: tiles.full,
            partial: tiles.partial,
        })
        .collect();
    assert_eq!(levels, expected.tiles, "size {}", expected.size);
}

fn check_path(expected: &Index) {
    let path = TilePath {
        resource: Resource::Entries(expected.index),
        width: Width::FULL,
    };
    let text = format!("tile/entries/{}", expected.path);
    assert_eq!(path.to_string(), text);
    assert_eq!(text.parse(), Ok(path));
}
