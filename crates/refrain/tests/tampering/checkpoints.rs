//! What was published: tiles and checkpoints that are changed, and a log that is rewritten as a whole.

use super::database::Database;
use super::log::{
    EARLIER, PRISTINE, SIZE, assert_refuted, fill, forget, keep, refuted, refuted_and_not_served,
};

#[test]
fn a_changed_or_missing_tile_is_named() {
    let named = "tile 0/1 is not what the entries give: entries 256 to 511";
    refuted(named, |database| {
        let zeros = database.literal(&[0; 8192]);
        let changed = format!("UPDATE tile SET hashes = {zeros} WHERE place = 1");
        assert_eq!(database.execute(&changed), 1);
    });
    refuted(named, |database| {
        assert_eq!(database.execute("DELETE FROM tile WHERE place = 1"), 1);
    });
}

#[test]
fn a_changed_checkpoint_is_not_the_logs() {
    for (from, to) in [("601", "602"), ("601", "600"), ("\n\n", "\nmore\n\n")] {
        refuted_and_not_served("the stored checkpoint is not this log's", |database| {
            let changed = format!("UPDATE checkpoint SET note = replace(note, '{from}', '{to}')");
            assert_eq!(database.execute(&changed), 1);
        });
    }
    let named = "the checkpoint's size is not the one that it was stored under";
    refuted_and_not_served(named, |database| {
        assert_eq!(database.execute("UPDATE checkpoint SET size = 600"), 1);
    });
}

#[test]
fn a_log_that_was_rolled_back_as_a_whole_contradicts_a_receipt_kept_elsewhere() {
    let copy = PRISTINE.copy();
    let database = Database::of(&copy);
    let (size, tiles, note) = (EARLIER, EARLIER >> 8, &PRISTINE.earlier);
    database.execute(&format!("DELETE FROM entry WHERE position >= {size}"));
    database.set_head();
    database.execute(&format!("DELETE FROM tile WHERE place >= {tiles}"));
    database.execute(&format!(
        "UPDATE checkpoint SET size = {size}, note = '{note}'"
    ));
    drop(database);

    let named = format!("entries {EARLIER} to {} are gone", SIZE - 1);
    assert_refuted(&copy.run(&["ledger", "check"]), &named); // The machine remembers.
    forget(&copy);
    copy.run(&["ledger", "check"]).succeeded(); // In itself it is a log like any other.
    let receipt = keep(&copy, "kept.tlog-proof", &PRISTINE.receipt);
    let checked = copy.run(&["ledger", "check", "--against", receipt.to_str().unwrap()]);
    assert_refuted(&checked, &named);
}

#[test]
fn a_log_that_was_written_anew_with_its_own_key_contradicts_a_receipt_kept_elsewhere() {
    let copy = PRISTINE.copy();
    Database::clear(&copy);
    forget(&copy);
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
