//! What a pretend system has seen so far, in memory and with limits.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::behaviour::{Behaviour, Reply};
use super::mask::mask;
use super::message::{Act, Identifier, Notification};
use super::proof::Proof;
use super::signature::Refused;

/// How many requests are remembered.
const MAX_REQUESTS: usize = 200;
/// How many of what the ad tag reported is remembered.
const MAX_LEARNED: usize = 50;
/// How many messages' tries are counted; then counting begins anew.
const MAX_COUNTED: usize = 10_000;
/// How many entries the suppression list holds; then the oldest makes room, as only a pretend system may do.
const MAX_SUPPRESSED: usize = 10_000;

/// What a system has seen; clones share it.
#[derive(Clone, Default)]
pub struct Seen(Arc<Mutex<State>>);

impl Seen {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a system has seen.
#[derive(Default)]
pub(super) struct State {
    pub(super) repaired: bool,
    pub(super) views: u64,
    pub(super) received: u64,
    /// Newest first.
    pub(super) learned: VecDeque<Learned>,
    /// Newest first.
    pub(super) requests: VecDeque<Request>,
    /// By entry of Refrain's log.
    pub(super) suppressed: BTreeMap<u64, Suppressed>,
    tries: HashMap<String, u32>,
}

/// What the ad tag reported from a page.
#[derive(Clone)]
pub(super) struct Learned {
    pub(super) at: Timestamp,
    pub(super) looked_at: String,
}

/// One webhook as it was received and answered.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) at: Timestamp,
    pub(super) id: String,
    pub(super) signature: Result<(), Refused>,
    /// Which try of the message this was, from one; zero where it was not believed.
    pub(super) attempt: u32,
    pub(super) reply: Reply,
}

/// Somebody whom the system must leave alone.
#[derive(Clone)]
pub(super) struct Suppressed {
    pub(super) since: Timestamp,
    pub(super) identifiers: Vec<Masked>,
    pub(super) purposes: Vec<String>,
    pub(super) proof: Proof,
}

/// An identifier as it is shown, and what it is recognised by.
#[derive(Clone)]
pub(super) struct Masked {
    pub(super) kind: String,
    pub(super) shown: String,
    key: Option<String>,
}

impl State {
    /// Counts one more try of the message and says how to answer it.
    pub(super) fn answer(&mut self, behaviour: Behaviour, id: &str) -> (u32, Reply) {
        if self.tries.len() >= MAX_COUNTED {
            self.tries.clear();
        }
        let attempt = self.tries.entry(id.to_owned()).or_default();
        *attempt += 1;
        let reply = if self.repaired {
            Reply::Confirmed
        } else {
            behaviour.reply(*attempt)
        };
        (*attempt, reply)
    }

    /// Does what a notification says. Doing it twice changes nothing.
    pub(super) fn apply(&mut self, notification: &Notification, proof: Proof) {
        let identifiers: Vec<Masked> = notification.identifiers.iter().map(Masked::from).collect();
        if notification.act == Act::OptIn {
            return self.lift(&identifiers, &notification.purposes);
        }
        let suppressed = Suppressed {
            since: notification.effective_at,
            identifiers,
            purposes: notification.purposes.clone(),
            proof,
        };
        self.suppressed.insert(notification.entry, suppressed);
        if self.suppressed.len() > MAX_SUPPRESSED {
            self.suppressed.pop_first();
        }
    }

    fn lift(&mut self, identifiers: &[Masked], purposes: &[String]) {
        self.suppressed.retain(|_, person| {
            if person.shares_one_of(identifiers) {
                person
                    .purposes
                    .retain(|purpose| !purposes.contains(purpose));
            }
            !person.purposes.is_empty()
        });
    }

    pub(super) fn record(&mut self, request: Request) {
        self.received += 1;
        self.requests.push_front(request);
        self.requests.truncate(MAX_REQUESTS);
    }

    pub(super) fn learn(&mut self, learned: Learned) {
        self.learned.push_front(learned);
        self.learned.truncate(MAX_LEARNED);
    }
}

impl Suppressed {
    fn shares_one_of(&self, identifiers: &[Masked]) -> bool {
        self.identifiers
            .iter()
            .any(|mine| identifiers.iter().any(|other| mine.is(other)))
    }
}

impl Masked {
    fn is(&self, other: &Self) -> bool {
        self.kind == other.kind && self.key.is_some() && self.key == other.key
    }
}

impl From<&Identifier> for Masked {
    fn from(identifier: &Identifier) -> Self {
        let shown = match (&identifier.value, &identifier.sha256) {
            (Some(value), _) => mask(&identifier.kind, value),
            (None, Some(digest)) => mask("sha256", digest),
            (None, None) => "…".to_owned(),
        };
        Self {
            kind: identifier.kind.clone(),
            shown,
            key: identifier
                .sha256
                .clone()
                .or_else(|| identifier.value.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notification(act: &str, entry: u64, purposes: &[&str]) -> Notification {
        serde_json::from_value(serde_json::json!({
            "entry": entry, "act": act, "purposes": purposes,
            "identifiers": [{ "kind": "email", "value": "ada@example.com", "sha256": "aa" }],
            "effective_at": "2026-11-23T14:02:11Z", "receipt": null,
        }))
        .unwrap()
    }

    fn apply(state: &mut State, notification: &Notification) {
        state.apply(notification, Proof::of(notification, None));
    }

    #[test]
    fn the_list_follows_the_person() {
        let mut state = State::default();
        let no = notification("opt_out", 41, &["sale", "sharing"]);
        apply(&mut state, &no);
        apply(&mut state, &no);
        assert_eq!(state.suppressed.len(), 1);
        assert_eq!(state.suppressed[&41].identifiers[0].shown, "a…@example.com");

        apply(&mut state, &notification("opt_in", 42, &["sale"]));
        assert_eq!(state.suppressed[&41].purposes, ["sharing"]);
        apply(&mut state, &notification("opt_in", 43, &["sharing"]));
        assert!(state.suppressed.is_empty());
    }

    #[test]
    fn nobody_else_is_let_go_and_an_unknown_act_is_a_no() {
        let mut state = State::default();
        apply(&mut state, &notification("never_again", 1, &["sale"]));
        let mut other = notification("opt_in", 2, &["sale"]);
        other.identifiers[0].sha256 = Some("bb".into());
        apply(&mut state, &other);
        assert_eq!(state.suppressed.len(), 1);
    }

    #[test]
    fn what_is_remembered_has_limits() {
        let mut state = State::default();
        for entry in 0..=MAX_SUPPRESSED as u64 {
            apply(&mut state, &notification("opt_out", entry, &["sale"]));
            state.answer(Behaviour::Good, &entry.to_string());
            state.learn(Learned {
                at: Timestamp::UNIX_EPOCH,
                looked_at: "jam".into(),
            });
            state.record(Request {
                at: Timestamp::UNIX_EPOCH,
                id: "m".into(),
                signature: Ok(()),
                attempt: 1,
                reply: Reply::Confirmed,
            });
        }
        assert_eq!(state.suppressed.len(), MAX_SUPPRESSED);
        assert_eq!(state.learned.len(), MAX_LEARNED);
        assert_eq!(state.requests.len(), MAX_REQUESTS);
        assert!(state.tries.len() <= MAX_COUNTED);
        assert_eq!(state.received, MAX_SUPPRESSED as u64 + 1);
    }
}
