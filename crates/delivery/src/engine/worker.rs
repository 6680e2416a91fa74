//! One destination's task: looks what is to be done, does one thing, and looks again.

mod item;
mod settle;
mod stretch;

use std::sync::Arc;
use std::time::Duration;

use optout::DestinationDeclared;
use tokio::sync::watch;
use tokio::time::Instant;

use super::context::Context;
use super::items::Items;
use super::pace::Pace;
use super::prepare::Prepared;
use super::status::{State, Status};
use super::supervisor::{News, PACE};
use super::tenure::{Hold, Lost, Tenure, asking_again};
use crate::trouble::Trouble;

pub(super) struct Worker {
    context: Arc<Context>,
    name: String,
    news: watch::Receiver<News>,
    followed: watch::Receiver<u64>,
    tenure: Tenure,
    pace: Pace,
    items: Items,
    /// Whether the log may know of failing entries that `items` does not.
    items_moved: bool,
    /// Whether a failing entry has the next turn, so that new choices do not crowd them out.
    items_turn: bool,
    /// The stretch that was about to be sent when this worker took over.
    planned: Option<(u64, u64)>,
    /// The message that is being sent, the same bytes on every try.
    prepared: Option<Prepared>,
    declared: Option<DestinationDeclared>,
    last_error: Option<Trouble>,
}

/// What a worker sees when it looks at the projection.
struct View {
    declared: DestinationDeclared,
    held: bool,
    cursor: u64,
    choices_end: u64,
    failing: bool,
}

/// What to do after a turn.
enum Then {
    /// Look again at once.
    Look,
    /// Look again after this time, or earlier where there is news.
    Wait(Duration),
    /// Look again when there is news.
    WaitForNews,
    /// Look again when there is anything. A worker that holds its destination itself knows that earlier than the supervisor,
    /// to whom a hold and a resumption right after it are no news.
    WaitForLog,
    /// The destination is no more, or the engine is being stopped.
    End,
}

impl Worker {
    pub(super) fn new(context: Arc<Context>, name: String, news: watch::Receiver<News>) -> Self {
        Self {
            followed: context.followed(),
            context,
            name,
            news,
            tenure: Tenure::default(),
            pace: Pace::default(),
            items: Items::default(),
            items_moved: true,
            items_turn: false,
            planned: None,
            prepared: None,
            declared: None,
            last_error: None,
        }
    }

    pub(super) async fn run(mut self) {
        self.show(State::Active, None);
        while !self.context.is_stopped() {
            let context = self.context.clone();
            let then = match self.turn().await {
                Ok(then) => then,
                Err(Lost::Stopped) => break,
                Err(Lost::Lease) => Then::Look,
                Err(Lost::Log) => Then::Wait(self.back_off(Trouble::Log, None)),
            };
            let rest = async {
                match then {
                    Then::Look => true,
                    Then::End => false,
                    Then::WaitForNews => self.news.changed().await.is_ok(),
                    Then::WaitForLog => {
                        tokio::time::sleep(PACE).await;
                        self.followed.changed().await.is_ok()
                    }
                    Then::Wait(wait) => tokio::select! {
                        news = self.news.changed() => news.is_ok(),
                        () = tokio::time::sleep(wait) => true,
                    },
                }
            };
            if !matches!(context.unless_stopped(rest).await, Ok(true)) {
                break;
            }
        }
        self.tenure.release(&self.context).await;
        self.context.board.remove(&self.name);
    }

    async fn turn(&mut self) -> Result<Then, Lost> {
        self.news.mark_unchanged();
        self.followed.mark_unchanged();
        let Some(view) = self.look() else {
            return Ok(Then::End);
        };
        if view.held {
            self.pace = Pace::default();
            self.show(State::Held, None);
            return Ok(Then::WaitForLog);
        }
        let behind = view.cursor < view.choices_end;
        if !behind && !view.failing {
            self.show(State::Active, None);
            return Ok(Then::WaitForNews);
        }
        let often = self.context.settings.lease / 3;
        match self.tenure.hold(&self.context, &self.name).await? {
            Hold::Kept => {}
            Hold::Taken(planned) => {
                self.start_over(planned);
                return Ok(Then::Look);
            }
            Hold::Elsewhere => return Ok(Then::Wait(asking_again(&self.context))),
        }
        if let Some(wait) = self.pace.blocked_for() {
            return Ok(Then::Wait(wait.min(often)));
        }
        self.follow_items();
        let now = Instant::now();
        let due = self.items.next().filter(|(entry, due)| {
            // An entry after the cursor is not settled at all, so it is none of these.
            *due <= now && *entry < view.cursor
        });
        match due {
            Some((entry, _)) if self.items_turn || !behind => {
                self.items_turn = false;
                self.retry_item(&view, entry).await
            }
            _ if behind => {
                self.items_turn = true;
                self.tell(&view).await
            }
            _ => {
                if self.last_error.is_none() {
                    self.show(State::Active, None);
                }
                let next = self.items.next().map_or(often, |(_, due)| due - now);
                Ok(Then::Wait(next.min(often)))
            }
        }
    }

    /// Looks at the projection; `None` where the destination was removed.
    fn look(&mut self) -> Option<View> {
        let (view, lag) = self.context.look(|destinations| {
            let view = destinations.get(&self.name)?;
            let seen = View {
                declared: view.declared().clone(),
                held: view.held().is_some(),
                cursor: view.cursor(),
                choices_end: destinations.choices_end(),
                failing: !view.failing().is_empty(),
            };
            Some((seen, destinations.lag(view)))
        })?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a gauge need not be exact above 2^53"
        )]
        metrics::gauge!("refrain_delivery_lag", "destination" => self.name.clone()).set(lag as f64);
        if self.declared.as_ref() != Some(&view.declared) {
            // Another URL, other secrets or other purposes: what was wrong may be right now.
            self.declared = Some(view.declared.clone());
            self.prepared = None;
            self.pace = Pace::default();
            self.items_moved = true;
        }
        Some(view)
    }

    /// Somebody else may have worked since: nothing that this worker remembers counts.
    fn start_over(&mut self, planned: Option<(u64, u64)>) {
        self.planned = planned;
        self.prepared = None;
        self.pace = Pace::default();
        self.items = Items::default();
        self.items_moved = true;
    }

    fn follow_items(&mut self) {
        if !std::mem::take(&mut self.items_moved) {
            return;
        }
        let context = &self.context;
        context.look(|destinations| {
            if let Some(view) = destinations.get(&self.name) {
                let wait = || context.settings.backoff.wait(1, context.random());
                self.items.follow(view.failing(), Instant::now(), wait);
            }
        });
    }

    /// Waits before the destination is tried again, and says so.
    fn back_off(&mut self, why: Trouble, after: Option<Duration>) -> Duration {
        let wait = self.pace.back_off(&self.context, after);
        self.last_error = Some(why);
        self.show(State::BackingOff, Some(wait));
        wait
    }

    fn show(&self, state: State, wait: Option<Duration>) {
        let next_try = wait.and_then(|wait| self.context.now().checked_add(wait).ok());
        let status = Status {
            state,
            last_error: self.last_error.map(Trouble::word),
            next_try,
        };
        self.context.board.set(&self.name, status);
    }
}
