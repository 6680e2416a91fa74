//! The one thread that commits, follows and publishes.
//!
//! Crash order, for a batch:
//!
//! 1. *Gathered*: nothing is written. A crash loses requests that nobody was told are done.
//! 2. *Appended*: the store has synced it. A crash before the answer leaves entries that nobody was told of; the requester
//!    asks again and learns that it stands. On the next start they are read like all others.
//! 3. *Followed*: memory only, so a crash costs reading again.
//! 4. *Answered.*
//! 5. *Published*: tiles and checkpoint are stored together, without a sync. A crash, even of the machine, at worst forgets
//!    them, and they are made again from the entries: signing the same entries gives the same tree.
//!
//! A checkpoint is only ever signed over entries that are already durable, so no crash can make two different trees of one
//! size. Recovery is the start of this loop: read on from what was followed.

use std::error::Error;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use ledger::tile::TileId;
use ledger::{Checkpoint, Commitment, Hash, Signer};
use optout::Entry;
use tokio::sync::oneshot;
use tracing::{error, info, warn};

use super::gather::{Gathered, Gatherer};
use super::head::Shared;
use super::{Commit, CommitError, Committed, Follower, LogOptions};
use crate::contract::{AppendError, Known, NewEntry, Onto, Published, Store, StoreError};

/// How long entries of other processes may go unseen, and how often an idle log looks for them.
pub(super) const POLL: Duration = Duration::from_millis(100);

/// How long what is durable may go unpublished while the log is busy.
const PUBLISH_WITHIN: Duration = Duration::from_millis(100);
/// How long the log must have nothing to do before it publishes what nobody waits for.
const BREATHER: Duration = Duration::from_millis(5);

pub(super) enum Message {
    Commit(Box<Pending>),
    /// Another process has written something.
    Look,
    Stop,
}

pub(super) struct Pending {
    pub(super) commit: Commit,
    pub(super) answer: Answer,
}

pub(super) struct Sequencer {
    pub(super) store: Arc<dyn Store>,
    pub(super) shared: Arc<Shared>,
    pub(super) signer: Signer,
    pub(super) followers: Vec<Box<dyn Follower>>,
    gatherer: Gatherer,
    /// Up to which position everything has been followed.
    pub(super) followed: u64,
    /// The last entry that was followed.
    pub(super) last: Option<Known>,
    /// A checkpoint that was kept outside of the store, until the log has grown past it.
    pub(super) witness: Option<Checkpoint>,
    /// The newest checkpoint that this process knows of.
    pub(super) published: Option<Published>,
    /// Whether the store could not be read when it was last tried.
    unreadable: bool,
    /// Those whose entries are durable, but could not be followed yet.
    late: Vec<Waiting>,
    /// When something was last published, or tried to be.
    published_at: Instant,
    /// Full tiles that are not stored yet.
    pub(super) tiles: Vec<(TileId, Vec<Hash>)>,
}

/// Why the log stops for good rather than going on with something that is not true.
enum Halt {
    Stopped,
    Contradiction(String),
}

impl Sequencer {
    pub(super) fn new(
        store: Arc<dyn Store>,
        shared: Arc<Shared>,
        options: LogOptions,
        messages: Receiver<Message>,
    ) -> Self {
        let LogOptions {
            signer,
            followers,
            witness,
        } = options;
        Self {
            store,
            shared,
            signer,
            followers,
            gatherer: Gatherer::new(messages),
            followed: 0,
            last: None,
            witness,
            published: None,
            unreadable: false,
            late: Vec::new(),
            published_at: Instant::now(),
            tiles: Vec::new(),
        }
    }

    pub(super) fn run(mut self) {
        let ended = self.recover().and_then(|()| {
            loop {
                self.turn()?;
            }
        });
        let why = match ended {
            Err(Halt::Contradiction(why)) => {
                error!(
                    reason = why,
                    "the log has stopped: it contradicts what was published; run `refrain ledger check`"
                );
                why
            }
            Err(Halt::Stopped) | Ok(()) => "it was shut down".to_owned(),
        };
        for pending in self.gatherer.rest() {
            let _ = pending.answer.send(Err(CommitError::Stopped(why.clone())));
        }
    }

