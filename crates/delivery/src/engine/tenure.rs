//! Holding a destination's lease: taken when there is work, renewed while there is, and left to lapse when there is none, so
//! that an idle engine writes nothing.

use std::convert::Infallible;
use std::time::Duration;

use store::{Fence, Lease, StoreError};
use tokio::time::Instant;

use super::context::{Context, Stopped};
use crate::trouble::Trouble;

/// A worker's hold on its destination.
#[derive(Default)]
pub(super) struct Tenure {
    held: Option<Held>,
    /// When somebody else was found to hold it.
    elsewhere: Option<Instant>,
}

struct Held {
    lease: Lease,
    renewed: Instant,
}

/// Whether a worker may work.
#[derive(Debug)]
pub(super) enum Hold {
    /// As before.
    Kept,
    /// It may, from now on: what it remembers is void, and this is the stretch that was about to be sent.
    Taken(Option<(u64, u64)>),
    /// Somebody else does.
    Elsewhere,
}

/// Why a worker cannot go on as it was.
#[derive(Debug)]
pub(super) enum Lost {
    /// The engine is being stopped.
    Stopped,
    /// Somebody took the lease over.
    Lease,
    /// The log failed.
    Log,
}

impl From<Stopped> for Lost {
    fn from(Stopped: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<StoreError> for Lost {
    fn from(failure: StoreError) -> Self {
        tracing::warn!(
            error = &failure as &dyn std::error::Error,
            result = Trouble::Log.word(),
            "the store failed during a delivery"
        );
        Self::Log
    }
}

impl Tenure {
    /// Takes or renews the lease of `destination`, if that is due.
    pub(super) async fn hold(
        &mut self,
        context: &Context,
        destination: &str,
    ) -> Result<Hold, Lost> {
        let until = until_ms(context);
        if let Some(held) = &mut self.held {
            if held.renewed.elapsed() < context.settings.lease / 3 {
                return Ok(Hold::Kept);
            }
            let lease = held.lease.clone();
            if context
                .store(move |store| store.renew(&lease, until))
                .await?
                .is_ok()
            {
                held.renewed = Instant::now();
                return Ok(Hold::Kept);
            }
            self.lose();
        }
        let asked = self.elsewhere.map(|asked| asked.elapsed());
        if asked.is_some_and(|ago| ago < asking_again(context)) {
            return Ok(Hold::Elsewhere);
        }
        let (name, holder) = (destination.to_owned(), context.holder.clone());
        let now = context.now().as_millisecond();
        let taken = context
            .store(move |store| store.lease(&name, &holder, now, until))
            .await?;
        let Some(lease) = taken else {
            self.elsewhere = Some(Instant::now());
            return Ok(Hold::Elsewhere);
        };
        self.elsewhere = None;
        let planned = lease.planned;
        let renewed = Instant::now();
        self.held = Some(Held { lease, renewed });
        // The last holder's outcomes are in the log, but perhaps not in the projection yet.
        if let Err(lost) = follows_everything(context).await {
            self.release(context).await;
            return Err(lost);
        }
        Ok(Hold::Taken(planned))
    }

    /// Does `work`, however long it takes, and keeps the lease meanwhile. Otherwise another process would take it over and begin
    /// the same again; where the work always takes longer than a lease runs, nobody would ever be done with it.
    pub(super) async fn keeping<T>(
        &mut self,
        context: &Context,
        work: impl Future<Output = T>,
    ) -> T {
        tokio::select! {
            done = work => done,
            never = self.keep(context) => match never {},
        }
    }

    /// Renews the lease as long as this is polled. Whether it was lost all the same shows when an outcome is settled.
    async fn keep(&mut self, context: &Context) -> Infallible {
        while let Some(held) = &mut self.held {
            let due = held.renewed + context.settings.lease / 3;
            tokio::time::sleep_until(due).await;
            let (lease, until) = (held.lease.clone(), until_ms(context));
            let renewed = context.store(move |store| store.renew(&lease, until)).await;
            if !matches!(renewed, Ok(Ok(()))) {
                break;
            }
            held.renewed = Instant::now();
        }
        std::future::pending().await
    }

    /// Notes which stretch is about to be sent.
    pub(super) async fn plan(
        &mut self,
        context: &Context,
        stretch: (u64, u64),
    ) -> Result<(), Lost> {
        let lease = self.held.as_ref().ok_or(Lost::Lease)?.lease.clone();
        let planned = context
            .store(move |store| store.plan(&lease, stretch))
            .await?;
        planned.map_err(|_| {
            self.lose();
            Lost::Lease
        })
    }

    /// The condition under which outcomes may be committed.
    pub(super) fn fence(&self) -> Result<Fence, Lost> {
        let held = self.held.as_ref().ok_or(Lost::Lease)?;
        Ok(held.lease.fence())
    }

    /// Forgets the lease: somebody else has a newer one.
    pub(super) fn lose(&mut self) {
        self.held = None;
    }

    /// Gives the lease back, so that nobody has to wait for its end.
    pub(super) async fn release(&mut self, context: &Context) {
        let Some(Held { lease, .. }) = self.held.take() else {
            return;
        };
        if let Err(failure) = context.store(move |store| store.release(&lease)).await {
            // It lapses by itself.
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                "a lease was not given back"
            );
        }
    }
}

/// How long to wait before asking again for a lease that somebody else holds: however much news there is, asking is a write.
pub(super) fn asking_again(context: &Context) -> Duration {
    context.settings.lease / 12
}

async fn follows_everything(context: &Context) -> Result<(), Lost> {
    Ok(context.follows_everything().await??)
}

fn until_ms(context: &Context) -> i64 {
    let lease = i64::try_from(context.settings.lease.as_millis()).unwrap_or(i64::MAX);
    context.now().as_millisecond().saturating_add(lease)
}
