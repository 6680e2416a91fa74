//! Everything that a log is, there and back again.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};
use store::StoredEntry;

use super::site::{self, POSTGRES, connect, declare, opt_out, turn_to};
use crate::support::http::Connection;
use crate::support::installation::{Installation, Server};
use crate::support::patience::until;
use crate::support::receiver::{Receiver, Seen};

/// How many people opt out: one tile and a part of another.
const PEOPLE: usize = 300;
/// Who opts in again.
const BACK_IN: usize = 5;

/// What is known of a log from outside.
struct Known {
    /// The line of an API key.
    key: String,
    checkpoint: String,
    /// Where some receipts are, and what they were.
    receipts: Vec<(String, String)>,
    decisions: Vec<(String, String)>,
}

#[test]
fn everything_is_there_and_back_again() {
    let receiver = Receiver::start();
    let mut installation = site::installation();
    let known = fill(&installation, &receiver);
    let entries = entries(&installation);

    let postgres = POSTGRES.new_database();
    let said = site::copy(&installation, &postgres).succeeded();
    let size = entries.len();
    assert!(
        said.starts_with(&format!("main: {size} entries are in both, ")),
        "{said}"
    );
    assert!(
        said.contains("checked: PROVED.\n") && said.contains("Set `store.url`"),
        "{said}"
    );
    installation.run(&["ledger", "check"]).succeeded();
    let again = site::copy(&installation, &postgres);
    assert_eq!(again.code, Some(2), "it has an owner now: {again:?}");

    turn_to(&mut installation, &postgres);
    assert!(self::entries(&installation) == entries, "rows differ");
    let server = installation.serve();
    assert_same(&installation, &server, &known);
    tell_of_the_next(&server, &known, &receiver);
    tell_somebody_new(&installation, &server, &known, &entries);
    let checkpoint = get(&mut connect(&server), "/log/checkpoint");
    assert!(server.stop().success(), "{}", installation.server_log());

    let back = site::copy(&installation, "sqlite:back.db").succeeded();
    assert!(back.contains("checked: PROVED."), "{back}");
    for url in [&*postgres, "sqlite:back.db"] {
        turn_to(&mut installation, url);
        let checked = installation.run(&["ledger", "check"]).succeeded();
        assert!(checked.starts_with("PROVED"), "{url}: {checked}");
    }
    let server = installation.serve();
    let after = get(&mut connect(&server), "/log/checkpoint");
    assert!(size_of(&after) >= size_of(&checkpoint), "{after}");
    assert_eq!(
        decisions(&mut connect(&server), &known.key),
        known.decisions
    );
}

/// Opt-outs, one of them taken back in two acts, a key, a destination that was told of all, and identifiers
/// some of which were erased.
fn fill(installation: &Installation, receiver: &Receiver) -> Known {
    let new = ["key", "new", "--scope", "decide,intake,read"];
    let key = installation.run(&new).succeeded();
    let key = format!("Authorization: Bearer {}\r\n", key.trim());
    declare(installation, "acme", receiver.address);
    let server = installation.serve();
    let mut connection = connect(&server);
    let mut receipts = Vec::new();
    for number in 1..=PEOPLE {
        let last = number == PEOPLE;
        let said = opt_out(&mut connection, &person(number), if last { 10 } else { 0 });
        if number % 60 == 0 {
            let url = said["receipt_url"].as_str().unwrap();
            receipts.push(url[url.find("/receipts/").unwrap()..].to_owned());
        }
    }
    let body = json!({ "identifiers": [{ "kind": "email", "value": person(BACK_IN) }] });
    let asked = connection.post("/v1/opt-ins", &key, &body).unwrap().json();
    let id = asked["request_id"].as_str().unwrap();
    let confirm = format!("/v1/opt-ins/{id}/confirm");
    let confirmed = connection.post(&confirm, &key, &json!({})).unwrap();
    assert_eq!(confirmed.status, 200, "{confirmed:?}");
    until_told(&mut connection, &key);
    let receipts = receipts
        .into_iter()
        .map(|path| (path.clone(), receipt(&mut connection, &path)));
    let receipts = receipts.collect();
    let decisions = decisions(&mut connection, &key);
    drop(connection);
    assert!(server.stop().success(), "{}", installation.server_log());

    let store = installation.store();
    assert!(store.erase_sealed(9, 12).unwrap() > 0);
    Known {
        key,
        checkpoint: store.published().unwrap().unwrap().note,
        receipts,
        decisions,
    }
}

