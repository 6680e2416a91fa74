//! The contracts between Refrain and a database, cut by guarantee.

use ledger::tile::TileId;
use ledger::{Commitment, Hash, Salt};
use optout::{Entry, Identifier};

use crate::seal::{Sealer, Unsealable};

/// How many bytes one entry may have: what C2SP tlog-tiles lets an entry be.
pub const MAX_ENTRY_BYTES: usize = 65_535;

/// Everything a backend offers.
pub trait Store: LogStore + CheckpointStore + LeaseStore {}
impl<T: LogStore + CheckpointStore + LeaseStore> Store for T {}

/// The log: append-only and gap-free.
///
/// Contract:
/// - Positions begin at 0 and have no gap. An entry at a position never changes.
/// - When [`append`](Self::append) returns `Ok`, the batch survives the loss of power. It is there whole or not at all.
/// - When it returns an error, the batch may or may not be there: whoever asked learns it by reading on.
/// - Any number of threads and processes may append at once; each batch is consecutive.
pub trait LogStore: Send + Sync {
    /// How many entries there are.
    ///
    /// # Errors
    /// Where the database cannot be read.
    fn size(&self) -> Result<u64, StoreError>;

    /// Appends `batch`, whole, at consecutive positions, and returns the first of them, if the log is as `onto` says. Every
    /// entry with a [`Fence`] is appended only if its lease is still the newest.
    ///
    /// # Errors
    /// See [`AppendError`]; nothing was appended, unless it is [`AppendError::Store`], after which nobody knows.
    fn append(&self, batch: &[NewEntry], onto: Onto) -> Result<u64, AppendError>;

    /// The entries from `from` on, in order, at most `limit`.
    ///
    /// # Errors
    /// Where the database cannot be read or a row no longer parses.
    fn read(&self, from: u64, limit: usize) -> Result<Vec<StoredEntry>, StoreError>;

    /// Erases the sealed identifiers of the entries in `from..to`: nothing else of them, and beyond recovery.
    ///
    /// # Errors
    /// Where the database cannot be written.
    fn erase_sealed(&self, from: u64, to: u64) -> Result<u64, StoreError>;

    /// Erases the entries at these positions, whose time is over: salt, body and sealed identifiers, beyond recovery. The
    /// commitment stays, and [`stub`](optout::Entry::Erased) stands in the body's place. Positions that hold no entry, or one
    /// that was erased before, are passed over. Returns how many were erased.
    ///
    /// # Errors
    /// Where the database cannot be written.
    fn erase_records(&self, positions: &[u64], stub: &[u8]) -> Result<u64, StoreError>;

    /// Says whose log this is, by compare-and-swap: `to` from now on, if it is `from` now (`None`: nobody's yet). Returns what
    /// stands after that.
    ///
    /// # Errors
    /// Where the database cannot be written.
    fn claim(&self, from: Option<&str>, to: &str) -> Result<Option<String>, StoreError>;

    /// Calls `wake` soon after another process has appended, as far as the database can tell. Interest is registered before
    /// this returns, or later where the database cannot be reached. It is a courtesy: calls may be missing or needless, so
    /// whoever follows the log looks now and then all the same.
    fn wake_on_append(&self, wake: Wake) {
        drop(wake);
    }

    /// What the database says of its own file or files: `None` where nothing is wrong.
    ///
    /// # Errors
    /// Where it cannot even be asked.
    fn integrity(&self) -> Result<Option<String>, StoreError>;
}

/// Called when there may be something new.
pub type Wake = Box<dyn Fn() + Send + Sync>;

/// What was published: full tiles and the newest signed checkpoint.
///
/// Contract:
/// - [`publish`](Self::publish) replaces the checkpoint only if it still has the size that the publisher saw
///   (compare-and-swap), so that two publishers never overwrite each other, and it stores tiles and checkpoint together.
/// - It need not survive the loss of power: everything in it follows from the entries, which do, and is made again.
/// - A tile, once there, never changes.
pub trait CheckpointStore: Send + Sync {
    /// The newest checkpoint.
    ///
    /// # Errors
    /// Where the database cannot be read.
    fn published(&self) -> Result<Option<Published>, StoreError>;

