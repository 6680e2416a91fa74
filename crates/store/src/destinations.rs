//! A projection of the log: what became of telling each destination.

use std::collections::{BTreeMap, BTreeSet};

use optout::{DestinationDeclared, Entry, Outcome, OutcomeState, PurposeSet, Timestamp};

/// Every destination, as the log has it.
#[derive(Clone, Debug, Default)]
pub struct Destinations {
    all: BTreeMap<String, DestinationView>,
    /// How many entries are people's choices.
    choices: u64,
    /// The position after the last of them.
    choices_end: u64,
}

/// One destination, as the log has it.
#[derive(Clone, Debug)]
pub struct DestinationView {
    declared: DestinationDeclared,
    held: Option<String>,
    cursor: u64,
    handled: u64,
    failing: BTreeMap<u64, String>,
    manual: BTreeSet<u64>,
    spans: Vec<Span>,
}

/// What one message, or the finding that none was needed, settled.
#[derive(Clone, Copy, Debug)]
struct Span {
    first: u64,
    last: u64,
    at: Timestamp,
    state: OutcomeState,
}

/// What became of telling a destination about one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// It does not concern this destination.
    NotApplicable,
    /// It has not been told yet; trying goes on.
    Waiting,
    /// A person must see to it: the destination is held, or every try failed.
    Manual,
    /// It took the message.
    Told(Timestamp),
    /// It said that the instruction was carried out.
    Confirmed(Timestamp),
    /// It was asked again and showed it.
    Verified(Timestamp),
}

impl Destinations {
    /// Takes the entry at `position` into account. Entries come in order, from 0 on.
    pub fn follow(&mut self, position: u64, entry: &Entry) {
        match entry {
            Entry::Destination(declared) => self.declare(declared),
            Entry::DestinationState(state) if state.removed => {
                self.all.remove(&state.name);
            }
            Entry::DestinationState(state) => {
                if let Some(view) = self.all.get_mut(&state.name) {
                    view.held.clone_from(&state.held);
                }
            }
            Entry::Outcome(outcome) => {
                if let Some(view) = self.all.get_mut(&outcome.destination) {
                    view.settle(outcome);
                }
            }
            other if other.is_told() => {
                self.choices += 1;
                self.choices_end = position + 1;
            }
            _ => {}
        }
    }

    /// The destination with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&DestinationView> {
        self.all.get(name)
    }

    /// Every destination, by name.
    pub fn iter(&self) -> impl Iterator<Item = &DestinationView> {
        self.all.values()
    }

    /// How many choices a destination has not been told of, counting those it could not take.
    #[must_use]
    pub fn lag(&self, view: &DestinationView) -> u64 {
        self.choices - view.handled + view.failing.len() as u64
    }

    /// Up to which position there is something to tell.
    #[must_use]
    pub fn choices_end(&self) -> u64 {
        self.choices_end
    }

    /// Up to which position every destination has been told, those it could not take excepted. Where there is no
    /// destination, nothing has been told.
    #[must_use]
    pub fn told_up_to(&self) -> u64 {
        let oldest = |view: &DestinationView| {
            view.failing
                .keys()
                .next()
                .copied()
                .unwrap_or(u64::MAX)
                .min(view.cursor)
        };
        self.all.values().map(oldest).min().unwrap_or(0)
    }

    fn declare(&mut self, declared: &DestinationDeclared) {
        if let Some(view) = self.all.get_mut(&declared.name) {
            view.declared = declared.clone();
            return;
        }
        let view = DestinationView {
            declared: declared.clone(),
            held: None,
            cursor: 0,
            handled: 0,
            failing: BTreeMap::new(),
            manual: BTreeSet::new(),
            spans: Vec::new(),
        };
        self.all.insert(declared.name.clone(), view);
    }
}

impl DestinationView {
    /// How it was declared.
    #[must_use]
    pub fn declared(&self) -> &DestinationDeclared {
        &self.declared
    }

    /// Why it is held, if it is.
    #[must_use]
    pub fn held(&self) -> Option<&str> {
        self.held.as_deref()
    }

    /// The first position that is not settled.
    #[must_use]
    pub fn cursor(&self) -> u64 {
        self.cursor
    }

    /// The entries before the cursor that it could not take, and why; they are tried again one by one.
    #[must_use]
    pub fn failing(&self) -> &BTreeMap<u64, String> {
        &self.failing
    }

    /// What became of telling it about the choice at `position`, which is about `purposes`.
    #[must_use]
    pub fn telling(&self, position: u64, purposes: PurposeSet) -> Telling {
        if !self.declared.purposes.intersects(purposes) {
            return Telling::NotApplicable;
        }
        if self.manual.contains(&position) {
            return Telling::Manual;
        }
        if position >= self.cursor || self.failing.contains_key(&position) {
            return if self.held.is_some() {
                Telling::Manual
            } else {
                Telling::Waiting
            };
        }
        // Later spans about a single failed entry come after the span that first covered it.
        let covers = |span: &&Span| span.first <= position && position <= span.last;
        match self.spans.iter().rev().find(covers) {
            None => Telling::NotApplicable,
            Some(span) => match span.state {
                OutcomeState::NotApplicable => Telling::NotApplicable,
                OutcomeState::Accepted => Telling::Told(span.at),
                OutcomeState::Confirmed => Telling::Confirmed(span.at),
                OutcomeState::Verified => Telling::Verified(span.at),
                OutcomeState::Manual => Telling::Manual,
            },
        }
    }

    fn settle(&mut self, outcome: &Outcome) {
        // An outcome that begins behind the cursor's end belongs to a destination of the same name that was removed while
        // its message was on the way: this one has not told those people.
        if outcome.first > self.cursor {
            return;
        }
        if outcome.last < self.cursor {
            self.settle_failed(outcome);
        } else {
            self.cursor = outcome.last + 1;
            self.handled += u64::from(outcome.choices);
        }
        for item in &outcome.failed {
            self.failing.insert(item.entry, item.reason.clone());
        }
        let span = Span {
            first: outcome.first,
            last: outcome.last,
            at: outcome.at,
            state: outcome.state,
        };
        match self.spans.last_mut() {
            Some(before) if before.last + 1 == span.first && both_not_applicable(before, &span) => {
                before.last = span.last;
            }
            _ => self.spans.push(span),
        }
    }

    fn settle_failed(&mut self, outcome: &Outcome) {
        for position in outcome.first..=outcome.last {
            if self.failing.remove(&position).is_some() && outcome.state == OutcomeState::Manual {
                self.manual.insert(position);
            }
        }
    }
}

fn both_not_applicable(a: &Span, b: &Span) -> bool {
    a.state == OutcomeState::NotApplicable && b.state == OutcomeState::NotApplicable
}
