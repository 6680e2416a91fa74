//! Entries that are changed, dropped, taken out or exchanged.

use rusqlite::{Connection as Database, params};

use super::log::{SIZE, refuted, refuted_and_not_served};

/// Entries in a first, second and unfinished tile, at their edges and in between.
const SOME: [u64; 6] = [1, 93, 255, 256, 511, SIZE - 1];

#[test]
fn a_changed_byte_is_named_by_its_entry() {
    for column in ["body", "salt", "commitment"] {
        for position in SOME {
            refuted_and_not_served(&format!("entry {position} was altered"), |file| {
                flip(file, column, position);
            });
        }
    }
}

#[test]
fn a_changed_byte_of_sealed_identifiers_is_named_by_their_entry() {
    for position in SOME {
        let named = format!("the sealed identifiers of entry {position} were altered");
        refuted(&named, |file| flip(file, "sealed", position));
    }
}

#[test]
fn dropped_entries_are_named_by_their_range() {
    for dropped in [1, 5, 300, SIZE] {
        let (first, last) = (SIZE - dropped, SIZE - 1);
        let named = format!(
            "entries {first} to {last} are gone: a checkpoint of {SIZE} entries was published"
        );
        refuted_and_not_served(&named, |file| {
            execute(file, "DELETE FROM entry WHERE position >= ?1", first);
        });
    }
}

#[test]
fn an_entry_that_was_taken_out_is_named() {
    for position in [0, 93, 256, SIZE - 2] {
        let named = format!("row {position}");
        refuted_and_not_served(&named, |file| {
            execute(file, "DELETE FROM entry WHERE position = ?1", position);
        });
    }
}

#[test]
fn entries_that_follow_one_that_was_taken_out_cannot_be_moved_up() {
    let named = "the first difference is between entries 0 and 255";
    let gone = format!("entries {} to {} are gone", SIZE - 1, SIZE - 1);
    refuted_and_not_served(&gone, |file| {
        execute(file, "DELETE FROM entry WHERE position = ?1", 93);
        execute(
            file,
            "UPDATE entry SET position = -position WHERE position > ?1",
            93,
        );
        execute(
            file,
            "UPDATE entry SET position = -position - 1 WHERE position < ?1",
            0,
        );
    });
    // Nor can the gap be closed by saying the last one twice.
    refuted_and_not_served(named, |file| {
        let next = "UPDATE entry SET (commitment, salt, body, sealed) =
            (SELECT commitment, salt, body, sealed FROM entry AS next WHERE next.position = entry.position + 1)
            WHERE position >= ?1 AND position < (SELECT max(position) FROM entry)";
        execute(file, next, 93);
    });
}

#[test]
fn exchanged_entries_are_named_by_their_tile() {
    let swapped = format!("the first {SIZE} entries are not those that were published");
    for (one, other, hint) in [
        (
            3,
            200,
            "; the first difference is between entries 0 and 255",
        ),
        (
            300,
            310,
            "; the first difference is between entries 256 and 511",
        ),
        (
            200,
            300,
            "; the first difference is between entries 0 and 255",
        ),
        (520, 540, ""), // No tile is complete there.
    ] {
        let copy = |file: &Database| swap(file, one, other);
        refuted_and_not_served(&swapped, copy);
        refuted(hint, copy);
    }
}

fn flip(file: &Database, column: &str, position: u64) {
    let value = format!("SELECT {column} FROM entry WHERE position = ?1");
    let mut bytes: Vec<u8> = file
        .query_row(&value, [position.cast_signed()], |row| row.get(0))
        .unwrap();
    // A place that depends on the entry: near the start, the middle and the end.
    let at = usize::try_from(position).unwrap() * 7 % bytes.len();
    bytes[at] ^= 1;
    let change = format!("UPDATE entry SET {column} = ?2 WHERE position = ?1");
    let changed = file.execute(&change, params![position.cast_signed(), bytes]);
    assert_eq!(changed.unwrap(), 1);
}

fn swap(file: &Database, one: u64, other: u64) {
    for (from, to) in [
        (one, -1),
        (other, one.cast_signed()),
        (0, other.cast_signed()),
    ] {
        let from = if from == 0 { -1 } else { from.cast_signed() };
        let moved = "UPDATE entry SET position = ?2 WHERE position = ?1";
        assert_eq!(file.execute(moved, [from, to]).unwrap(), 1);
    }
}

fn execute(file: &Database, sql: &str, position: u64) {
    assert!(file.execute(sql, [position.cast_signed()]).unwrap() > 0);
}
