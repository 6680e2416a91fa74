//! `refrain probe` against a web of its own: several hosts, all played by one server of the test, seen by a real Chromium.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support {
    pub mod patience;
}
mod probing {
    mod browser;
    mod run;
    mod web;

    mod hidden;
    mod hygiene;
    mod report;
    mod snippet;
    mod unfinished;
    mod verdicts;
}
