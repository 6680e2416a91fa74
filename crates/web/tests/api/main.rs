//! The whole of HTTP as its callers see it: requests in, answers out, on a real log in a temporary folder. One file for each
//! resource.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bad_input;
mod bodies;
mod cors;
mod decisions;
mod health;
mod keys;
mod limits;
mod log_files;
mod opt_ins;
mod opt_outs;
mod persons;
mod privacy_choices;
mod programs;
mod receipts;
mod retention;
mod signals;
mod snippet;
mod support;
mod visits;
mod well_known;
