//! The running log on SQLite.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use store::Store;
use store_sqlite::SqliteStore;

fn place() -> Box<dyn Fn() -> Arc<dyn Store>> {
    let folder = tempfile::tempdir().unwrap();
    Box::new(move || Arc::new(SqliteStore::open(&folder.path().join("log.db")).unwrap()))
}

testkit::running_log_tests!(place);
