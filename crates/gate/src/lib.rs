//! The gate: the whole suppression set in memory, fed by the log, answering "may I sell or share?" without any I/O.
//!
//! - It starts closed, opens when it has followed the log to its end, and closes again when it has not heard from the log
//!   for longer than its staleness bound: what it cannot know, it denies.
//! - Every answer names its reason, the rule, and how many entries of the log it rests on.
//! - What the answer *is* stands in [`optout::may_disclose`]; the gate only makes it fast.
//!
//! ```
//! use std::time::{Duration, Instant};
//! use gate::{Ask, Gate, Moment};
//! use optout::{Age, Decision, DisclosurePurpose, Purpose, Token};
//!
//! let gate = Gate::new(Duration::from_secs(10), Instant::now());
//! let ask = Ask {
//!     recipient: "acme-ads",
//!     purpose: DisclosurePurpose::Statutory(Purpose::Sharing),
//!     signal: false,
//!     program: None,
//!     age: Age::Unknown,
//! };
//! let moment = || Moment { now: Instant::now(), today: optout::Date::constant(2026, 11, 23) };
//! assert_eq!(gate.ask(&[Token([1; 16])], &ask, moment()).answer.decision, Decision::Deny); // still closed
//! gate.caught_up(0, Instant::now());
//! assert_eq!(gate.ask(&[Token([1; 16])], &ask, moment()).answer.decision, Decision::Allow);
//! ```

mod choices;
mod links;
mod programs;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use optout::{
    Age, Answer, Date, DisclosurePurpose, Entry, Facts, Knowledge, Question, Recipient, Role,
    Standing, Subject, Subjects, Token, may_disclose,
};

use choices::Choices;
use links::Links;
use programs::Programs;

/// The suppression set of one installation.
#[derive(Debug)]
pub struct Gate {
    followed: RwLock<Followed>,
    staleness: Duration,
    epoch: Instant,
    /// Microseconds from `epoch` to the last time that everything there is had been followed; 0 for never.
    fresh: AtomicU64,
}

#[derive(Debug, Default)]
struct Followed {
    size: u64,
    choices: Choices,
    links: Links,
    programs: Programs,
    recipients: HashMap<String, Recipient>,
}

/// A question to the gate, whoever it is about.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Who would receive the data. One that nobody declared is a third party (Civ. Code 1798.140(ai)).
    pub recipient: &'a str,
    /// Why.
    pub purpose: DisclosurePurpose,
    /// Whether the request at hand carries an opt-out preference signal.
    pub signal: bool,
    /// The programme to which the disclosure belongs, where it belongs to one that rests on sharing.
    pub program: Option<&'a str>,
    /// The person's age, as far as it is known.
    pub age: Age,
}

/// When a question is asked.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The time, for the gate's own freshness.
    pub now: Instant,
    /// The date, for the recipient's contract.
    pub today: Date,
}

/// The set, held still for a few questions.
#[derive(Debug)]
pub struct Asking<'a> {
    followed: RwLockReadGuard<'a, Followed>,
    age: Option<Duration>,
    fresh: bool,
    today: Date,
}

/// The gate's answer.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The answer, with the position that it rests on.
    pub answer: Answer,
    /// How long ago that position was the end of the log; `None` where it never was.
    pub age: Option<Duration>,
}

impl Gate {
    /// A closed gate that has followed nothing. `epoch` is any time before the first [`Gate::caught_up`].
    #[must_use]
    pub fn new(staleness: Duration, epoch: Instant) -> Self {
        Self {
            followed: RwLock::default(),
            staleness,
            epoch,
            fresh: AtomicU64::new(0),
        }
    }

    /// Takes entries of the log into account; positions are consecutive over all calls, from 0 on.
    pub fn follow(&self, batch: &[(u64, Entry)]) {
        let mut followed = self
            .followed
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for (position, entry) in batch {
            followed.follow(*position, entry);
            followed.size = position + 1;
        }
    }

    /// Notes that what was followed was, at `now`, everything there is.
    pub fn caught_up(&self, size: u64, now: Instant) {
        if self.size() == size {
            let micros = now.saturating_duration_since(self.epoch).as_micros().max(1);
            self.fresh
                .store(u64::try_from(micros).unwrap_or(u64::MAX), Ordering::Release);
        }
    }

