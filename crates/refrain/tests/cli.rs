//! The command line as a person and a script meet it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support {
    pub mod http;
    pub mod installation;
    pub mod patience;
    pub mod receiver;
}
mod commands {
    mod businesses;
    mod check;
    mod destination;
    mod help;
    mod key;
    mod opt_out;
    mod owner;
    mod serve;
    mod signal;
    mod snippet;
}