/// The server says of itself and of people what was said before.
fn assert_same(installation: &Installation, server: &Server, known: &Known) {
    let mut connection = connect(server);
    assert_eq!(get(&mut connection, "/log/checkpoint"), known.checkpoint);
    let key = get(&mut connection, "/log/key").trim().parse().unwrap();
    for (path, kept) in &known.receipts {
        let now = ledger::receipt::verify(&receipt(&mut connection, path), &key).unwrap();
        let then = ledger::receipt::verify(kept, &key).unwrap();
        assert_eq!((now.index, now.record), (then.index, then.record));
        let file = keep(installation, kept);
        let verified = installation.run(&["verify", file.to_str().unwrap()]);
        assert!(verified.succeeded().starts_with("PROVED"));
        let checked = installation.run(&["ledger", "check", "--against", file.to_str().unwrap()]);
        checked.succeeded();
    }
    assert_eq!(decisions(&mut connection, &known.key), known.decisions);
}

/// A destination that was told of everybody hears of who comes after the move, and of nobody else.
fn tell_of_the_next(server: &Server, known: &Known, receiver: &Receiver) {
    *receiver.seen() = Seen::default();
    let mut connection = connect(server);
    let index = opt_out(&mut connection, "next@example.com", 0)["entry"]["index"].clone();
    until("the destination to be told", || {
        let seen = receiver.seen();
        (seen.confirmed.contains(&index.as_u64()?)).then_some(())
    });
    until_told(&mut connection, &known.key);
    let seen = receiver.seen();
    let told: Vec<_> = seen.entries.keys().collect();
    assert_eq!((json!(told), &*seen.complaints), (json!([index]), &[][..]));
}

/// A destination that is declared after the move is told of everybody whose identifiers are still kept, by them.
fn tell_somebody_new(
    installation: &Installation,
    server: &Server,
    known: &Known,
    entries: &[StoredEntry],
) {
    let receiver = Receiver::start();
    declare(installation, "later", receiver.address);
    let told = |entry: &&StoredEntry| entry.sealed.is_some() && entry.entry().unwrap().is_told();
    let kept = entries.iter().filter(told);
    let kept: BTreeSet<u64> = kept.map(|entry| entry.position).collect();
    assert!(
        kept.len() > PEOPLE - 10,
        "identifiers are kept: {}",
        kept.len()
    );
    until("the new destination to be told", || {
        kept.is_subset(&receiver.seen().confirmed).then_some(())
    });
    until_told(&mut connect(server), &known.key);
    let seen = receiver.seen();
    let people: BTreeSet<&String> = seen.entries.values().flatten().collect();
    for number in (20..=PEOPLE).step_by(40) {
        assert!(people.contains(&person(number)), "{number}");
    }
}

fn person(number: usize) -> String {
    format!("person-{number}@example.com")
}

fn entries(installation: &Installation) -> Vec<StoredEntry> {
    installation.store().read(0, usize::MAX).unwrap()
}

/// What is decided about somebody who said no, who took it back, and who never spoke.
fn decisions(connection: &mut Connection, key: &str) -> Vec<(String, String)> {
    let people = [
        person(1),
        person(BACK_IN),
        person(PEOPLE),
        "nobody@example.com".into(),
    ];
    let decide = |email: String| {
        let question = json!({
            "identifiers": [{ "kind": "email", "value": email }],
            "recipient": "acme-ads",
            "purpose": "sale",
        });
        let answer = connection
            .post("/v1/decisions", key, &question)
            .unwrap()
            .json();
        let said = |name: &str| answer[name].as_str().unwrap().to_owned();
        (said("decision"), said("reason"))
    };
    let decided: Vec<_> = people.into_iter().map(decide).collect();
    let short: Vec<_> = decided.iter().map(|(decision, _)| &**decision).collect();
    assert_eq!(short, ["deny", "allow", "deny", "allow"]);
    decided
}

/// Waits until every destination has been told of everything.
fn until_told(connection: &mut Connection, key: &str) {
    until("every destination to be told", || {
        let listed = connection.get("/v1/destinations", key).unwrap().json();
        let listed = listed["destinations"].as_array()?;
        let done = |one: &Value| one["lag"] == 0 && one["failing"] == 0;
        listed.iter().all(done).then_some(())
    });
}

fn receipt(connection: &mut Connection, path: &str) -> String {
    let answer = connection.get(path, "Accept: text/plain\r\n").unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

fn get(connection: &mut Connection, path: &str) -> String {
    let answer = connection.get(path, "").unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

/// The size in a checkpoint.
fn size_of(checkpoint: &str) -> u64 {
    checkpoint.lines().nth(1).unwrap().parse().unwrap()
}

fn keep(installation: &Installation, receipt: &str) -> PathBuf {
    let file = installation.data().join("kept.tlog-proof");
    std::fs::write(&file, receipt).unwrap();
    file
}
