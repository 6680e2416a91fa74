//! Logs that are moved to PostgreSQL and back, and its schema: nothing is lost on the way, and nobody is told twice.
//!
//! With a PostgreSQL of its own, on whichever database the rest of the suite runs.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "this test needs only a part of it")]
mod support {
    pub mod http;
    pub mod installation;
    pub mod patience;
    pub mod receiver;
}
mod copying {
    mod businesses;
    mod killed;
    mod planned;
    mod refused;
    mod schema;
    pub mod site;
    mod whole;
}
