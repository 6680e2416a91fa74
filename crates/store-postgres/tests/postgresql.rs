//! The store on a real PostgreSQL, through accidents of every kind.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod postgresql {
    mod businesses;
    mod contract;
    mod failover;
    mod faults;
    mod log;
    mod schema;
    mod support;
    mod tls;
}