    /// Publishes `next`, if the newest checkpoint still has the size `previous` (0 for none), with the tiles completed since.
    ///
    /// # Errors
    /// [`PublishError::Moved`] where somebody else published meanwhile.
    fn publish(
        &self,
        previous: u64,
        next: &Published,
        tiles: &[(TileId, Vec<Hash>)],
    ) -> Result<(), PublishError>;

    /// A full tile.
    ///
    /// # Errors
    /// Where the database cannot be read.
    fn tile(&self, id: TileId) -> Result<Option<Vec<Hash>>, StoreError>;
}

/// Who works for which destination, and what they are about to send.
///
/// Contract:
/// - At any time at most one lease of a destination is the newest, and tokens only grow. Whoever holds an older one has
///   lost it, whatever their clock says: [`LogStore::append`] refuses their outcomes.
/// - Times are the caller's; clocks of different machines may differ, which costs at most a message sent twice.
pub trait LeaseStore: Send + Sync {
    /// Takes the lease of `destination` until `until_ms`, unless another holder's still runs at `now_ms`.
    ///
    /// # Errors
    /// Where the database cannot be written.
    fn lease(
        &self,
        destination: &str,
        holder: &str,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<Option<Lease>, StoreError>;

    /// Prolongs a lease.
    ///
    /// # Errors
    /// Where the database cannot be written; the inner [`StaleLease`] where somebody took over.
    fn renew(&self, lease: &Lease, until_ms: i64) -> Result<Result<(), StaleLease>, StoreError>;

    /// Notes that the stretch `first..=last` is about to be sent, so that after a crash the same stretch is sent again
    /// under the same message id.
    ///
    /// # Errors
    /// As [`renew`](Self::renew).
    fn plan(
        &self,
        lease: &Lease,
        stretch: (u64, u64),
    ) -> Result<Result<(), StaleLease>, StoreError>;

    /// Gives the lease back, so that nobody has to wait for its end. Does nothing where it is not the newest.
    ///
    /// # Errors
    /// Where the database cannot be written.
    fn release(&self, lease: &Lease) -> Result<(), StoreError>;
}

/// What the log must be for a batch to be appended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Onto {
    /// It has exactly this many entries.
    pub size: Option<u64>,
    /// It holds this entry. A process says so of the last one that it has followed: where the database has lost what was in it,
    /// nothing is written behind what is no longer there.
    pub holds: Option<Known>,
}

/// An entry that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its position.
    pub position: u64,
    /// Its commitment.
    pub commitment: Commitment,
}

impl Onto {
    /// Any log.
    pub const ANY: Self = Self {
        size: None,
        holds: None,
    };

    /// A log of exactly this size.
    #[must_use]
    pub const fn size(size: u64) -> Self {
        Self {
            size: Some(size),
            holds: None,
        }
    }
}

/// An entry to be appended.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// The commitment to salt and body ([`ledger::commit`]): what its leaf holds.
    pub commitment: Commitment,
    /// Random bytes that keep the commitment secret. `None` for the copy of an entry that was erased.
    pub salt: Option<Salt>,
    /// The entry's bytes ([`optout::Entry::to_bytes`]), or what stands in their place.
    pub body: Vec<u8>,
    /// The identifiers needed to tell destinations, sealed ([`crate::seal`]).
    pub sealed: Option<Vec<u8>>,
    /// The lease under which it may be appended.
    pub fence: Option<Fence>,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its position, which is its leaf's index.
    pub position: u64,
    /// What its leaf holds: stays when everything else of it is erased.
    pub commitment: Commitment,
    /// The commitment's salt; `None` once the entry was erased.
    pub salt: Option<Salt>,
    /// The entry's bytes, or what stands in their place once it was erased.
    pub body: Vec<u8>,
    /// The sealed identifiers, until they are erased.
    pub sealed: Option<Vec<u8>>,
}

