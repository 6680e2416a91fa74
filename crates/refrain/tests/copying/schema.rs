//! `refrain migrate`, and what `refrain check` says of the schema.

use super::site::{self, POSTGRES, turn_to};
use crate::support::installation::{Installation, Ran};

fn line(ran: &Ran) -> String {
    let lines = ran.out.lines();
    let mut stores = lines.filter(|line| line.split_whitespace().nth(1) == Some("store"));
    stores
        .next()
        .unwrap_or_else(|| panic!("{ran:?}"))
        .to_owned()
}

fn on_postgres() -> Installation {
    Installation::on(Some(POSTGRES.new_database()), "")
}

fn run(installation: &Installation, words: &[&str]) -> Ran {
    match words {
        ["serve"] => site::serve(installation),
        words => installation.run(words),
    }
}

fn sql(installation: &Installation, sql: &str) {
    POSTGRES.sql(installation.database.as_deref().unwrap(), sql);
}

#[test]
fn migrating_says_what_it_did_and_does_nothing_twice() {
    let installation = on_postgres();
    let state = || line(&installation.run(&["check"]));
    assert!(state().contains("PostgreSQL; it is empty and gets its schema at the first start"));
    let first = installation.run(&["migrate"]).succeeded();
    assert!(
        first.starts_with("PostgreSQL: the schema has version "),
        "{first}"
    );
    assert!(first.contains("; done: 0001_log"), "{first}");
    let second = installation.run(&["migrate"]).succeeded();
    assert!(second.trim_end().ends_with(" already"), "{second}");
    let current = state();
    assert!(current.starts_with("ok "), "{current}");
    assert!(
        current.contains("its schema is the one that this program knows"),
        "{current}"
    );
    installation.run(&["opt-out", "--account", "1"]).succeeded();

    let mut on_a_file = site::installation();
    let said = on_a_file.run(&["migrate"]).succeeded();
    assert!(said.contains("whenever it is opened"), "{said}");
    assert!(!on_a_file.data().join("log.db").exists(), "none was made");
    assert!(line(&on_a_file.run(&["check"])).contains("SQLite, in "));
    turn_to(&mut on_a_file, "sqlite:other.db");
    assert!(line(&on_a_file.run(&["check"])).ends_with("/other.db"));
}

#[test]
fn a_schema_that_is_not_known_is_refused_with_what_to_do() {
    for (change, why) in [
        (
            "INSERT INTO refrain.migration (version, name, digest) VALUES (9999, 'later', '')",
            "it was made by a later version of Refrain: use that version",
        ),
        (
            "UPDATE refrain.migration SET digest = 'another' WHERE version = 1",
            "it was made by a program whose steps are others than this one's: use that program",
        ),
    ] {
        let installation = on_postgres();
        installation.run(&["opt-out", "--account", "1"]).succeeded();
        sql(&installation, change);
        for words in [
            &["serve"][..],
            &["opt-out", "--account", "2"],
            &["ledger", "check"],
            &["migrate"],
            &["copy", "--to", "sqlite:new.db"],
        ] {
            let ran = run(&installation, words);
            assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{words:?}: {ran:?}");
            assert!(ran.err.contains(why), "{words:?}: {ran:?}");
        }
        let checked = installation.run(&["check"]);
        assert_eq!(checked.code, Some(1), "{checked:?}");
        let line = line(&checked);
        assert!(line.starts_with("WRONG") && line.ends_with(why), "{line}");
    }
}

#[test]
fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let gone = "postgres://refrain:s3cret@127.0.0.1:1/refrain";
    let installation = Installation::on(Some(gone.into()), "");
    for words in [&["serve"][..], &["migrate"], &["check"]] {
        let ran = run(&installation, words);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(
            said.contains("the database failed during connecting"),
            "{words:?}: {said}"
        );
        assert!(!said.contains("s3cret"), "{words:?}: {said}");
        let expected = if words == ["check"] { 1 } else { 2 };
        assert_eq!(ran.code, Some(expected), "{words:?}: {said}");
    }
}
