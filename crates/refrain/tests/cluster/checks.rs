//! What must be true in the end, whatever happened.

use std::collections::{BTreeMap, BTreeSet};

use optout::{Entry, Identifier, InstallationKey, Kind, Outcome, Subject, TokenKeys};
use serde_json::{Value, json};

use super::nodes::Cluster;
use crate::support::http::Connection;
use crate::support::installation::Installation;
use crate::support::patience::until;
use crate::support::receiver::Receiver;
use crate::support::writers::Acknowledged;

/// How many questions one request holds.
const QUESTIONS: usize = 1000;

/// What the log holds.
pub struct Recorded {
    /// The one subject of every opt-out, by position.
    pub opt_outs: BTreeMap<u64, Subject>,
    pub outcomes: Vec<Outcome>,
    tokens: TokenKeys,
}

impl Recorded {
    /// Reads the whole log.
    pub fn read(installation: &Installation) -> Self {
        let mut recorded = Self {
            opt_outs: BTreeMap::new(),
            outcomes: Vec::new(),
            tokens: TokenKeys::new(&installation_key(installation)),
        };
        let mut next = 0;
        let read = store::replay(&*installation.store(), |position, entry| {
            assert_eq!(position, next, "the log has a gap");
            next += 1;
            match entry {
                Entry::OptOut(no) => {
                    let [subject] = &no.subjects[..] else {
                        panic!("entry {position} has the subjects {:?}", no.subjects);
                    };
                    recorded.opt_outs.insert(position, subject.clone());
                }
                Entry::Outcome(outcome) => recorded.outcomes.push(outcome.clone()),
                _ => {}
            }
        });
        read.expect("the log reads");
        recorded
    }

    /// How many acknowledged opt-outs are not at the place that was acknowledged.
    pub fn lost(&self, acknowledged: &Acknowledged) -> usize {
        assert_eq!(acknowledged.complaints, [""; 0]);
        let is_there = |(email, index): &(&String, &u64)| {
            self.opt_outs.get(index) == Some(&self.subject(email))
        };
        acknowledged
            .entries
            .iter()
            .filter(|one| !is_there(one))
            .count()
    }

    /// How many opt-outs say what was recorded already: asked again after a failure that left open whether it was.
    pub fn repeats(&self) -> usize {
        let people: BTreeSet<String> = self.opt_outs.values().map(ToString::to_string).collect();
        self.opt_outs.len() - people.len()
    }

    /// Every opt-out was told of, as what it is, and a stretch has one message id.
    pub fn check_told(&self, receiver: &Receiver) {
        let seen = receiver.seen();
        assert_eq!(seen.complaints, [""; 0]);
        for (index, subject) in &self.opt_outs {
            assert!(seen.confirmed.contains(index), "entry {index} was not told");
            let told = &seen.entries[index];
            let is_right = told.iter().all(|email| self.subject(email) == *subject);
            assert!(told.len() == 1 && is_right, "entry {index}: {told:?}");
        }
        assert_eq!(
            seen.entries.len(),
            self.opt_outs.len(),
            "told of what is not in the log"
        );
        let mut ids = BTreeMap::new();
        for (id, entries) in &seen.messages {
            let other = ids.insert(entries, id);
            assert_eq!(other, None, "{entries:?} were told of as {id} too");
        }
    }

    /// No stretch was settled in two ways. How many were written down twice: once more after a failure that left open whether
    /// it was.
    pub fn settled_again(&self) -> usize {
        let mut settled = BTreeMap::new();
        let mut again = 0;
        for outcome in &self.outcomes {
            let stretch = (&outcome.destination, outcome.first, outcome.last);
            if let Some(before) = settled.insert(stretch, outcome) {
                assert_eq!(before, outcome, "settled in two ways");
                again += 1;
            }
        }
        again
    }

    fn subject(&self, email: &str) -> Subject {
        let identifier = Identifier::of(Kind::Email, email).expect("it is an address");
        self.tokens.subject(identifier.kind(), identifier.value())
    }
}

/// Waits until every destination has caught up, for as long as that makes progress.
pub fn until_told(cluster: &Cluster) {
    let key = cluster.key("read");
    let behind = || {
        // Nothing while the node does not know the key yet.
        let all = cluster.nodes[0].get("/v1/destinations", &key);
        let all = all["destinations"].as_array()?.iter();
        Some(all.filter_map(|one| one["lag"].as_u64()).sum::<u64>())
    };
    let mut last = u64::MAX;
    while last > 0 {
        last = until("the destinations to make progress", || {
            behind().filter(|now| *now < last)
        });
    }
}

/// Asks every node about everybody who was acknowledged, and about somebody who has said nothing.
pub fn check_gates(cluster: &Cluster, acknowledged: &Acknowledged) {
    let key = cluster.key("decide");
    let Some(last) = acknowledged.entries.values().max() else {
        panic!("nothing was acknowledged");
    };
    for address in cluster.addresses() {
        let mut connection = Connection::open(address).expect("the node listens");
        until("a gate to follow the log", || {
            let ready = connection.get("/readyz", "").expect("it answers");
            ready.json()["entries"]
                .as_u64()
                .filter(|there| there > last)
        });
        until("a node to know the key", || {
            let known = ask(&mut connection, &key, &["stranger@example.com"])?;
            assert_eq!(known, [("allow".into(), "no_opt_out".into())], "{address}");
            Some(())
        });
        let emails: Vec<&str> = acknowledged.entries.keys().map(|email| &**email).collect();
        for emails in emails.chunks(QUESTIONS) {
            let answers = ask(&mut connection, &key, emails).expect("the key is known");
            for (email, answer) in emails.iter().zip(answers) {
                assert_eq!(
                    answer,
                    ("deny".into(), "opted_out".into()),
                    "{email} at {address}"
                );
            }
        }
    }
}

/// Decisions and their reasons; `None` where the key is not known, or not yet.
fn ask(connection: &mut Connection, key: &str, emails: &[&str]) -> Option<Vec<(String, String)>> {
    let question = |email: &&str| {
        json!({
            "identifiers": [{ "kind": "email", "value": email }],
            "recipient": "acme",
            "purpose": "sale",
        })
    };
    let questions: Vec<Value> = emails.iter().map(question).collect();
    let body = json!({ "questions": questions });
    let answer = connection.post("/v1/decisions:batch", key, &body);
    let answer = answer.expect("a node answers");
    if matches!(answer.status, 401 | 503) {
        return None;
    }
    assert_eq!(answer.status, 200, "{}", answer.body);
    let decisions = answer.json();
    let decisions = decisions["decisions"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let both = |one: &Value| (text(&one["decision"]), text(&one["reason"]));
    Some(decisions.iter().map(both).collect())
}

/// What all groups of writers were answered.
pub fn merge(groups: impl IntoIterator<Item = Acknowledged>) -> Acknowledged {
    let mut all = Acknowledged::default();
    for group in groups {
        all.entries.extend(group.entries);
        all.receipts.extend(group.receipts);
        all.complaints.extend(group.complaints);
    }
    all
}

fn installation_key(installation: &Installation) -> InstallationKey {
    let file = installation.data().join("keys/installation.key");
    let text = std::fs::read_to_string(file).expect("the key file is there");
    let digits = |at: usize| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16);
    InstallationKey::new(std::array::from_fn(|at| {
        digits(at).expect("it is hexadecimal")
    }))
}
