//! What was acknowledged survives SIGKILL: the server is killed again and again under concurrent writers, and in the end
//! every acknowledged opt-out is in the log at its place, provable, and every destination has been told of it.
//!
//! `REFRAIN_KILL_ROUNDS` says how often it is killed (3 unless given; the full run is 30), `REFRAIN_KILL_SEED` makes the
//! moments repeatable, and `REFRAIN_BIN` names another binary, such as a release build.

mod support {
    pub mod http;
    pub mod installation;
    #[expect(dead_code, reason = "one stream of moments is enough here")]
    pub mod moments;
    pub mod patience;
    pub mod receiver;
    pub mod setting;
    pub mod writers;
}

use std::collections::BTreeMap;
use std::ops::Range;

use optout::{Entry, Identifier, InstallationKey, Kind, Subject, TokenKeys};

use support::http::Connection;
use support::installation::{Installation, Server};
use support::moments::Moments;
use support::patience::until;
use support::receiver::Receiver;
use support::setting::setting;
use support::writers::{Acknowledged, Writers};

const WRITERS: usize = 64;
/// How long the server lives before it is killed, in milliseconds.
const LIFE_MS: Range<u64> = 50..400;
/// One life in so many is ended while the server still starts.
const SHORT_LIFE_EVERY: u64 = 5;
/// How many receipts are fetched and verified.
const RECEIPTS: usize = 100;

const CONFIG: &str = r#"
[log]
origin = "durability.example/log"

[delivery]
allow_private_addresses = true
longest_wait_seconds = 1
batch_wait_ms = 20
lease_seconds = 1

[logging]
level = "warn"
"#;

#[test]
fn what_was_acknowledged_survives_being_killed() {
    let rounds = setting("REFRAIN_KILL_ROUNDS").unwrap_or(3);
    let mut moments = Moments::new();
    let receiver = Receiver::start();
    let installation = Installation::new(CONFIG);
    declare(&installation, &receiver);

    let key = installation.run(&["key", "new", "--scope", "intake"]);
    let key = format!("Authorization: Bearer {}\r\n", key.succeeded().trim());
    let writers = Writers::start(WRITERS, &key);
    for _ in 0..rounds {
        live_and_die(&installation, &writers, &mut moments);
    }
    let server = installation.serve();
    writers.turn_to(server.address);
    std::thread::sleep(moments.time(LIFE_MS)); // The last life is one of writing, too.
    let acknowledged = writers.stop();

    let key = installation_key(&installation);
    let receipts = check_receipts(&server, &acknowledged);
    until_told(&installation, &server, &receiver);
    assert!(server.stop().success(), "{}", installation.server_log());

    let lost = check_entries(&installation, &key, &acknowledged);
    let delivered = check_deliveries(&receiver, &acknowledged);
    installation.run(&["ledger", "check"]).succeeded();
    let requests = receiver.seen().requests;
    eprintln!(
        "durability: {rounds} rounds (seed {}), {WRITERS} writers: acknowledged {}, lost {lost}, delivered {delivered} \
         in {requests} requests, receipts verified {receipts}, ledger check: proved",
        moments.seed,
        acknowledged.entries.len(),
    );
    assert_eq!(lost, 0);
}

/// One life of the server, ended by SIGKILL at a random moment.
fn live_and_die(installation: &Installation, writers: &Writers, moments: &mut Moments) {
    let mut server = if moments.next().is_multiple_of(SHORT_LIFE_EVERY) {
        installation.start()
    } else {
        installation.serve()
    };
    writers.turn_to(server.address);
    std::thread::sleep(moments.time(LIFE_MS));
    server.child.kill().expect("a child can be killed");
    server.child.wait().expect("and waited for");
}

fn declare(installation: &Installation, receiver: &Receiver) {
    let url = format!("http://{}/hook", receiver.address);
    let added = installation.run(&[
        "destination",
        "add",
        "acme",
        "--url",
        &url,
        "--recipient",
        "acme-ads",
        "--role",
        "third_party",
        "--purpose",
        "sale,sharing",
    ]);
    added.succeeded();
}

/// Some of the receipts, fetched and verified against the log's key alone.
fn check_receipts(server: &Server, acknowledged: &Acknowledged) -> usize {
    let mut connection = Connection::open(server.address).expect("the server listens");
    let key = connection.get("/log/key", "").expect("it has a key").body;
    let key: ledger::VerifierKey = key.trim().parse().expect("the key is one");
    let every = (acknowledged.receipts.len() / RECEIPTS).max(1);
    let mut verified = 0;
    for (index, path) in acknowledged.receipts.iter().step_by(every) {
        let answer = connection
            .get(path, "Accept: text/plain\r\n")
            .expect("the server answers");
        let proved = ledger::receipt::verify(&answer.body, &key)
            .unwrap_or_else(|error| panic!("{path}: {error}: {}", answer.body));
        assert_eq!(proved.index, *index);
        verified += 1;
    }
    verified
}

