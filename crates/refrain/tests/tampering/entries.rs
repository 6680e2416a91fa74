//! Entries that are changed, dropped, taken out or exchanged.

use super::database::Database;
use super::log::{PRISTINE, SIZE, refuted, refuted_and_not_served};

/// Entries in a first, second and unfinished tile, at their edges and in between.
const SOME: [u64; 6] = [1, 93, 255, 256, 511, SIZE - 1];
/// A position where nothing is.
const ASIDE: u64 = 10_000;

#[test]
fn a_changed_byte_is_named_by_its_entry() {
    for column in ["body", "salt", "commitment"] {
        for position in SOME {
            refuted_and_not_served(&format!("entry {position} was altered"), |database| {
                flip(database, column, position);
            });
        }
    }
}

#[test]
fn a_changed_byte_of_sealed_identifiers_is_named_by_their_entry() {
    for position in SOME {
        let named = format!("the sealed identifiers of entry {position} were altered");
        refuted(&named, |database| flip(database, "sealed", position));
    }
}

#[test]
fn dropped_entries_are_named_by_their_range() {
    for dropped in [1, 5, 300, SIZE] {
        let (first, last) = (SIZE - dropped, SIZE - 1);
        let named = format!(
            "entries {first} to {last} are gone: a checkpoint of {SIZE} entries was published"
        );
        refuted_and_not_served(&named, |database| {
            execute(
                database,
                &format!("DELETE FROM entry WHERE position >= {first}"),
            );
            database.set_head();
        });
    }
}

#[test]
fn entries_that_are_dropped_without_the_head_are_missed_by_it() {
    let left = SIZE - 5;
    // A file has no head: how many there are is what the rows say.
    let named = if PRISTINE.is_a_file() {
        format!("entries {left} to {} are gone", SIZE - 1)
    } else {
        format!("the log's head says {SIZE} entries, but the last row is that of {left}")
    };
    refuted_and_not_served(&named, |database| {
        execute(
            database,
            &format!("DELETE FROM entry WHERE position >= {left}"),
        );
    });
}

#[test]
fn an_entry_that_was_taken_out_is_named() {
    for position in [0, 93, 256, SIZE - 2] {
        let named = format!("row {position}");
        refuted_and_not_served(&named, |database| {
            execute(
                database,
                &format!("DELETE FROM entry WHERE position = {position}"),
            );
        });
    }
}

#[test]
fn entries_that_follow_one_that_was_taken_out_cannot_be_moved_up() {
    let named = "the first difference is between entries 0 and 255";
    let gone = format!("entries {} to {} are gone", SIZE - 1, SIZE - 1);
    refuted_and_not_served(&gone, |database| {
        execute(database, "DELETE FROM entry WHERE position = 93");
        // In two steps, so that no two are ever at one place.
        for (from, by) in [
            (93, format!("+ {ASIDE}")),
            (ASIDE, format!("- {ASIDE} - 1")),
        ] {
            let moved =
                format!("UPDATE entry SET position = position {by} WHERE position > {from}");
            execute(database, &moved);
        }
        database.set_head();
    });
    // Nor can the gap be closed by saying the last one twice.
    refuted_and_not_served(named, |database| {
        let next = "UPDATE entry SET (commitment, salt, body, sealed) =
            (SELECT commitment, salt, body, sealed FROM entry AS next WHERE next.position = entry.position + 1)
            WHERE position >= 93 AND position < (SELECT max(position) FROM entry)";
        execute(database, next);
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
        let copy = |database: &Database| swap(database, one, other);
        refuted_and_not_served(&swapped, copy);
        refuted(hint, copy);
    }
}

fn flip(database: &Database, column: &str, position: u64) {
    let mut bytes = database.bytes(column, position);
    // A place that depends on the entry: near the start, the middle and the end.
    let at = usize::try_from(position).unwrap() * 7 % bytes.len();
    bytes[at] ^= 1;
    let bytes = database.literal(&bytes);
    let change = format!("UPDATE entry SET {column} = {bytes} WHERE position = {position}");
    assert_eq!(database.execute(&change), 1);
}

fn swap(database: &Database, one: u64, other: u64) {
    for (from, to) in [(one, ASIDE), (other, one), (ASIDE, other)] {
        let moved = format!("UPDATE entry SET position = {to} WHERE position = {from}");
        assert_eq!(database.execute(&moved), 1);
    }
}

fn execute(database: &Database, sql: &str) {
    assert!(database.execute(sql) > 0);
}
