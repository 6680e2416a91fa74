//! What holds of the crate, shown with strings that are carried here.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod back;
mod broken;
mod categories;
mod choices;
mod errors;
mod openrtb;
mod oracle;
mod round_trip;
mod said;
mod strings;
mod tower;
mod written;
