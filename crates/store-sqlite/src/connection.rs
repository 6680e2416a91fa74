//! Connections: the one that writes and those that read.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use store::StoreError;

use crate::database;

/// How long to wait for another process that is writing.
const BUSY: Duration = Duration::from_secs(10);
/// How many idle readers are kept.
const IDLE_READERS: usize = 8;
/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 32;

/// Whether a transaction is on disk when it has been committed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sync {
    /// It is.
    Full,
    /// It is in the system's hands, and on disk with the next one that is.
    Later,
}

pub(crate) struct Writer(Mutex<Writing>);

struct Writing {
    connection: Connection,
    sync: Sync,
}

impl Writer {
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        make_private(path).map_err(|source| StoreError::Database {
            action: "making the file",
            source: Box::new(source),
        })?;
        let connection = open(path).map_err(database("opening the file"))?;
        // WAL: readers never wait for the writer. FULL: a commit has been synced when it returns.
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;",
            )
            .map_err(database("opening the file"))?;
        Ok(Self(Mutex::new(Writing {
            connection,
            sync: Sync::Full,
        })))
    }

    /// Runs `work` in a transaction, which is committed where it returns `Ok`.
    pub(crate) fn run<T, E>(
        &self,
        action: &'static str,
        sync: Sync,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<Result<T, E>, StoreError> {
        let mut writing = lock(&self.0);
        writing.set(sync).map_err(database(action))?;
        let transaction = writing
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(database(action))?;
        let done = work(&transaction);
        if done.is_ok() {
            transaction.commit().map_err(database(action))?;
        }
        Ok(done)
    }
}

impl Writing {
    fn set(&mut self, sync: Sync) -> rusqlite::Result<()> {
        if self.sync != sync {
            let level = if sync == Sync::Full {
                "PRAGMA synchronous = FULL"
            } else {
                "PRAGMA synchronous = NORMAL"
            };
            self.connection.prepare_cached(level)?.raw_execute()?;
            self.sync = sync;
        }
        Ok(())
    }
}

pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
        }
    }

    pub(crate) fn read<T>(
        &self,
        action: &'static str,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = lock(&self.idle).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open().map_err(database(action))?,
        };
        let read = work(&connection);
        let mut idle = lock(&self.idle);
        if read.is_ok() && idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        read
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let connection = open(&self.path)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }
}

/// Makes the file, if it is not there, readable by its owner alone; SQLite gives the files beside it the same mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let opened = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match opened {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map(drop),
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// A panic while a lock was held leaves a connection whose transaction was rolled back: it can be used again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
