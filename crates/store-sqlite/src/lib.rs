//! The embedded store: one SQLite file in WAL mode, one writer, synced before every answer.
//!
//! | what | where | synced |
//! | --- | --- | --- |
//! | entries | table `entry`, appended in order of its integer key | before [`LogStore::append`](store::LogStore) returns |
//! | tiles, checkpoint | tables `tile`, `checkpoint` | with the next append: they follow from the entries |
//! | leases | table `lease` | likewise: no holder outlives the machine |
//!
//! Any number of processes on one machine may open the file; SQLite's write lock orders their batches.

mod checkpoints;
mod connection;
mod leases;
mod log;
mod migrate;

use std::path::Path;

use store::StoreError;

use connection::{Readers, Writer};

/// The embedded store.
pub struct SqliteStore {
    writer: Writer,
    readers: Readers,
}

impl SqliteStore {
    /// Opens the file at `path`, making it if it is not there and bringing its schema up to date.
    ///
    /// # Errors
    /// Where the file cannot be opened, is not a database, or was made by a later version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        // The schema is brought up to date on the writer before any reader looks at it.
        let writer = Writer::open(path)?;
        writer.run("migrate", connection::Sync::Full, |transaction| {
            migrate::migrate(transaction)
        })??;
        Ok(Self {
            writer,
            readers: Readers::new(path),
        })
    }
}

fn database(action: &'static str) -> impl FnOnce(rusqlite::Error) -> StoreError {
    move |source| StoreError::Database {
        action,
        source: Box::new(source),
    }
}

/// Positions and sizes are far below 2^63; a negative number in the file is damage.
fn unsigned(table: &'static str, column: &'static str, value: i64) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|_| StoreError::Row {
        table,
        column,
        row: value.to_string(),
        why: "it is negative".into(),
    })
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).expect("positions and sizes are below 2^63")
}
