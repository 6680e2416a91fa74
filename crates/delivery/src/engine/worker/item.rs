//! Trying an entry again that the destination could not take.

use std::time::Duration;

use optout::OutcomeState;
use tokio::time::Instant;

use super::{Then, View, Worker};
use crate::classify::{Rest, Verdict};
use crate::engine::attempt::attempt;
use crate::engine::prepare::{Prepared, prepare};
use crate::engine::stretch::{Found, Search, Stretch};
use crate::engine::tenure::Lost;
use crate::trouble::Trouble;

impl Worker {
    /// Tries the entry by itself. Its message id follows from its position, so nothing need be planned. The message is made
    /// anew each time, because hours may lie between the tries: its receipt may be of a newer checkpoint.
    pub(super) async fn retry_item(&mut self, view: &View, entry: u64) -> Result<Then, Lost> {
        let context = self.context.clone();
        let search = Search {
            from: entry,
            to: entry + 1,
            purposes: view.declared.purposes,
            limit: 1,
        };
        let found = context.store(move |log| search.run(|from, limit| log.read(from, limit)));
        let found = found.await?;
        let message = match found {
            Found::Choices(candidates, stretch) => {
                let addressee = self.addressee(view);
                let preparing = prepare(&context, addressee, (candidates, stretch));
                self.tenure.keeping(&context, preparing).await?
            }
            Found::Erased(stretch) => return self.end_item(stretch, OutcomeState::Manual).await,
            // It was declared for other purposes since.
            Found::NotApplicable(stretch) => {
                return self.end_item(stretch, OutcomeState::NotApplicable).await;
            }
            Found::Nothing => return Err(Lost::Log),
        };
        if message.entries.is_empty() {
            return self.end_item(message.stretch, OutcomeState::Manual).await;
        }
        let attempt = attempt(&context, &view.declared, &message);
        let verdict = self.tenure.keeping(&context, attempt).await?;
        self.heed_item(entry, verdict, message).await
    }

    async fn heed_item(
        &mut self,
        entry: u64,
        verdict: Verdict,
        message: Prepared,
    ) -> Result<Then, Lost> {
        match verdict {
            Verdict::Accepted => self.item_taken(message, Rest::Accepted).await,
            Verdict::Confirmed => self.item_taken(message, Rest::Confirmed).await,
            Verdict::ItemsFailed { .. } | Verdict::Rejected => {
                // Where everything is refused, it is not this entry's fault, and its tries are not used up.
                let last = !self.pace.refuses_everything() && self.items.failed(entry).is_none();
                if last {
                    return self.end_item(message.stretch, OutcomeState::Manual).await;
                }
                self.put_off(entry, None);
                Ok(Then::Look)
            }
            Verdict::CredentialsBroken => self.hold(Trouble::Credentials, None).await,
            Verdict::Gone => self.hold(Trouble::Gone, None).await,
            Verdict::Retry { after, why } if why.was_answered() => {
                self.put_off(entry, after);
                Ok(Then::Look)
            }
            Verdict::Retry { after, why } => {
                self.pace.failed(why, 1);
                Ok(Then::Wait(self.back_off(why, after)))
            }
        }
    }

    async fn item_taken(&mut self, message: Prepared, rest: Rest) -> Result<Then, Lost> {
        self.pace.succeeded();
        self.last_error = None;
        let state = match rest {
            Rest::Accepted => OutcomeState::Accepted,
            Rest::Confirmed => OutcomeState::Confirmed,
        };
        self.settle_message(message, state, Vec::new()).await
    }

    async fn end_item(&mut self, stretch: Stretch, state: OutcomeState) -> Result<Then, Lost> {
        let settled = self.outcome(stretch, state);
        self.settle(settled).await
    }

    fn put_off(&mut self, entry: u64, after: Option<Duration>) {
        let context = &self.context;
        let tries = self.items.tries(entry);
        let wait = context.settings.backoff.wait(tries, context.random());
        let wait = wait.max(after.unwrap_or_default());
        self.items.put_off(entry, Instant::now() + wait);
    }
}