    /// Reads the whole log and checks it against the newest checkpoint; the same steps as any other turn.
    fn recover(&mut self) -> Result<(), Halt> {
        let started = Instant::now();
        loop {
            match self
                .store
                .published()
                .map(|published| self.published = published)
                .and_then(|()| self.catch_up())
            {
                Ok(checked) => {
                    checked.map_err(Halt::Contradiction)?;
                    break;
                }
                Err(damaged @ StoreError::Row { .. }) => {
                    return Err(Halt::Contradiction(damaged.to_string()));
                }
                Err(failure) => {
                    warn!(error = &failure as &dyn Error, "the log cannot be read yet");
                    if self.gatherer.pause(Duration::from_secs(1)) {
                        return Err(Halt::Stopped);
                    }
                }
            }
        }
        info!(
            entries = self.followed,
            seconds = started.elapsed().as_secs_f64(),
            "the log is read"
        );
        self.publish().map_err(Halt::Contradiction)
    }

    /// Gathers what waits, commits it, and publishes.
    fn turn(&mut self) -> Result<(), Halt> {
        let unpublished = self.is_unpublished();
        let wait = if unpublished { BREATHER } else { POLL };
        let Gathered { batch, look, stop } = self.gatherer.gather(wait);
        let idle = batch.is_empty();
        if idle || look {
            self.look_for_others()?;
        }
        let (guarded, plain): (Vec<_>, Vec<_>) = batch
            .into_iter()
            .partition(|pending| pending.commit.guard.is_some());
        let mut waiting = self.commit(plain)?;
        waiting.append(&mut self.no_longer_late());
        for pending in guarded {
            self.commit_guarded(pending)?;
        }
        // Publishing keeps the next batch waiting, so it is done at once only for those who wait for it.
        let due = unpublished && self.published_at.elapsed() >= PUBLISH_WITHIN;
        if stop || idle || due || !waiting.is_empty() {
            self.publish().map_err(Halt::Contradiction)?;
            self.published_at = Instant::now();
        }
        for Waiting {
            answer, committed, ..
        } in waiting
        {
            let _ = answer.send(Ok(committed));
        }
        if stop { Err(Halt::Stopped) } else { Ok(()) }
    }

    fn look_for_others(&mut self) -> Result<(), Halt> {
        self.heed(Self::catch_up)
    }

    /// Reads, and halts where that contradicts what is known. That it cannot be read just now is no reason to halt.
    fn heed(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Result<(), String>, StoreError>,
    ) -> Result<(), Halt> {
        match read(self) {
            Ok(checked) => {
                if std::mem::take(&mut self.unreadable) {
                    info!("the log can be read again");
                }
                checked.map_err(Halt::Contradiction)
            }
            Err(damaged @ StoreError::Row { .. }) => Err(Halt::Contradiction(damaged.to_string())),
            Err(failure) => {
                // Said once, not ten times a second; how stale the gate is, is measured.
                if !std::mem::replace(&mut self.unreadable, true) {
                    warn!(error = &failure as &dyn Error, "the log cannot be read");
                }
                Ok(())
            }
        }
    }

