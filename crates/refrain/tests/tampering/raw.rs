//! Bytes of the raw file, wherever they may fall; on a server, whose files are behind it, bytes of all rows.

use std::fs;

use ledger::tile::TileId;
use store::{Published, StoredEntry};

use super::database::Database;
use super::log::{OPT_OUTS, PRISTINE};
use crate::support::installation::Installation;

/// How many copies are damaged.
const COPIES: usize = 48;

#[test]
fn a_log_with_a_changed_byte_is_proved_only_if_that_changed_nothing_of_it() {
    let before = content(&PRISTINE.copy());
    let mut codes = [0; 3];
    for copy in 0..COPIES {
        let installation = PRISTINE.copy();
        let at = match Database::of(&installation) {
            Database::File(_) => change_a_byte(&installation, copy),
            database @ Database::Server { .. } => change_a_row(&database, copy),
        };

        let ran = installation.run(&["ledger", "check"]);
        let code = ran.code.and_then(|code| usize::try_from(code).ok());
        let code = code.filter(|code| *code <= 2);
        codes[code.unwrap_or_else(|| panic!("{at}: {ran:?}"))] += 1;
        if code == Some(0) {
            assert!(content(&installation) == before, "{at} passed unseen");
        }
    }
    assert!(codes[1] > COPIES / 2, "most were refuted: {codes:?}");
}

/// Changes a byte of the file: spread over the whole of it, at all offsets in its pages and at all bits.
fn change_a_byte(installation: &Installation, copy: usize) -> String {
    let file = installation.data().join("log.db");
    let mut bytes = fs::read(&file).unwrap();
    let at = (bytes.len() / COPIES * copy + copy * 1009) % bytes.len();
    bytes[at] ^= 1 << (copy % 8);
    fs::write(&file, bytes).unwrap();
    format!("byte {at}")
}

/// Changes a bit in some column of some row.
fn change_a_row(database: &Database, copy: usize) -> String {
    const ENTRY: [&str; 4] = ["commitment", "salt", "body", "sealed"];
    let number = u64::try_from(copy).unwrap();
    let position = 1 + OPT_OUTS * number / u64::try_from(COPIES).unwrap();
    let entry = format!("WHERE position = {position}");
    let (what, changed) = match copy % 8 {
        column @ 0..4 => {
            let column = ENTRY[column];
            let bytes = flipped(database.bytes(column, position), copy);
            let bytes = database.literal(&bytes);
            ("entry", format!("{column} = {bytes} {entry}"))
        }
        4 => {
            let place = copy / 8 % 2;
            let query = format!("SELECT hashes FROM tile WHERE place = {place}");
            let bytes = flipped(database.value(&query), copy);
            let bytes = database.literal(&bytes);
            ("tile", format!("hashes = {bytes} WHERE place = {place}"))
        }
        5 => {
            let note = database.value("SELECT convert_to(note, 'UTF8') FROM checkpoint");
            let bytes = database.literal(&flipped(note, copy));
            (
                "checkpoint",
                format!("note = convert_from({bytes}, 'UTF8')"),
            )
        }
        6 => ("log", format!("size = size # {}", 1 << (copy / 8))),
        // To where no other row is.
        _ => (
            "entry",
            format!("position = position # {} {entry}", 1 << (10 + copy / 8)),
        ),
    };
    assert_eq!(database.execute(&format!("UPDATE {what} SET {changed}")), 1);
    format!("{what} {changed}")
}

/// The bytes, one bit of which is another: never the eighth, so that text stays text.
fn flipped(mut bytes: Vec<u8>, copy: usize) -> Vec<u8> {
    let at = copy * 1009 % bytes.len();
    bytes[at] ^= 1 << (copy % 7);
    bytes
}

type Content = (
    Vec<StoredEntry>,
    Option<Published>,
    Vec<Option<Vec<ledger::Hash>>>,
);

/// Everything that the log is made of.
fn content(installation: &Installation) -> Content {
    let store = installation.store();
    let tile = |index| store.tile(TileId { level: 0, index }).unwrap();
    (
        store.read(0, usize::MAX).unwrap(),
        store.published().unwrap(),
        (0..2).map(tile).collect(),
    )
}
