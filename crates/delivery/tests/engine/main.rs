//! The engine against a running log and destinations that check what they are sent.

#![expect(
    clippy::unwrap_used,
    reason = "this whole crate is a test, its helper functions too"
)]

mod entries;
mod failures;
mod leases;
mod retention;
mod support;
mod telling;