impl StoredEntry {
    /// The entry, if the row still is what was committed to, or says that it was erased.
    ///
    /// # Errors
    /// [`StoreError::Row`], which names the row.
    pub fn entry(&self) -> Result<Entry, StoreError> {
        let altered = |why: String| StoreError::Row {
            table: "entry",
            column: "body",
            row: self.position.to_string(),
            why,
        };
        if let Some(salt) = &self.salt
            && ledger::commit(salt, &self.body) != self.commitment
        {
            return Err(altered(
                "salt and body are not those that were committed to".into(),
            ));
        }
        let entry = Entry::from_bytes(&self.body).map_err(|error| altered(error.to_string()))?;
        if matches!(entry, Entry::Erased { .. }) == self.salt.is_none() {
            Ok(entry)
        } else {
            Err(altered("only an entry that was erased has no salt".into()))
        }
    }

    /// The identifiers that are sealed in it; `None` where there are none.
    #[must_use]
    pub fn unseal(&self, sealer: &Sealer) -> Option<Result<Vec<Identifier>, Unsealable>> {
        let bytes = self.sealed.as_ref()?;
        Some(match &self.salt {
            Some(salt) => sealer.open(salt, &self.body, bytes),
            None => Err(Unsealable),
        })
    }
}

/// A published checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// How many entries it covers.
    pub size: u64,
    /// The signed note (C2SP tlog-checkpoint).
    pub note: String,
}

/// An exclusive right to work for a destination, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The destination's name.
    pub destination: String,
    /// Grows with every lease of the destination.
    pub token: u64,
    /// The stretch that the last holder was about to send and did not settle, if any.
    pub planned: Option<(u64, u64)>,
}

impl Lease {
    /// The condition under which this lease's outcomes may be appended.
    #[must_use]
    pub fn fence(&self) -> Fence {
        Fence {
            destination: self.destination.clone(),
            token: self.token,
        }
    }
}

/// An entry is appended only if this is the destination's newest lease. Appending it clears the lease's plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The destination's name.
    pub destination: String,
    /// The lease's token.
    pub token: u64,
}

/// Somebody took the lease over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the lease was taken over by another worker")]
pub struct StaleLease;

/// The database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It refused or could not be reached.
    #[error("the database failed during {action}")]
    Database {
        /// What was being done.
        action: &'static str,
        /// The backend's own error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A row no longer parses: somebody else wrote it, or the disk lost it.
    #[error("table `{table}`, column `{column}`, row {row}: {why}")]
    Row {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
        /// What is wrong with it.
        why: String,
    },
    /// The database would answer before what it was given is durable.
    #[error("{what}: an acknowledged opt-out could be lost; {remedy}")]
    Unsafe {
        /// How it is set.
        what: String,
        /// How it must be.
        remedy: String,
    },
    /// The database was made by another version.
    #[error("the database has schema version {found}, this program knows {known}: {advice}")]
    Schema {
        /// What is there.
        found: i64,
        /// What this program reads and writes.
        known: i64,
        /// What to do.
        advice: &'static str,
    },
}

/// Why a batch was not appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The log has another size than expected.
    #[error("the log has {size} entries now")]
    Moved {
        /// The size that it has.
        size: u64,
    },
    /// The log does not hold the entry that it should.
    #[error("entry {position} is gone or another one: the database lost what was written to it")]
    Lost {
        /// The position of the entry.
        position: u64,
    },
    /// The lease of the entry at this place of the batch was taken over.
    #[error("the lease of entry {at} of the batch was taken over")]
    Stale {
        /// Its place in the batch.
        at: usize,
    },
    /// An entry is longer than [`MAX_ENTRY_BYTES`].
    #[error("entry {at} of the batch is longer than {MAX_ENTRY_BYTES} bytes")]
    TooLong {
        /// Its place in the batch.
        at: usize,
    },
    /// The database failed; the batch may be there or not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a checkpoint was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Somebody else published first.
    #[error("a checkpoint of size {size} was published meanwhile")]
    Moved {
        /// The size of the newest checkpoint.
        size: u64,
    },
    /// The database failed; the checkpoint may be there or not.
    #[error(transparent)]
    Store(#[from] StoreError),
}
