//! A copy that is killed goes on where it ended, whenever that was.

use std::hash::{BuildHasher, RandomState};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use store::copy::COPYING;
use store::{Commit, Onto, Salt};
use testkit::psql;

use super::site::{self, POSTGRES, turn_to};
use crate::support::installation::Installation;
use crate::support::patience::until;

/// How many entries the log has: several of the copy's transactions.
const ENTRIES: u64 = 6 * 4096 + 100;
/// How many copies are killed.
const KILLED: usize = 8;
/// How long a copy may live after it has got further than the one before, in milliseconds.
const MORE_MS: u64 = 400;

#[test]
fn a_copy_that_is_killed_goes_on_and_ends_whole() {
    let mut installation = site::installation();
    fill(&installation);
    let url = POSTGRES.new_database();
    let mut sizes = vec![0];
    let mut halves = 0;
    while sizes.len() <= KILLED {
        let (size, owner) = live_and_die(&installation, &url, sizes[sizes.len() - 1]);
        sizes.push(size);
        if owner.starts_with(COPYING) {
            halves += 1;
            turn_to(&mut installation, &url);
            let served = site::serve(&installation);
            assert_eq!(served.code, Some(2), "{served:?}");
            assert!(
                served.err.contains("run `refrain copy` again"),
                "{served:?}"
            );
            turn_to(&mut installation, "sqlite:log.db");
        }
    }
    eprintln!("killed with so many entries in the target: {sizes:?}");
    assert!(sizes.is_sorted(), "none is lost again: {sizes:?}");
    assert!(halves > 0, "none was killed in the middle: {sizes:?}");
    let (_, owner) = state(&url);
    let ended = site::copy(&installation, &url);
    if owner.starts_with(COPYING) {
        let said = ended.succeeded();
        assert!(
            said.starts_with(&format!("main: {ENTRIES} entries are in both")),
            "{said}"
        );
    } else {
        assert_eq!(ended.code, Some(2), "the last had ended: {ended:?}");
    }

    let before = installation.store().read(0, usize::MAX).unwrap();
    turn_to(&mut installation, &url);
    let checked = installation.run(&["ledger", "check"]).succeeded();
    assert!(
        checked.starts_with(&format!("PROVED: the {ENTRIES} entries")),
        "{checked}"
    );
    assert!(installation.store().read(0, usize::MAX).unwrap() == before);
    assert!(installation.serve().stop().success());
}

/// Starts a copy and kills it a moment after it has got on; returns what the target is then.
fn live_and_die(installation: &Installation, url: &str, before: u64) -> (u64, String) {
    let mut copying = start(installation, url);
    if before < ENTRIES {
        until("the copy to get on", || {
            let ended = copying.try_wait().unwrap();
            assert_eq!(ended, None, "it copies no more than it did");
            (state(url).0 > before).then_some(())
        });
    }
    let more = RandomState::new().hash_one(before) % MORE_MS;
    std::thread::sleep(Duration::from_millis(more));
    copying.kill().unwrap();
    copying.wait().unwrap();
    state(url)
}

fn start(installation: &Installation, url: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_refrain"))
        .args(["copy", "--to", url, "--data"])
        .arg(installation.data())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// How many entries the log in a database has, and whose it is.
fn state(url: &str) -> (u64, String) {
    let asked = psql::run(url, "SELECT size, owner FROM refrain.log");
    let row = asked.unwrap_or_else(|_| "0|".into()); // There is no such table yet.
    let (size, owner) = row.split_once('|').unwrap_or(("0", ""));
    (size.parse().unwrap(), owner.to_owned())
}

/// Fills the log, and lets a server publish it.
fn fill(installation: &Installation) {
    installation.run(&["opt-out", "--account", "1"]).succeeded();
    let store = installation.store();
    let first = store.read(0, 1).unwrap()[0].entry().unwrap();
    let entry = |nth: u64| {
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&nth.to_le_bytes());
        Commit::new(Salt(salt), first.clone()).into_new_entry()
    };
    let batch: Vec<_> = (1..ENTRIES).map(entry).collect();
    store.append(&batch, Onto::size(1)).unwrap();
    assert!(installation.serve().stop().success());
    let published = store.published().unwrap().unwrap();
    assert_eq!(published.size, ENTRIES);
}
