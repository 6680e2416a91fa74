//! Signals with nothing to bind them to: honoured where they were seen, and counted.
//!
//! Of browsers that nobody knows there is nothing to record (11 CCR 7025(c)(7)(A)), and soon most of them will send the signal.
//! So there is one entry an hour that says how many there were, and none for each. A crash loses the count of its hour.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use optout::{Entry, SignalsHonored, Timestamp};
use store::Commit;

use crate::node::Node;
use crate::problem::Problem;

/// The count, and since when it runs.
#[derive(Debug)]
pub struct Unbound {
    count: AtomicU64,
    since: Mutex<Timestamp>,
}

impl Unbound {
    /// A count that begins now.
    #[must_use]
    pub fn since(now: Timestamp) -> Self {
        Self {
            count: AtomicU64::new(0),
            since: Mutex::new(now),
        }
    }

    /// One more.
    pub fn count(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("refrain_signals_unbound_total").increment(1);
    }

    /// What was counted until `now`, once.
    fn take(&self, until: Timestamp) -> Option<SignalsHonored> {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        let from = std::mem::replace(&mut *since, until);
        let count = self.count.swap(0, Ordering::Relaxed);
        (count > 0).then_some(SignalsHonored { from, until, count })
    }

    fn put_back(&self, taken: &SignalsHonored) {
        self.count.fetch_add(taken.count, Ordering::Relaxed);
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = taken.from;
    }
}

impl Node {
    /// Records how many signals were honoured since the last time, where there were any. To be called every hour, and at the end.
    ///
    /// # Errors
    /// Where that could not be written; it is counted on.
    pub async fn record_unbound(&self) -> Result<(), Problem> {
        let Some(taken) = self.unbound.take(self.now()) else {
            return Ok(());
        };
        let entry = Entry::SignalsHonored(taken.clone());
        let committed = self.log.commit(Commit::new(self.salt(), entry)).await;
        committed.map(drop).map_err(|failure| {
            self.unbound.put_back(&taken);
            failure.into()
        })
    }
}
