//! The running log.

use std::sync::Arc;

use store::Store;

use super::support::{SERVER, shared};

fn place() -> Box<dyn Fn() -> Arc<dyn Store>> {
    let url = SERVER.new_database();
    Box::new(move || shared(&url))
}

testkit::running_log_tests!(place);
