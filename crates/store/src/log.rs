//! The running log of a process: commits in groups, follows, publishes.

mod follow;
mod gather;
mod handle;
mod head;
mod publish;
mod sequencer;

use std::sync::Arc;

use ledger::{Checkpoint, Salt, Signer};
use optout::{Entry, Identifier};

use crate::contract::{Fence, LogStore, NewEntry, StoreError, StoredEntry};
use crate::seal::Sealer;

pub use handle::Log;
pub use head::{Head, ReceiptError};

/// Somebody who sees every entry once, in order, from the first one on.
pub trait Follower: Send {
    /// Takes entries into account; positions are consecutive over all calls.
    fn follow(&mut self, batch: &[(u64, Entry)]);
    /// Everything up to `size` has been seen, and just now that was everything there is.
    fn caught_up(&mut self, size: u64);
}

/// What a running log needs.
pub struct LogOptions {
    /// Signs checkpoints; its name is the log's origin.
    pub signer: Signer,
    /// Who follows, beginning with the first entry.
    pub followers: Vec<Box<dyn Follower>>,
    /// A checkpoint of this log that was kept outside of the store: entries that it covers must be there.
    pub witness: Option<Checkpoint>,
}

/// An entry to be committed.
pub struct Commit {
    pub(crate) entry: Entry,
    pub(crate) new: NewEntry,
    pub(crate) guard: Option<Guard>,
    pub(crate) answer_when_published: bool,
}

/// Whether nothing that the entry was decided on has moved.
type Guard = Box<dyn FnOnce() -> bool + Send>;

impl Commit {
    /// An entry and the random salt of its commitment.
    #[must_use]
    pub fn new(salt: Salt, entry: Entry) -> Self {
        let body = entry.to_bytes();
        let new = NewEntry {
            commitment: ledger::commit(&salt, &body),
            salt: Some(salt),
            body,
            sealed: None,
            fence: None,
        };
        Self {
            entry,
            new,
            guard: None,
            answer_when_published: false,
        }
    }

    /// With the identifiers that destinations must be told, sealed until then.
    #[must_use]
    pub fn sealing(mut self, sealer: &Sealer, identifiers: &[Identifier]) -> Self {
        if let Some(salt) = &self.new.salt
            && !identifiers.is_empty()
        {
            self.new.sealed = Some(sealer.seal(salt, &self.new.body, identifiers));
        }
        self
    }

    /// Only under this lease.
    #[must_use]
    pub fn fenced(mut self, fence: Fence) -> Self {
        self.new.fence = Some(fence);
        self
    }

    /// Only if `still_valid` says so when every entry before it has been followed: for what widens.
    #[must_use]
    pub fn guarded(mut self, still_valid: impl FnOnce() -> bool + Send + 'static) -> Self {
        self.guard = Some(Box::new(still_valid));
        self
    }

    /// Answered only when a signed checkpoint covers it, and not as soon as it is durable.
    #[must_use]
    pub fn until_published(mut self) -> Self {
        self.answer_when_published = true;
        self
    }

    /// The entry for a store without a running log: for commands.
    #[must_use]
    pub fn into_new_entry(self) -> NewEntry {
        self.new
    }

    /// The entry as it will be kept at `position`, for its receipt.
    #[must_use]
    pub fn stored_at(&self, position: u64) -> StoredEntry {
        StoredEntry {
            position,
            commitment: self.new.commitment,
            salt: self.new.salt,
            body: self.new.body.clone(),
            sealed: None,
        }
    }
}

/// An entry is durable at this position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Its position in the log.
    pub position: u64,
}

/// Why an entry was not committed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommitError {
    /// More is waiting than the queue holds.
    #[error("too many requests are waiting to be written: try again in a moment")]
    Busy,
    /// The log has stopped.
    #[error("the log has stopped: {0}")]
    Stopped(String),
    /// Something that the entry was decided on has moved.
    #[error("the choice changed while this was being decided")]
    Moved,
    /// Its lease was taken over.
    #[error("the lease was taken over by another worker")]
    Stale,
    /// The entry is too long.
    #[error("the entry is too long for the log")]
    TooLong,
    /// The database failed: the entry may be there or not, and asking again is safe.
    #[error("the database failed while writing")]
    Store(#[source] Arc<StoreError>),
}

/// How many entries are read at once.
const CHUNK: usize = 4096;

/// Reads every entry from the first one on, without a running log: for commands.
///
/// # Errors
/// Where the database cannot be read, or holds something that is not an entry.
pub fn replay(store: &dyn LogStore, mut each: impl FnMut(u64, &Entry)) -> Result<u64, StoreError> {
    let mut position = 0;
    loop {
        let chunk = store.read(position, CHUNK)?;
        if chunk.is_empty() {
            return Ok(position);
        }
        for stored in &chunk {
            each(stored.position, &stored.entry()?);
            position = stored.position + 1;
        }
    }
}
