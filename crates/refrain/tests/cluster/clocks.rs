//! Nodes whose clocks disagree, as those of machines without NTP may.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, Instant};

use optout::Entry;
use serde_json::json;
use testkit::Postgres;

use super::checks::{Recorded, merge, until_told};
use super::nodes::{Cluster, Node};
use crate::CONFIG;
use crate::support::http::Connection;
use crate::support::installation::Server;
use crate::support::patience::until;
use crate::support::receiver::Receiver;
use crate::support::writers::Writers;

/// How far the clocks of the nodes are ahead, in seconds.
const AHEAD: [i64; 3] = [0, 3600, -3600];
/// The node whose clock is ahead of all others'.
const FIRST: usize = 1;
/// How many people opt out at each node at once.
const WRITERS: usize = 8;
/// How many more entries a destination must have been told of before the next thing happens.
const PROGRESS: usize = 300;

#[test]
fn nodes_whose_clocks_are_hours_apart_tell_everything() {
    let receiver = Receiver::start();
    let postgres = Postgres::start();
    let mut cluster = Cluster::new(&postgres, CONFIG, AHEAD.len(), &[("acme", &receiver)]);
    for (node, ahead) in cluster.nodes.iter_mut().zip(AHEAD) {
        let Some(environment) = faked(ahead) else {
            eprintln!(
                "SKIPPED: clocks cannot be set apart without faketime: on Debian, apt-get install faketime"
            );
            return;
        };
        node.installation.environment = environment;
    }
    let mut servers: Vec<Server> = cluster.nodes.iter().map(Node::start).collect();
    for (node, server) in cluster.nodes.iter().zip(&mut servers) {
        node.until_ready(server);
    }
    if !clocks_differ(&cluster) {
        eprintln!("SKIPPED: faketime has no effect on this binary, which is linked statically");
        return;
    }

    let key = cluster.key("intake");
    let start = |_| Writers::start(WRITERS, &key);
    let writers: Vec<Writers> = AHEAD.iter().map(start).collect();
    for (writers, server) in writers.iter().zip(&servers) {
        writers.turn_to(server.address);
    }
    let mut phases = vec![progress(&receiver)];

    // Whoever is ahead takes every lease, and nobody takes one from it: the others must work when it stops,
    let away = servers.remove(FIRST);
    assert!(away.stop().success(), "a node did not stop in order");
    phases.push(progress(&receiver));

    // and it must itself when it comes back, and again when it was killed.
    for _ in 0..2 {
        let node = &cluster.nodes[FIRST];
        let mut back = node.start();
        node.until_ready(&mut back);
        writers[FIRST].turn_to(back.address);
        phases.push(progress(&receiver));
        drop(back);
        node.is_away();
        writers[FIRST].turn_to(node.address());
    }
    let node = &cluster.nodes[FIRST];
    let mut back = node.start();
    node.until_ready(&mut back);
    writers[FIRST].turn_to(back.address);

    let acknowledged = merge(writers.into_iter().map(Writers::stop));
    until_told(&cluster);
    servers.push(back);
    for server in servers {
        assert!(server.stop().success(), "a node did not stop in order");
    }
    let recorded = Recorded::read(cluster.first());
    let lost = recorded.lost(&acknowledged);
    recorded.check_told(&receiver);
    cluster.first().run(&["ledger", "check"]).succeeded();
    let seen = receiver.seen();
    eprintln!(
        "clocks {AHEAD:?} s ahead: acknowledged {}, lost {lost}, recorded twice {}; told in {} messages by {} requests, \
         settled twice {}; {PROGRESS} more entries told in {phases:?}; ledger check: proved",
        acknowledged.entries.len(),
        recorded.repeats(),
        seen.messages.len(),
        seen.requests,
        recorded.settled_again(),
    );
    assert_eq!(lost, 0);
}

/// What makes a program's clock run so many seconds ahead; `None` without `faketime`.
fn faked(ahead: i64) -> Option<Vec<(&'static str, String)>> {
    let offset = format!("{ahead:+}");
    let shown = Command::new("faketime")
        .args(["-m", "-f", &offset, "env"])
        .output()
        .ok()?;
    let shown = String::from_utf8(shown.stdout).ok()?;
    let preload = shown
        .lines()
        .find_map(|line| line.strip_prefix("LD_PRELOAD="))?;
    Some(vec![
        ("LD_PRELOAD", preload.to_owned()),
        ("FAKETIME", offset),
        ("DONT_FAKE_MONOTONIC", "1".to_owned()),
    ])
}

/// Whether what the nodes write is as far apart in time as their clocks should be.
fn clocks_differ(cluster: &Cluster) -> bool {
    let headers = format!("{}Prefer: wait=0\r\n", cluster.key("intake"));
    let write = |node: &Node| {
        let email = format!("{}@example.com", node.address().port());
        let body = json!({ "identifiers": [{ "kind": "email", "value": email }] });
        until("a node to take an opt-out", || {
            let mut connection = Connection::open(node.address()).ok()?;
            let answer = connection.post("/v1/opt-outs", &headers, &body).ok()?;
            answer.json()["entry"]["index"].as_u64()
        })
    };
    let written: Vec<u64> = cluster.nodes.iter().map(write).collect();
    let mut times = BTreeMap::new();
    let read = store::replay(&*cluster.first().store(), |position, entry| {
        if let Entry::OptOut(no) = entry {
            times.insert(position, no.at.as_second());
        }
    });
    read.expect("the log reads");
    let apart = |(position, ahead): (&u64, i64)| times[position] - times[&written[0]] - ahead;
    // Half of the distance is more than anything else takes.
    written.iter().zip(AHEAD).all(|one| apart(one).abs() < 1800)
}

/// Waits until more has been told. How long that took.
fn progress(receiver: &Receiver) -> Duration {
    let started = Instant::now();
    let told = || receiver.seen().confirmed.len();
    let before = told();
    until("a destination to be told of more", || {
        (told() >= before + PROGRESS).then_some(())
    });
    started.elapsed()
}
