//! Writing down what became of it: the only way in which a worker changes anything.

use std::time::Duration;

use optout::{DestinationState, Entry, FailedItem, Outcome, OutcomeState};
use store::{Commit, CommitError};

use super::{Then, Worker};
use crate::engine::prepare::Prepared;
use crate::engine::status::State;
use crate::engine::stretch::Stretch;
use crate::engine::tenure::Lost;
use crate::trouble::{ItemTrouble, Trouble};

/// How long to wait before an outcome is written again that could not be.
const WRITE_AGAIN: Duration = Duration::from_millis(500);

impl Worker {
    pub(super) fn outcome(&self, stretch: Stretch, state: OutcomeState) -> Outcome {
        Outcome {
            at: self.context.now(),
            destination: self.name.clone(),
            first: stretch.first,
            last: stretch.last,
            choices: stretch.choices,
            state,
            failed: Vec::new(),
            message: None,
            digest: None,
        }
    }

    /// Settles the stretch of a message that was answered.
    pub(super) async fn settle_message(
        &mut self,
        message: Prepared,
        state: OutcomeState,
        mut failed: Vec<(u64, ItemTrouble)>,
    ) -> Result<Then, Lost> {
        failed.extend(message.untellable);
        failed.sort_by_key(|(entry, _)| *entry);
        let mut outcome = self.outcome(message.stretch, state);
        outcome.failed = failed
            .into_iter()
            .map(|(entry, why)| FailedItem {
                entry,
                reason: why.word().to_owned(),
            })
            .collect();
        if !message.entries.is_empty() {
            outcome.message = Some(message.id);
            outcome.digest = Some(message.digest);
        }
        self.settle(outcome).await
    }

    pub(super) async fn settle(&mut self, outcome: Outcome) -> Result<Then, Lost> {
        self.commit(Entry::Outcome(outcome)).await?;
        self.items_moved = true;
        self.planned = None;
        self.prepared = None;
        if self.last_error.is_none() {
            self.show(State::Active, None);
        }
        Ok(Then::Look)
    }

    /// Holds the destination: nothing is sent until a person resumes it, and then the same message first.
    pub(super) async fn hold(
        &mut self,
        why: Trouble,
        message: Option<Prepared>,
    ) -> Result<Then, Lost> {
        let state = DestinationState {
            at: self.context.now(),
            name: self.name.clone(),
            held: Some(why.word().to_owned()),
            removed: false,
        };
        self.prepared = message;
        self.last_error = Some(why);
        self.commit(Entry::DestinationState(state)).await?;
        tracing::error!(destination = %self.name, result = why.word(), "a destination is held until it is resumed");
        Ok(Then::Look)
    }

    /// Commits under the lease, as often as it takes, and waits until the projection knows.
    async fn commit(&mut self, entry: Entry) -> Result<(), Lost> {
        let context = self.context.clone();
        loop {
            let commit = Commit::new(context.salt(), entry.clone()).fenced(self.tenure.fence()?);
            match context.log.commit(commit).await {
                Ok(committed) => return Ok(context.follows(committed.position + 1).await?),
                Err(CommitError::Stale | CommitError::Moved) => {
                    self.tenure.lose();
                    return Err(Lost::Lease);
                }
                Err(CommitError::Stopped(_)) => return Err(Lost::Stopped),
                // The outcome of a full message fits (see `tests`), so it is never too long.
                Err(CommitError::TooLong) => return Err(Lost::Log),
                // It may be there or not. Once more is harmless: whatever it settles is settled the same way.
                Err(failure @ (CommitError::Busy | CommitError::Store(_))) => tracing::warn!(
                    destination = %self.name,
                    error = &failure as &dyn std::error::Error,
                    "an outcome was not written yet"
                ),
            }
            let pause = tokio::time::sleep(WRITE_AGAIN);
            context.unless_stopped(pause).await?;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use store::contract::MAX_ENTRY_BYTES;

    use super::*;
    use crate::message::MAX_BATCH_NOTIFICATIONS;

    #[test]
    fn the_outcome_of_a_full_message_of_failures_fits_into_an_entry() {
        let item = FailedItem {
            entry: u64::MAX,
            reason: ItemTrouble::IdentifiersUnreadable.word().to_owned(),
        };
        let outcome = Outcome {
            at: Timestamp::MAX,
            destination: "d".repeat(1024),
            first: u64::MAX,
            last: u64::MAX,
            choices: u32::MAX,
            state: OutcomeState::NotApplicable,
            failed: vec![item; MAX_BATCH_NOTIFICATIONS],
            message: Some("m".repeat(64)),
            digest: Some("0".repeat(64)),
        };
        let bytes = Entry::Outcome(outcome).to_bytes().len();
        assert!(bytes < MAX_ENTRY_BYTES, "{bytes}");
    }
}
