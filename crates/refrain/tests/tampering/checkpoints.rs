//! What was published: tiles and checkpoints that are changed, and a log that is rewritten as a whole.

use rusqlite::params;

use super::log::{
    EARLIER, PRISTINE, SIZE, assert_refuted, database, fill, keep, refuted, refuted_and_not_served,
};

#[test]
fn a_changed_or_missing_tile_is_named() {
    let named = "tile 0/1 is not what the entries give: entries 256 to 511";
    refuted(named, |file| {
        let changed = "UPDATE tile SET hashes = zeroblob(8192) WHERE place = 1";
        assert_eq!(file.execute(changed, []).unwrap(), 1);
    });
    refuted(named, |file| {
        assert_eq!(
            file.execute("DELETE FROM tile WHERE place = 1", [])
                .unwrap(),
            1
        );
    });
}

#[test]
fn a_changed_checkpoint_is_not_the_logs() {
    for (from, to) in [("601", "602"), ("601", "600"), ("\n\n", "\nmore\n\n")] {
        refuted_and_not_served("the stored checkpoint is not this log's", |file| {
            let changed = "UPDATE checkpoint SET note = replace(note, ?1, ?2)";
            assert_eq!(file.execute(changed, [from, to]).unwrap(), 1);
        });
    }
    let named = "the checkpoint's size is not the one that it was stored under";
    refuted_and_not_served(named, |file| {
        assert_eq!(
            file.execute("UPDATE checkpoint SET size = 600", [])
                .unwrap(),
            1
        );
    });
}

#[test]
fn a_log_that_was_rolled_back_as_a_whole_contradicts_a_receipt_kept_elsewhere() {
    let copy = PRISTINE.copy();
    let file = database(&copy);
    let size = EARLIER.cast_signed();
    file.execute("DELETE FROM entry WHERE position >= ?1", [size])
        .unwrap();
    file.execute("DELETE FROM tile WHERE place >= ?1", [size >> 8])
        .unwrap();
    file.execute(
        "UPDATE checkpoint SET size = ?1, note = ?2",
        params![size, PRISTINE.earlier],
    )
    .unwrap();
    drop(file);

    copy.run(&["ledger", "check"]).succeeded(); // In itself it is a log like any other.
    let receipt = keep(&copy, "kept.tlog-proof", &PRISTINE.receipt);
    let checked = copy.run(&["ledger", "check", "--against", receipt.to_str().unwrap()]);
    let named = format!("entries {EARLIER} to {} are gone", SIZE - 1);
    assert_refuted(&checked, &named);
}

#[test]
fn a_log_that_was_written_anew_with_its_own_key_contradicts_a_receipt_kept_elsewhere() {
    let copy = PRISTINE.copy();
    for file in ["log.db", "log.db-wal", "log.db-shm"] {
        let _ = std::fs::remove_file(copy.data().join(file));
    }
    copy.run(&["key", "new", "--scope", "read"]).succeeded();
    let (key, _, earlier) = fill(&copy, "eve");
    assert_eq!(key, PRISTINE.key, "it is the same key");

    copy.run(&["ledger", "check"]).succeeded();
    for kept in [&PRISTINE.receipt, &PRISTINE.earlier] {
        let kept = keep(&copy, "kept", kept);
        let checked = copy.run(&["ledger", "check", "--against", kept.to_str().unwrap()]);
        assert_refuted(&checked, "entries are not those that were published");
    }
    let own = keep(&copy, "own", &earlier);
    copy.run(&["ledger", "check", "--against", own.to_str().unwrap()])
        .succeeded();
}