    /// Appends a batch and answers it, except for those who wait until it is published: these are returned.
    fn commit(&mut self, batch: Vec<Pending>) -> Result<Vec<Waiting>, Halt> {
        let (mut entries, mut rest): (Vec<NewEntry>, Vec<Rest>) =
            batch.into_iter().map(Pending::split).unzip();
        while !entries.is_empty() {
            let started = Instant::now();
            let onto = Onto {
                size: None,
                holds: self.last,
            };
            let (at, why) = match self.store.append(&entries, onto) {
                Ok(first) => {
                    let took = started.elapsed();
                    self.gatherer.committed(entries.len(), took);
                    metrics::histogram!("refrain_commit_seconds").record(took);
                    #[expect(
                        clippy::cast_precision_loss,
                        reason = "a batch has at most a thousand entries"
                    )]
                    metrics::histogram!("refrain_commit_batch_entries")
                        .record(entries.len() as f64);
                    return self.appended(first, &entries, rest);
                }
                Err(AppendError::Stale { at }) => (at, CommitError::Stale),
                Err(AppendError::TooLong { at }) => (at, CommitError::TooLong),
                Err(AppendError::Moved { .. }) => unreachable!("no size was expected"),
                Err(lost @ AppendError::Lost { .. }) => {
                    return Err(Halt::Contradiction(lost.to_string()));
                }
                Err(AppendError::Store(failure)) => {
                    not_written(failure, rest);
                    break;
                }
            };
            entries.remove(at);
            let _ = rest.remove(at).answer.send(Err(why));
        }
        Ok(Vec::new())
    }

    fn appended(
        &mut self,
        first: u64,
        entries: &[NewEntry],
        rest: Vec<Rest>,
    ) -> Result<Vec<Waiting>, Halt> {
        // What another process appended in between.
        self.heed(|log| log.follow_up_to(first))?;
        let mut answers = Vec::with_capacity(rest.len());
        let mut stretch = Vec::with_capacity(rest.len());
        for ((position, rest), new) in (first..).zip(rest).zip(entries) {
            stretch.push((position, rest.entry, new.commitment));
            answers.push(Waiting {
                answer: rest.answer,
                committed: Committed { position },
                until_published: rest.answer_when_published,
            });
        }
        if first != self.followed {
            // It is durable, but what came before it cannot be read just now: nobody hears of it before it was followed.
            self.late.append(&mut answers);
            return Ok(answers);
        }
        self.follow(stretch);
        self.caught_up();
        Ok(answer(answers))
    }

    /// Those whose entries were durable before they could be followed, and have been followed since.
    fn no_longer_late(&mut self) -> Vec<Waiting> {
        let followed = self.followed;
        let (now, late) = std::mem::take(&mut self.late)
            .into_iter()
            .partition(|waiting| waiting.committed.position < followed);
        self.late = late;
        answer(now)
    }

    /// Appends an entry only if its guard holds when everything before it has been followed, and nothing comes in between.
    fn commit_guarded(&mut self, mut pending: Pending) -> Result<(), Halt> {
        self.look_for_others()?;
        let holds = pending
            .commit
            .guard
            .take()
            .is_some_and(|still_valid| still_valid());
        let (new, rest) = pending.split();
        let answer = if holds {
            let onto = Onto {
                size: Some(self.followed),
                holds: self.last,
            };
            match self.store.append(std::slice::from_ref(&new), onto) {
                Ok(position) => {
                    self.follow(vec![(position, rest.entry, new.commitment)]);
                    self.caught_up();
                    Ok(Committed { position })
                }
                Err(AppendError::Moved { .. }) => Err(CommitError::Moved),
                Err(lost @ AppendError::Lost { .. }) => {
                    return Err(Halt::Contradiction(lost.to_string()));
                }
                Err(AppendError::Stale { .. }) => Err(CommitError::Stale),
                Err(AppendError::TooLong { .. }) => Err(CommitError::TooLong),
                Err(AppendError::Store(failure)) => Err(CommitError::Store(Arc::new(failure))),
            }
        } else {
            Err(CommitError::Moved)
        };
        let _ = rest.answer.send(answer);
        Ok(())
    }
}

/// Tells everybody in a batch that it may be there or not.
fn not_written(failure: StoreError, batch: Vec<Rest>) {
    error!(
        error = &failure as &dyn Error,
        entries = batch.len(),
        "a batch was not written"
    );
    let failure = Arc::new(failure);
    for refused in batch {
        let _ = refused
            .answer
            .send(Err(CommitError::Store(failure.clone())));
    }
}

type Answer = oneshot::Sender<Result<Committed, CommitError>>;
pub(super) type Followed = (u64, Entry, Commitment);

/// Somebody whose entry is durable.
struct Waiting {
    answer: Answer,
    committed: Committed,
    until_published: bool,
}

/// Answers those who wait for nothing more, and returns the others.
fn answer(waiting: Vec<Waiting>) -> Vec<Waiting> {
    let (until_published, now): (Vec<_>, Vec<_>) = waiting
        .into_iter()
        .partition(|waiting| waiting.until_published);
    for Waiting {
        answer, committed, ..
    } in now
    {
        let _ = answer.send(Ok(committed));
    }
    until_published
}

/// What stays with the sequencer while the store has the entry.
struct Rest {
    entry: Entry,
    answer: Answer,
    answer_when_published: bool,
}

impl Pending {
    fn split(self) -> (NewEntry, Rest) {
        let Commit {
            entry,
            new,
            guard: _,
            answer_when_published,
        } = self.commit;
        (
            new,
            Rest {
                entry,
                answer: self.answer,
                answer_when_published,
            },
        )
    }
}
