//! Databases for tests.

use std::sync::{Arc, LazyLock};

use store::{LogStore, Store};
use store_postgres::{Address, PostgresDatabase, PostgresStore};
use testkit::Postgres;

/// The server for tests that do it no harm.
pub static SERVER: LazyLock<Postgres> = LazyLock::new(Postgres::start);

/// A database at this URL.
pub fn database(url: &str) -> PostgresDatabase {
    PostgresDatabase::new(Address::parse(url).unwrap())
}

/// The log `main` at this URL.
pub fn log(url: &str) -> PostgresStore {
    database(url).open("main").unwrap()
}

/// As [`log`], for whoever shares it.
pub fn shared(url: &str) -> Arc<dyn Store> {
    Arc::new(log(url))
}

/// The positions and bodies of everything in a log.
pub fn bodies(store: &dyn LogStore) -> Vec<Vec<u8>> {
    let entries = store.read(0, usize::MAX).unwrap();
    entries.into_iter().map(|entry| entry.body).collect()
}
