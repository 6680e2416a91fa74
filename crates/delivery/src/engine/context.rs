//! What every task of the engine shares.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use optout::InstallationKey;
use store::seal::Sealer;
use store::{Destinations, Log, Salt, Store, StoreError};
use tokio::sync::watch;

use super::status::Board;
use super::{Clock, EngineOptions, Entropy, Links, Settings, Standings};
use crate::transport::Transport;

pub(super) struct Context {
    pub(super) log: Arc<Log>,
    pub(super) sealer: Sealer,
    pub(super) master: InstallationKey,
    pub(super) business: String,
    pub(super) origin: String,
    pub(super) settings: Settings,
    pub(super) holder: String,
    pub(super) transport: Transport,
    pub(super) board: Board,
    pub(super) standing: Standings,
    pub(super) links: Links,
    destinations: Arc<RwLock<Destinations>>,
    followed: watch::Receiver<u64>,
    stopped: watch::Receiver<bool>,
    clock: Clock,
    entropy: Entropy,
}

/// The engine is being stopped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stopped;

impl Context {
    pub(super) fn new(
        options: EngineOptions,
        transport: Transport,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        Self {
            log: options.log,
            sealer: options.sealer,
            master: options.master,
            business: options.business,
            origin: options.origin,
            settings: options.settings,
            holder: options.holder,
            transport,
            board: Board::default(),
            standing: options.standing,
            links: options.links,
            destinations: options.destinations,
            followed: options.followed,
            stopped,
            clock: options.clock,
            entropy: options.entropy,
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(super) fn salt(&self) -> Salt {
        Salt((self.entropy)())
    }

    pub(super) fn random(&self) -> u64 {
        let bytes = (self.entropy)();
        let (head, _) = bytes.split_first_chunk().expect("16 bytes begin with 8");
        u64::from_le_bytes(*head)
    }

    /// Reads the projection. Nobody waits while it is read, so `look` must be short.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Destinations) -> T) -> T {
        look(
            &self
                .destinations
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    pub(super) fn followed(&self) -> watch::Receiver<u64> {
        self.followed.clone()
    }

    /// Calls the store where blocking is allowed.
    pub(super) async fn store<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.log.store().clone();
        blocking(move || call(&*store)).await
    }

    /// Waits until the projection has taken so many entries into account.
    pub(super) async fn follows(&self, size: u64) -> Result<(), Stopped> {
        let mut followed = self.followed();
        let reached = async { followed.wait_for(|there| *there >= size).await.is_ok() };
        if self.unless_stopped(reached).await? {
            Ok(())
        } else {
            Err(Stopped)
        }
    }

    /// Waits until the projection has taken into account everything that is in the log now.
    pub(super) async fn follows_everything(&self) -> Result<Result<(), StoreError>, Stopped> {
        match self.store(|store| store.size()).await {
            Ok(size) => self.follows(size).await.map(Ok),
            Err(failure) => Ok(Err(failure)),
        }
    }

    /// Does `work`, unless the engine is stopped first.
    pub(super) async fn unless_stopped<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> Result<T, Stopped> {
        tokio::select! {
            () = self.stopped() => Err(Stopped),
            done = work => Ok(done),
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        *self.stopped.borrow()
    }

    /// Returns when the engine is stopped, or was dropped.
    pub(super) async fn stopped(&self) {
        let mut stopped = self.stopped.clone();
        // An error means that the engine itself is gone, which is the same.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    }
}

/// Does blocking work on the runtime's threads for it.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}
