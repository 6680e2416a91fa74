//! What Refrain needs of a database, and the running log on top of it.
//!
//! - [`contract`]: three narrow traits, cut by guarantee. A backend keeps entries ([`LogStore`]), what was published of
//!   them ([`CheckpointStore`]) and who works for which destination ([`LeaseStore`]), and nothing else: everything else is
//!   derived from the entries.
//! - [`Log`]: the one committer, follower and publisher of a process. What waits is appended together (group commit), then
//!   followed, then published.
//! - [`Destinations`]: a projection, what became of telling each destination.
//! - [`seal`]: identifiers at rest until they have been delivered.
//! - `contract_tests` (feature `contract`): the tests that every backend passes.
//!
//! The contracts are blocking calls, because a database call is one: the few threads that make them are [`Log`]'s own and
//! the runtime's blocking pool.

mod check;
pub mod contract;
#[cfg(feature = "contract")]
pub mod contract_tests;
pub mod copy;
mod destinations;
mod log;
pub mod seal;

pub use check::{Difference, Report, check};
pub use contract::{
    AppendError, CheckpointStore, Fence, Known, Lease, LeaseStore, LogStore, NewEntry, Onto,
    PublishError, Published, StaleLease, Store, StoreError, StoredEntry, Wake,
};
pub use destinations::{DestinationView, Destinations, Telling};
pub use log::{
    Commit, CommitError, Committed, Follower, Head, Log, LogOptions, ReceiptError, replay,
};

/// The salt of an entry's commitment.
pub use ledger::Salt;
