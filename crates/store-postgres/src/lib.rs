//! The many-machines store: PostgreSQL, or what speaks its protocol and SQL.
//!
//! | what | where | how |
//! | --- | --- | --- |
//! | entries | table `refrain.entry`, cut by position | one statement a batch: it moves the log's head and inserts |
//! | the head | the log's row in `refrain.log` | the only lock of an append, held by the server for that statement alone |
//! | tiles, checkpoint | `refrain.tile`, `refrain.checkpoint` | one statement, compare-and-swap |
//! | leases | `refrain.lease` | one statement each |
//!
//! A batch is one statement because a node that freezes or dies between two of them would hold the head's lock meanwhile;
//! so it holds nothing that outlives the statement, and what it leaves behind is a whole batch or none.
//!
//! Every statement begins with its name as a comment and is sent unprepared with the types of its values, in one round trip,
//! so that a pooler may hand each to another connection. `docs/postgresql.md` lists what is used of PostgreSQL, and who else
//! has it.

mod address;
mod checkpoints;
mod connection;
mod failure;
mod leases;
mod log;
mod migrate;
mod partitions;
mod pool;
mod rows;
mod session;
mod tls;
mod wake;

use std::sync::{Arc, Mutex};

use store::{LogStore as _, StoreError};

pub use address::{Address, AddressError};
pub use migrate::{Migrated, SchemaState};
pub use partitions::ENTRIES_PER_PART;

use connection::Connection;
use pool::Pool;
use rows::unsigned;
use session::value;
use wake::Waker;

/// A PostgreSQL database that holds the logs of an installation.
pub struct PostgresDatabase {
    pool: Arc<Pool>,
    waker: Waker,
}

/// The log of one business in it, with what belongs to the log.
pub struct PostgresStore {
    /// The log's key in every table.
    log: i32,
    pool: Arc<Pool>,
    /// Appends and publishes: no other business's work keeps it waiting.
    writer: Mutex<Option<Connection>>,
    waker: Waker,
}

const KEY: &str = "/* log_key */ SELECT log FROM refrain.log WHERE name = $1";
const ADD: &str = "/* add_log */ INSERT INTO refrain.log (log, name)
    SELECT coalesce(max(log), 0) + 1, $1 FROM refrain.log ON CONFLICT DO NOTHING";
const ADD_CHECKPOINT: &str = "/* add_checkpoint */ INSERT INTO refrain.checkpoint (log, size, note)
    VALUES ($1, 0, '') ON CONFLICT DO NOTHING";
const WAIT: &str = "/* wait_for_head */ SELECT FROM refrain.log WHERE log = $1 FOR UPDATE";
const DURABILITY: &str = "/* durability */ SELECT name, setting FROM pg_settings
    WHERE name IN ('synchronous_commit', 'fsync')";

impl PostgresDatabase {
    /// A database that is connected to when it is needed.
    #[must_use]
    pub fn new(address: Address) -> Self {
        let pool = Arc::new(Pool::new(address));
        let waker = Waker::new(&pool);
        Self { pool, waker }
    }

    /// Which steps of the schema are there.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn schema(&self) -> Result<SchemaState, StoreError> {
        self.pool.read(migrate::state)
    }

    /// Brings the schema up to date. Any number of programs may do so at once.
    ///
    /// # Errors
    /// Where the database cannot be written, or its schema is not one that this program knows.
    pub fn migrate(&self) -> Result<Migrated, StoreError> {
        self.pool.with(migrate::migrate)
    }

    /// Whether there is a log of this name.
    ///
    /// # Errors
    /// Where the database cannot be read, or its schema is not one that this program knows.
    pub fn has(&self, name: &str) -> Result<bool, StoreError> {
        if self.schema()? == SchemaState::Empty {
            return Ok(false);
        }
        Ok(self
            .pool
            .read(|connection| key(connection, name))?
            .is_some())
    }

    /// Opens the log of this name, making it if it is not there. An empty database gets its schema; one whose schema is not
    /// the newest must be migrated first, because other nodes may still need the older one.
    ///
    /// # Errors
    /// Where the database cannot be reached, its schema is not the one that this program knows, or it would answer before what
    /// it was given is durable.
    pub fn open(&self, name: &str) -> Result<PostgresStore, StoreError> {
        if self.schema()? == SchemaState::Empty {
            self.migrate()?;
        }
        let log = self.pool.with(|connection| {
            migrate::check(connection)?;
            check_durability(connection)?;
            loop {
                if let Some(log) = key(connection, name)? {
                    connection.execute("adding a log", ADD_CHECKPOINT, &[value::int(&log)])?;
                    // The server finishes what a node began that has died since. Who reads before that decides without it, and
                    // whoever was not answered then, and asks again, would be recorded twice.
                    connection.one("waiting for the head", WAIT, &[value::int(&log)])?;
                    return Ok(log);
                }
                // Two nodes may add the same log, or two the same number: one of them looks again.
                connection.execute("adding a log", ADD, &[value::text(&name)])?;
            }
        })?;
        let store = PostgresStore {
            log,
            pool: self.pool.clone(),
            writer: Mutex::new(None),
            waker: self.waker.clone(),
        };
        // The part that is written to now; the next ones are made when the log grows into them.
        let size = store.size()?;
        self.pool
            .with(|connection| partitions::make(connection, size..size + 1))?;
        Ok(store)
    }
}

fn key(connection: &mut Connection, name: &str) -> Result<Option<i32>, StoreError> {
    let row = connection.one("looking a log up", KEY, &[value::text(&name)])?;
    row.map(|row| rows::get(&row, "log", "log", 0)).transpose()
}

/// An answer must not leave before what it says is on disk, so a server or role that is set otherwise is refused.
fn check_durability(connection: &mut Connection) -> Result<(), StoreError> {
    for row in connection.query("reading the server's settings", DURABILITY, &[])? {
        let (name, setting): (String, String) = (
            rows::get(&row, "pg_settings", "name", 0)?,
            rows::get(&row, "pg_settings", "setting", 1)?,
        );
        if matches!(&*setting, "off" | "local") {
            return Err(StoreError::Unsafe {
                what: format!("the server's setting {name} is {setting}"),
                remedy: match &*name {
                    "fsync" => "set fsync = on in postgresql.conf".into(),
                    _ => format!("ALTER ROLE … SET {name} = on"),
                },
            });
        }
    }
    Ok(())
}