    /// How many entries have been followed.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.read().size
    }

    /// How many tokens have a standing.
    #[must_use]
    pub fn tokens(&self) -> usize {
        self.read().choices.len()
    }

    /// How long ago everything there is had been followed; `None` for never.
    #[must_use]
    pub fn age(&self, now: Instant) -> Option<Duration> {
        match self.fresh.load(Ordering::Acquire) {
            0 => None,
            micros => {
                Some(now.saturating_duration_since(self.epoch + Duration::from_micros(micros)))
            }
        }
    }

    /// Whether the gate can answer anything but no.
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        self.age(now).is_some_and(|age| age <= self.staleness)
    }

    /// Answers for a person known by any of `tokens`; what stands for one of them counts for all.
    #[must_use]
    pub fn ask(&self, tokens: &[Token], ask: &Ask<'_>, moment: Moment) -> Told {
        self.asking(moment).ask(tokens, ask)
    }

    /// Holds the set still to answer many questions on one and the same position of the log. Entries wait meanwhile, so it
    /// must not be kept for long.
    #[inline]
    #[must_use]
    pub fn asking(&self, moment: Moment) -> Asking<'_> {
        let age = self.age(moment.now);
        let fresh = age.is_some_and(|age| age <= self.staleness);
        Asking {
            followed: self.read(),
            age,
            fresh,
            today: moment.today,
        }
    }

    /// What stands for one token.
    #[must_use]
    pub fn standing(&self, token: &Token) -> Standing {
        self.read().choices.of(token)
    }

    /// The facts for deciding a request about `subjects`.
    #[must_use]
    pub fn facts(&self, subjects: &[Subject]) -> Facts {
        let followed = self.read();
        let standing = subjects
            .iter()
            .map(|subject| followed.choices.of(&subject.token))
            .collect();
        Facts {
            standing,
            linked: None,
            as_of: followed.size,
        }
    }

    /// The facts for deciding whether to remember that `subjects` are one person's.
    #[must_use]
    pub fn facts_of_link(&self, subjects: &Subjects) -> Facts {
        let followed = self.read();
        Facts {
            standing: Vec::new(),
            linked: followed.links.holding(subjects),
            as_of: followed.size,
        }
    }

    /// Everything that a choice about `named` covers ([`optout::reach`]).
    #[must_use]
    pub fn reach(&self, named: Subjects) -> Subjects {
        let followed = self.read();
        optout::reach(named, |token| followed.links.of(token))
    }

    /// The same, each with what stands for it, at one and the same moment.
    #[must_use]
    pub fn reached(&self, named: Subjects) -> Vec<(Subject, Standing)> {
        let followed = self.read();
        let reached = optout::reach(named, |token| followed.links.of(token));
        let with = |one: &Subject| (one.clone(), followed.choices.of(&one.token));
        reached.iter().map(with).collect()
    }

    /// The positions of the links that name any of `subjects`.
    #[must_use]
    pub fn links_of(&self, subjects: &Subjects) -> Vec<u64> {
        let followed = self.read();
        let of = |subject: &Subject| followed.links.positions_of(&subject.token);
        let mut positions: Vec<u64> = subjects.iter().flat_map(of).collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// The positions of the links in a stretch of the log.
    #[must_use]
    pub fn links_in(&self, range: Range<u64>) -> Vec<u64> {
        self.read().links.positions(range)
    }

    /// How many links are known.
    #[must_use]
    pub fn links(&self) -> usize {
        self.read().links.len()
    }

    fn read(&self) -> RwLockReadGuard<'_, Followed> {
        self.followed.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Followed {
    fn follow(&mut self, position: u64, entry: &Entry) {
        if let Some(choice) = entry.choice() {
            self.choices.apply(position, &choice);
        }
        self.programs.follow(position, entry);
        match entry {
            Entry::Retention(over) => self.links.forget_before(over.through),
            Entry::Linked(linked) => self.links.add(position, &linked.subjects),
            Entry::Destination(declared) => {
                let recipient = declared.recipient.clone();
                self.recipients.insert(recipient.name.clone(), recipient);
            }
            _ => {}
        }
    }
}

impl Asking<'_> {
    /// Answers for a person known by any of `tokens`; what stands for one of them counts for all.
    #[must_use]
    pub fn ask(&self, tokens: &[Token], ask: &Ask<'_>) -> Told {
        let knowledge = match self.age {
            None => Knowledge::Starting,
            Some(_) if self.fresh => Knowledge::Known(self.followed.choices.of_all(tokens)),
            Some(_) => Knowledge::Stale,
        };
        let role = match ask.purpose {
            // Of the law's own purposes the role changes nothing, so it is not looked up.
            DisclosurePurpose::Statutory(_) => Role::ThirdParty,
            DisclosurePurpose::Business => {
                let known = self.followed.recipients.get(ask.recipient);
                known.map_or(Role::ThirdParty, |known| known.effective_role(self.today))
            }
        };
        let question = Question {
            knowledge,
            as_of: self.followed.size,
            signal: ask.signal,
            stayed: ask
                .program
                .is_some_and(|program| self.followed.programs.is_kept_by_any(program, tokens)),
            age: ask.age,
            role,
            purpose: ask.purpose,
        };
        Told {
            answer: may_disclose(&question),
            age: self.age,
        }
    }
}
