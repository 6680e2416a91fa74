//! Whatever is changed in the log's database is found and named, and a receipt needs nothing but the log's key.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support {
    pub mod http;
    pub mod installation;
    pub mod patience;
}
mod tampering {
    mod checkpoints;
    pub mod database;
    mod entries;
    pub mod log;
    mod raw;
    mod receipts;
}
