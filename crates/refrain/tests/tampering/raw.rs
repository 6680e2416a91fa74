//! Bytes of the raw file, wherever they may fall.

use std::fs;

use ledger::tile::TileId;
use store::{CheckpointStore, LogStore, Published, StoredEntry};
use store_sqlite::SqliteStore;

use super::log::PRISTINE;
use crate::support::installation::Installation;

/// How many copies are damaged.
const COPIES: usize = 48;

#[test]
fn a_log_with_a_changed_byte_is_proved_only_if_that_changed_nothing_of_it() {
    let before = content(&PRISTINE.copy());
    let mut codes = [0; 3];
    for copy in 0..COPIES {
        let installation = PRISTINE.copy();
        let file = installation.data().join("log.db");
        let mut bytes = fs::read(&file).unwrap();
        // Spread over the whole file, at all offsets in its pages and at all bits.
        let at = (bytes.len() / COPIES * copy + copy * 1009) % bytes.len();
        bytes[at] ^= 1 << (copy % 8);
        fs::write(&file, bytes).unwrap();

        let ran = installation.run(&["ledger", "check"]);
        let code = ran.code.and_then(|code| usize::try_from(code).ok());
        let code = code.filter(|code| *code <= 2);
        codes[code.unwrap_or_else(|| panic!("byte {at}: {ran:?}"))] += 1;
        if code == Some(0) {
            assert!(content(&installation) == before, "byte {at} passed unseen");
        }
    }
    assert!(codes[1] > COPIES / 2, "most were refuted: {codes:?}");
}

type Content = (
    Vec<StoredEntry>,
    Option<Published>,
    Vec<Option<Vec<ledger::Hash>>>,
);

/// Everything that the log is made of.
fn content(installation: &Installation) -> Content {
    let store = SqliteStore::open(&installation.data().join("log.db")).unwrap();
    let tile = |index| store.tile(TileId { level: 0, index }).unwrap();
    (
        store.read(0, usize::MAX).unwrap(),
        store.published().unwrap(),
        (0..2).map(tile).collect(),
    )
}
