//! Gathering what waits into one batch, so that one sync serves many.
//!
//! Nobody waits where nobody else is about to come: an idle log commits at once, and so does one with a single client. But
//! where many clients wait for their answers, they come back together, and the batch after the one that answered them would
//! begin with the first few and leave the others to the next. So where the last batch was large, a batch is given a fraction
//! of a commit's time to grow to what the last ones show to be coming. It costs less than the sync that it saves.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use super::sequencer::{Message, Pending};

/// The most entries in one batch.
const MAX_BATCH: usize = 1024;
/// Which part of the last commit's time a batch may take to grow.
const GROWING: u32 = 4;

/// Takes messages in batches.
pub(super) struct Gatherer {
    messages: Receiver<Message>,
    /// What came while nothing could be committed.
    held: Vec<Pending>,
    last_batch: usize,
    last_took: Duration,
}

/// What was gathered.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) batch: Vec<Pending>,
    /// Whether another process is said to have written something.
    pub(super) look: bool,
    /// Whether nothing more is to come.
    pub(super) stop: bool,
}

impl Gatherer {
    pub(super) fn new(messages: Receiver<Message>) -> Self {
        Self {
            messages,
            held: Vec::new(),
            last_batch: 0,
            last_took: Duration::ZERO,
        }
    }

    /// Notes how long the last batch took, so that the next one knows what waiting is worth.
    pub(super) fn committed(&mut self, entries: usize, took: Duration) {
        self.last_batch = entries;
        self.last_took = took;
    }

    /// Waits for something to do, at most for `wait`, and takes what is there.
    pub(super) fn gather(&mut self, wait: Duration) -> Gathered {
        let mut gathered = Gathered {
            batch: std::mem::take(&mut self.held),
            ..Gathered::default()
        };
        self.take_waiting(&mut gathered);
        let came_meanwhile = gathered.batch.len();
        if gathered.batch.is_empty() && !gathered.stop {
            gathered.take(self.messages.recv_timeout(wait));
            self.take_waiting(&mut gathered);
        }
        let coming = (self.last_batch + came_meanwhile).min(MAX_BATCH);
        let until = Instant::now() + self.last_took / GROWING;
        while !gathered.stop && !gathered.batch.is_empty() && gathered.batch.len() < coming {
            let left = until.saturating_duration_since(Instant::now());
            let received = self.messages.recv_timeout(left);
            let late = matches!(received, Err(RecvTimeoutError::Timeout));
            gathered.take(received);
            if late {
                break;
            }
        }
        gathered
    }

    /// Lets time pass while nothing can be committed; what comes is held. Whether the log is to stop.
    pub(super) fn pause(&mut self, time: Duration) -> bool {
        let mut gathered = Gathered {
            batch: std::mem::take(&mut self.held),
            ..Gathered::default()
        };
        let until = Instant::now() + time;
        while !gathered.stop && Instant::now() < until {
            gathered.take(
                self.messages
                    .recv_timeout(until.saturating_duration_since(Instant::now())),
            );
        }
        self.held = gathered.batch;
        gathered.stop
    }

    /// What waits when the log ends.
    pub(super) fn rest(&mut self) -> Vec<Pending> {
        let mut gathered = Gathered {
            batch: std::mem::take(&mut self.held),
            ..Gathered::default()
        };
        while let Ok(message) = self.messages.try_recv() {
            gathered.take(Ok(message));
        }
        gathered.batch
    }

    fn take_waiting(&self, gathered: &mut Gathered) {
        while !gathered.stop && gathered.batch.len() < MAX_BATCH {
            match self.messages.try_recv() {
                Ok(message) => gathered.take(Ok(message)),
                Err(TryRecvError::Disconnected) => gathered.stop = true,
                Err(TryRecvError::Empty) => break,
            }
        }
    }
}

impl Gathered {
    fn take(&mut self, received: Result<Message, RecvTimeoutError>) {
        match received {
            Ok(Message::Commit(pending)) => self.batch.push(*pending),
            Ok(Message::Look) => self.look = true,
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => self.stop = true,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}