/// Waits until every destination has caught up, for as long as it makes progress.
fn until_told(installation: &Installation, server: &Server, receiver: &Receiver) {
    let key = installation.run(&["key", "new", "--scope", "read"]);
    let authorization = format!("Authorization: Bearer {}\r\n", key.succeeded().trim());
    let lag = || {
        let mut connection = Connection::open(server.address).expect("the server listens");
        let answer = connection
            .get("/v1/destinations", &authorization)
            .expect("it answers");
        answer.json()["destinations"][0]["lag"].as_u64()
    };
    let mut last = u64::MAX;
    loop {
        last = until("the destination to make progress", || {
            lag().filter(|lag| *lag < last)
        });
        if last == 0 {
            break;
        }
    }
    let listed = installation.run(&["destination", "list", "--json"]);
    let listed: serde_json::Value =
        serde_json::from_str(&listed.succeeded()).expect("the list is JSON");
    let line = (
        &listed[0]["lag"],
        &listed[0]["state"],
        &listed[0]["failing"],
    );
    assert_eq!(line, (&0.into(), &"active".into(), &0.into()), "{listed}");
    assert!(receiver.seen().complaints.is_empty());
}

/// How many acknowledged opt-outs are not in the log at the place that was acknowledged. Every delivered entry is looked at
/// too: see [`check_deliveries`].
fn check_entries(
    installation: &Installation,
    key: &InstallationKey,
    acknowledged: &Acknowledged,
) -> usize {
    assert_eq!(acknowledged.complaints, [""; 0]);
    assert!(!acknowledged.entries.is_empty(), "nothing was written");
    let tokens = TokenKeys::new(key);
    let entries = opt_outs(installation);
    let lost = acknowledged.entries.iter().filter(|(email, index)| {
        let there = entries.get(index);
        there.is_none_or(|subjects| *subjects != [subject(&tokens, email)])
    });
    let lost = lost.count();
    let mut names: Vec<String> = entries
        .values()
        .flatten()
        .map(ToString::to_string)
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "an opt-out was recorded twice");
    lost
}

/// Everybody who was acknowledged was told of, under one entry, and nobody who has no entry. Returns how many entries.
fn check_deliveries(receiver: &Receiver, acknowledged: &Acknowledged) -> usize {
    let seen = receiver.seen();
    assert_eq!(seen.complaints, [""; 0]);
    for (email, index) in &acknowledged.entries {
        assert!(
            seen.confirmed.contains(index),
            "nobody told of entry {index}"
        );
        let told = &seen.entries[index];
        assert!(
            told.len() == 1 && told.contains(email),
            "entry {index}: {told:?}"
        );
    }
    let mut ids = BTreeMap::new();
    for (id, entries) in &seen.messages {
        if let Some(other) = ids.insert(entries, id) {
            panic!("{entries:?} were told of as {other} and as {id}");
        }
    }
    let mut entry_of = BTreeMap::new();
    for (entry, told) in &seen.entries {
        for email in told {
            let other = entry_of.insert(email, entry);
            assert_eq!(other, None, "{email} was told of under two entries");
        }
    }
    seen.entries.len()
}

/// The subjects of every opt-out in the log, by position.
fn opt_outs(installation: &Installation) -> BTreeMap<u64, Vec<Subject>> {
    let store = installation.store();
    let mut entries = BTreeMap::new();
    let read = store::replay(&*store, |position, entry| {
        if let Entry::OptOut(no) = entry {
            entries.insert(position, no.subjects.clone());
        }
    });
    read.expect("the log reads");
    entries
}

fn subject(tokens: &TokenKeys, email: &str) -> Subject {
    let identifier = Identifier::of(Kind::Email, email).expect("it is an address");
    tokens.subject(identifier.kind(), identifier.value())
}

fn installation_key(installation: &Installation) -> InstallationKey {
    let file = installation.data().join("keys/installation.key");
    let text = std::fs::read_to_string(file).expect("the key file is there");
    let digits = |at: usize| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16);
    InstallationKey::new(std::array::from_fn(|at| {
        digits(at).expect("it is hexadecimal")
    }))
}
