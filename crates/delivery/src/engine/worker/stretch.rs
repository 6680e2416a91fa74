//! Telling the destination of what comes after its cursor.

use optout::OutcomeState;

use super::{Then, View, Worker};
use crate::classify::{Rest, Verdict};
use crate::engine::attempt::attempt;
use crate::engine::pace::Next;
use crate::engine::prepare::{Addressee, Prepared, Told, prepare};
use crate::engine::status::State;
use crate::engine::stretch::{Found, Search};
use crate::engine::tenure::Lost;
use crate::message::MAX_BATCH_NOTIFICATIONS;
use crate::trouble::{ItemTrouble, Trouble};

impl Worker {
    /// Settles one stretch, or fails to, and says what next.
    pub(super) async fn tell(&mut self, view: &View) -> Result<Then, Lost> {
        let context = self.context.clone();
        let message = match self.prepared.take() {
            Some(message) if message.stretch.first == view.cursor => message,
            _ => match self.find(view).await? {
                Found::Nothing => return Ok(Then::WaitForNews),
                Found::NotApplicable(stretch) => {
                    let settled = self.outcome(stretch, OutcomeState::NotApplicable);
                    return self.settle(settled).await;
                }
                Found::Erased(stretch) => {
                    tracing::warn!(
                        destination = %self.name,
                        choices = stretch.choices,
                        "choices cannot be told any more: their identifiers were erased"
                    );
                    let settled = self.outcome(stretch, OutcomeState::Manual);
                    return self.settle(settled).await;
                }
                Found::Choices(candidates, stretch) => {
                    let addressee = self.addressee(view);
                    let preparing = prepare(&context, addressee, (candidates, stretch));
                    self.tenure.keeping(&context, preparing).await?
                }
            },
        };
        if message.entries.is_empty() {
            return self
                .settle_message(message, OutcomeState::NotApplicable, Vec::new())
                .await;
        }
        let bounds = (message.stretch.first, message.stretch.last);
        self.tenure.plan(&context, bounds).await?;
        self.planned = Some(bounds);
        let attempt = attempt(&context, &view.declared, &message);
        let verdict = self.tenure.keeping(&context, attempt).await?;
        self.heed(verdict, message).await
    }

    async fn find(&mut self, view: &View) -> Result<Found, Lost> {
        let (to, limit) = if let Some((_, last)) = self.planned_at(view.cursor) {
            (last + 1, usize::MAX)
        } else {
            (self.linger(view).await?, self.pace.limit)
        };
        let search = Search {
            from: view.cursor,
            to,
            purposes: view.declared.purposes,
            limit,
        };
        let found = self
            .context
            .store(move |log| search.run(|from, limit| log.read(from, limit)));
        Ok(found.await?)
    }

    /// The stretch that was about to be sent, if it is the next one.
    fn planned_at(&self, cursor: u64) -> Option<(u64, u64)> {
        self.planned.filter(|(first, _)| *first == cursor)
    }

    /// Waits a moment for more choices, unless enough are there, and says up to where there are some.
    async fn linger(&self, view: &View) -> Result<u64, Lost> {
        if view.choices_end - view.cursor >= MAX_BATCH_NOTIFICATIONS as u64 {
            return Ok(view.choices_end);
        }
        let moment = tokio::time::sleep(self.context.settings.batch_wait);
        self.context.unless_stopped(moment).await?;
        Ok(self.context.look(store::Destinations::choices_end))
    }

    pub(super) fn addressee(&self, view: &View) -> Addressee {
        let told = match self.planned_at(view.cursor) {
            Some(_) => Told::Perhaps,
            None => Told::NotYet,
        };
        Addressee {
            destination: self.name.clone(),
            recipient: view.declared.recipient.name.clone(),
            told,
        }
    }

    async fn heed(&mut self, verdict: Verdict, message: Prepared) -> Result<Then, Lost> {
        match verdict {
            Verdict::Accepted => self.taken(message, Rest::Accepted, Vec::new()).await,
            Verdict::Confirmed => self.taken(message, Rest::Confirmed, Vec::new()).await,
            Verdict::ItemsFailed { rest, failed } => self.taken(message, rest, failed).await,
            Verdict::CredentialsBroken => self.hold(Trouble::Credentials, Some(message)).await,
            Verdict::Gone => self.hold(Trouble::Gone, Some(message)).await,
            Verdict::Rejected if message.entries.len() > 1 => {
                self.pace.halve(message.entries.len());
                self.planned = None;
                Ok(Then::Look)
            }
            Verdict::Rejected => {
                self.pace.refused(&self.context);
                if self.pace.refuses_everything() {
                    self.last_error = Some(Trouble::RefusesEverything);
                }
                if let Some(wait) = self.pace.blocked_for() {
                    self.show(State::BackingOff, Some(wait));
                }
                self.give_up(message, ItemTrouble::Rejected).await
            }
            Verdict::Retry { after, why } => {
                let next = self.pace.failed(why, message.entries.len());
                match next {
                    Next::SameAgain => self.prepared = Some(message),
                    Next::Smaller => self.planned = None,
                    Next::PassOver => return self.give_up(message, ItemTrouble::Stuck).await,
                }
                Ok(Then::Wait(self.back_off(why, after)))
            }
        }
    }

    async fn taken(
        &mut self,
        message: Prepared,
        rest: Rest,
        failed: Vec<(u64, ItemTrouble)>,
    ) -> Result<Then, Lost> {
        self.pace.succeeded();
        self.last_error = None;
        let state = match rest {
            Rest::Accepted => OutcomeState::Accepted,
            Rest::Confirmed => OutcomeState::Confirmed,
        };
        self.settle_message(message, state, failed).await
    }

    /// Goes on without the one entry of this message: it is tried again by itself.
    async fn give_up(&mut self, message: Prepared, why: ItemTrouble) -> Result<Then, Lost> {
        let failed = message.entries.iter().map(|entry| (*entry, why)).collect();
        self.settle_message(message, OutcomeState::NotApplicable, failed)
            .await
    }
}
