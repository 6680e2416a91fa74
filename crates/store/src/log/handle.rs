//! The handle through which everybody else uses the running log.

use std::sync::mpsc::{self, SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use ledger::tile::TileId;
use ledger::{Hash, VerifierKey};
use tokio::sync::oneshot;

use super::head::{Head, ReceiptError, Shared};
use super::sequencer::{Message, Pending, Sequencer};
use super::{Commit, CommitError, Committed, LogOptions};
use crate::contract::{Store, StoredEntry};

/// How many commits may wait. A full queue refuses with [`CommitError::Busy`]; the caller's connection is the buffer then.
const QUEUE: usize = 16_384;

/// The running log: the one committer, follower and publisher of a process, on a thread of its own.
///
/// Several processes may run one on the same store. Each follows the others' entries within a tenth of a second.
pub struct Log {
    store: Arc<dyn Store>,
    shared: Arc<Shared>,
    key: VerifierKey,
    inbox: Arc<SyncSender<Message>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Log {
    /// Starts the thread, which first reads the whole log, checks it against the newest checkpoint and lets the followers
    /// follow. Commits wait meanwhile.
    #[must_use]
    pub fn start(store: Arc<dyn Store>, options: LogOptions) -> Arc<Self> {
        let (inbox, messages) = mpsc::sync_channel(QUEUE);
        let inbox = Arc::new(inbox);
        // Weak: a log that nobody holds any more ends, though the store may still remember whom to wake.
        let sleeper = Arc::downgrade(&inbox);
        store.wake_on_append(Box::new(move || {
            if let Some(inbox) = sleeper.upgrade() {
                // Where the queue is full, the log looks of its own accord.
                let _ = inbox.try_send(Message::Look);
            }
        }));
        let shared = Arc::new(Shared::new());
        let key = options.signer.verifier_key();
        let sequencer = Sequencer::new(store.clone(), shared.clone(), options, messages);
        let thread = std::thread::Builder::new()
            .name("log".into())
            .spawn(move || sequencer.run())
            .expect("the system can start one thread");
        Arc::new(Self {
            store,
            shared,
            key,
            inbox,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Commits an entry: when this returns, the entry is on disk and every follower has seen it.
    ///
    /// # Errors
    /// See [`CommitError`].
    pub async fn commit(&self, commit: Commit) -> Result<Committed, CommitError> {
        let (answer, answered) = oneshot::channel();
        self.send(Pending { commit, answer })?;
        answered
            .await
            .map_err(|_| CommitError::Stopped("it was shut down".into()))?
    }

    /// As [`Log::commit`], for a caller that is not async.
    ///
    /// # Errors
    /// See [`CommitError`].
    pub fn commit_blocking(&self, commit: Commit) -> Result<Committed, CommitError> {
        let (answer, answered) = oneshot::channel();
        self.send(Pending { commit, answer })?;
        answered
            .blocking_recv()
            .map_err(|_| CommitError::Stopped("it was shut down".into()))?
    }

    /// The newest checkpoint.
    #[must_use]
    pub fn head(&self) -> Arc<Head> {
        self.shared.head()
    }

    /// The key that checkpoints and receipts are verified with.
    #[must_use]
    pub fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// The store underneath.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Waits until a checkpoint covers `position`, at most for `wait`.
    pub async fn published(&self, position: u64, wait: Duration) -> Option<Arc<Head>> {
        let mut heads = self.shared.watch();
        let covered = heads.wait_for(|head| head.size > position);
        match tokio::time::timeout(wait, covered).await {
            Ok(Ok(head)) => Some(head.clone()),
            _ => None,
        }
    }

    /// The receipt of an entry (C2SP tlog-proof), if a checkpoint covers it yet and it was not erased. For an old entry this reads tiles: call it
    /// where blocking is allowed, or for entries that were committed just now.
    ///
    /// # Errors
    /// See [`ReceiptError`].
    pub fn receipt(&self, entry: &StoredEntry) -> Result<Option<String>, ReceiptError> {
        let head = self.head();
        let Some(salt) = entry.salt.as_ref().filter(|_| entry.position < head.size) else {
            return Ok(None);
        };
        self.shared
            .receipt(&*self.store, &head, (entry.position, salt, &entry.body))
            .map(Some)
    }

    /// The hashes of a tile that is not full, from memory.
    #[must_use]
    pub fn partial_tile(&self, id: TileId, width: usize) -> Option<Vec<Hash>> {
        self.shared.partial_tile(id, width)
    }

    /// Whether the thread has ended: it was stopped, or the log contradicts what was published.
    #[must_use]
    pub fn has_stopped(&self) -> bool {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Commits what waits, publishes it and stops. What is sent afterwards is refused.
    pub fn stop(&self) {
        // A full queue is drained by the thread, so waiting for a place is waiting for progress.
        let _ = self.inbox.send(Message::Stop);
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }

    fn send(&self, pending: Pending) -> Result<(), CommitError> {
        self.inbox
            .try_send(Message::Commit(Box::new(pending)))
            .map_err(|error| match error {
                TrySendError::Full(_) => CommitError::Busy,
                TrySendError::Disconnected(_) => CommitError::Stopped("see its last error".into()),
            })
    }
}
