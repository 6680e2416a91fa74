//! How fast and in what sizes a destination is told: everything here may be forgotten at any time.

use std::time::Duration;

use tokio::time::Instant;

use super::context::Context;
use crate::message::MAX_BATCH_NOTIFICATIONS;
use crate::trouble::Trouble;

/// After how many answers in a row that say "failed" smaller messages are tried: one entry may be to blame.
pub const FAILED_BEFORE_HALVING: u32 = 6;
/// After how many such answers a message with one entry is given up for now, so that the others get through.
pub const FAILED_BEFORE_PASSING: u32 = 16;
/// After how many entries refused in a row the destination itself is to blame, and is slowed down.
pub const REFUSED_BEFORE_SLOWING: u32 = 3;
/// How far it is slowed down: to the wait after so many failures.
const SLOWEST_AFTER_REFUSALS: u32 = 3;

pub(super) struct Pace {
    /// How many choices the next message has at most.
    pub(super) limit: usize,
    /// Until when nothing is sent.
    pub(super) blocked_until: Option<Instant>,
    /// Failures in a row.
    failures: u32,
    /// Of these, how many were the destination's own words.
    answered: u32,
    /// Entries refused one by one, in a row.
    refused: u32,
}

/// What to do with a message that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Send it again as it is.
    SameAgain,
    /// Try a smaller one.
    Smaller,
    /// It has one entry and keeps failing: go on without it.
    PassOver,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            limit: MAX_BATCH_NOTIFICATIONS,
            blocked_until: None,
            failures: 0,
            answered: 0,
            refused: 0,
        }
    }
}

impl Pace {
    /// A message got through: larger ones may too.
    pub(super) fn succeeded(&mut self) {
        let limit = (self.limit * 2).min(MAX_BATCH_NOTIFICATIONS);
        *self = Self {
            limit,
            ..Self::default()
        };
    }

    /// A message with so many `entries` failed for a reason that is not theirs. Says what to do with it after the wait.
    pub(super) fn failed(&mut self, why: Trouble, entries: usize) -> Next {
        self.failures = self.failures.saturating_add(1);
        if !why.was_answered() {
            return Next::SameAgain;
        }
        self.answered += 1;
        if entries > 1 && self.answered >= FAILED_BEFORE_HALVING {
            self.limit = entries / 2;
            return Next::Smaller;
        }
        if entries == 1 && self.answered >= FAILED_BEFORE_PASSING {
            self.answered = 0;
            self.limit = 1;
            return Next::PassOver;
        }
        Next::SameAgain
    }

    /// A message with more than one entry was refused: look for the one to blame in its first half.
    pub(super) fn halve(&mut self, entries: usize) {
        self.limit = (entries / 2).max(1);
    }

    /// A message with one entry was refused.
    pub(super) fn refused(&mut self, context: &Context) {
        self.refused = self.refused.saturating_add(1);
        self.limit = if self.refuses_everything() {
            1
        } else {
            (self.limit * 2).min(MAX_BATCH_NOTIFICATIONS)
        };
        let over = self.refused.saturating_sub(REFUSED_BEFORE_SLOWING);
        if over > 0 {
            let wait = context
                .settings
                .backoff
                .wait(over.min(SLOWEST_AFTER_REFUSALS), context.random());
            self.block(wait);
        }
    }

    /// Whether the destination seems to refuse everything, so that no entry is to blame.
    pub(super) fn refuses_everything(&self) -> bool {
        self.refused >= REFUSED_BEFORE_SLOWING
    }

    /// Waits, at least as long as the destination asks.
    pub(super) fn back_off(&mut self, context: &Context, after: Option<Duration>) -> Duration {
        let wait = context
            .settings
            .backoff
            .wait(self.failures.max(1), context.random());
        let wait = wait.max(after.unwrap_or_default());
        self.block(wait);
        wait
    }

    fn block(&mut self, wait: Duration) {
        self.blocked_until = Some(Instant::now() + wait);
    }

    /// How long still to wait.
    pub(super) fn blocked_for(&self) -> Option<Duration> {
        let left = self
            .blocked_until?
            .saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_that_is_down_is_sent_the_same_again() {
        let mut pace = Pace::default();
        for _ in 0..100 {
            assert_eq!(pace.failed(Trouble::Connection, 500), Next::SameAgain);
        }
        assert_eq!(pace.limit, MAX_BATCH_NOTIFICATIONS);
    }

    #[test]
    fn one_that_fails_is_sent_less_until_one_entry_is_left_and_passed_over() {
        let mut pace = Pace::default();
        let (mut entries, mut tries) = (500, 0);
        loop {
            tries += 1;
            match pace.failed(Trouble::ErrorInAnswer, entries) {
                Next::SameAgain => {}
                Next::Smaller => entries = pace.limit,
                Next::PassOver => break,
            }
        }
        assert_eq!((entries, tries), (1, FAILED_BEFORE_PASSING));
        // The next entry has all its tries again.
        for _ in 1..FAILED_BEFORE_PASSING {
            assert_eq!(pace.failed(Trouble::ErrorInAnswer, 1), Next::SameAgain);
        }
        assert_eq!(pace.failed(Trouble::ErrorInAnswer, 1), Next::PassOver);
    }

    #[test]
    fn after_a_success_messages_grow_again() {
        let mut pace = Pace::default();
        pace.halve(500);
        pace.halve(2);
        assert_eq!(pace.limit, 1);
        for limit in [2, 4, 8, 16, 32, 64, 128, 256, 500, 500] {
            pace.succeeded();
            assert_eq!(pace.limit, limit);
        }
    }
}
