//! The contract that every backend keeps, on SQLite.

use std::sync::atomic::{AtomicUsize, Ordering};

use store_sqlite::SqliteStore;

#[test]
fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let opened = AtomicUsize::new(0);
    store::contract_tests::all(|| {
        let name = format!("{}.db", opened.fetch_add(1, Ordering::Relaxed));
        SqliteStore::open(&folder.path().join(name)).unwrap()
    });
}
