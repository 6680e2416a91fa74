//! A shop with a log, and destinations that check what they are sent.

mod destination;
mod shop;
mod store;

use std::time::Duration;

pub use destination::{Destination, Reply};
pub use shop::{Shop, Standings, master, now, token};
pub use store::Fault;

/// How long anything may take before a test fails.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Waits until `reached`, which is looked at again and again; fails loudly after [`DEADLINE`].
pub async fn eventually(what: &str, mut reached: impl FnMut() -> bool) {
    let waited = tokio::time::timeout(DEADLINE, async {
        while !reached() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    assert!(waited.await.is_ok(), "never happened: {what}");
}
