//! Copies that are refused, and what they leave alone.

use super::site::{self, POSTGRES};
use crate::support::installation::{Installation, Ran};

fn opt_out(installation: &Installation, account: &str) {
    let add = ["opt-out", "--account", account];
    installation.run(&add).succeeded();
}

fn assert_refused(ran: &Ran, said: &str) {
    assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{ran:?}");
    assert!(ran.err.contains(said), "{said}: {ran:?}");
}

#[test]
fn a_target_that_holds_a_log_is_left_alone() {
    let (ours, postgres) = (site::installation(), POSTGRES.new_database());
    opt_out(&ours, "1");
    let other = Installation::on(Some(postgres.clone()), "log.origin = 'other.example/log'");
    opt_out(&other, "1");
    let before = other.store().read(0, 10).unwrap();
    let refused = site::copy(&ours, &postgres);
    assert_refused(
        &refused,
        "the target holds a log already, that of other.example/log+",
    );
    assert_eq!(other.store().read(0, 10).unwrap(), before);
    other.run(&["ledger", "check"]).succeeded();
    opt_out(&other, "2");

    let onto_itself = site::copy(&ours, "sqlite:log.db");
    assert_refused(
        &onto_itself,
        "the target holds a log already, that of copy.example/log+",
    );
    ours.run(&["ledger", "check"]).succeeded();
    opt_out(&ours, "2");
}

#[test]
fn a_copy_that_has_not_been_finished_is_not_served_or_copied_from() {
    let (mut installation, postgres) = (site::installation(), POSTGRES.new_database());
    opt_out(&installation, "1");
    let copied = std::thread::scope(|scope| {
        let source = installation.store();
        let half = Installation::on(Some(postgres.clone()), "");
        let copying = scope.spawn(move || {
            let target = half.store();
            let stores = (&*source, &*target);
            store::copy::copy(stores, 0, |_| panic!("the power is gone"))
        });
        copying.join()
    });
    assert!(copied.is_err(), "it was interrupted");

    site::turn_to(&mut installation, &postgres);
    let unfinished = "has not been finished: run `refrain copy` again";
    assert_refused(&site::serve(&installation), unfinished);
    assert_refused(
        &installation.run(&["opt-out", "--account", "2"]),
        unfinished,
    );
    assert_refused(&site::copy(&installation, "sqlite:third.db"), unfinished);
    let again = ["copy", "--from", "sqlite:log.db", "--to", &postgres];
    let said = installation.run(&again).succeeded();
    assert!(said.starts_with("main: 1 entries are in both"), "{said}");
    opt_out(&installation, "2");
}

#[test]
fn a_copy_needs_a_log_its_keys_and_databases_that_are_there() {
    let (installation, postgres) = (site::installation(), POSTGRES.new_database());
    let copy = |from, to| installation.run(&["copy", "--from", from, "--to", to]);
    assert_refused(&copy("sqlite:log.db", &postgres), "there is no log to copy");
    assert_refused(&copy(&postgres, "sqlite:new.db"), "there is no log to copy");
    assert!(
        !installation.data().join("new.db").exists(),
        "none was made"
    );

    opt_out(&installation, "1");
    let gone = "postgres://refrain:s3cret@127.0.0.1:1/refrain";
    for (from, to, said) in [
        ("sqlite:log.db", "mysql:s3cret", "--to: setting `store.url`"),
        ("s3cret", &*postgres, "--from: setting `store.url`"),
        (
            "sqlite:log.db",
            gone,
            "the database failed during connecting",
        ),
        (
            gone,
            "sqlite:new.db",
            "the database failed during connecting",
        ),
    ] {
        let ran = copy(from, to);
        assert_refused(&ran, said);
        assert!(!ran.err.contains("s3cret"), "{ran:?}");
    }
    std::fs::remove_file(installation.data().join("keys/log.key")).unwrap();
    assert_refused(&copy("sqlite:log.db", &postgres), "is missing");
}
