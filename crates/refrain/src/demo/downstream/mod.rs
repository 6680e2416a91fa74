//! A pretend system of a recipient: it takes Refrain's webhooks, checks them itself, and shows everything on one page.
//!
//! How well it does what it is told is its [`Behaviour`]; what it has seen is [`Seen`], shared between the router and
//! whoever wants to look.

mod behaviour;
mod hook;
mod mask;
mod message;
mod proof;
mod seen;
mod signature;
mod tag;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use jiff::Timestamp;
use ledger::VerifierKey;

pub use self::behaviour::Behaviour;
pub use self::seen::Seen;
pub use self::signature::BadKey;
use self::signature::WebhookKey;

/// The largest webhook that is read, in bytes.
const MAX_WEBHOOK: usize = 4 * 1024 * 1024;

/// A pretend downstream system.
#[derive(Clone)]
pub struct Downstream {
    /// Its name, as people know it.
    pub name: String,
    /// The recipient that it belongs to, as Refrain knows it.
    pub recipient: String,
    /// What it is, in a sentence or two.
    pub blurb: String,
    /// What business it is in.
    pub trade: Trade,
    /// How well it does what it is told.
    pub behaviour: Behaviour,
    /// The public key of Refrain's webhooks, `whpk_…`.
    pub verifying_key: String,
    /// The public key of Refrain's log, to check receipts with.
    pub log_key: Option<VerifierKey>,
    /// Where the demo's story is, for the way back.
    pub story_url: String,
    /// The clock.
    pub now: fn() -> Timestamp,
    /// What it has seen.
    pub seen: Seen,
}

/// What business a pretend system is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trade {
    /// It shows ads, and has a tag that shops put into their pages.
    Advertising,
    /// It gets data in some other way.
    Data,
}

/// Serves the system: its page at `/`, its webhook at `/hook`, its ad tag at `/tag.js`.
///
/// # Errors
///
/// [`BadKey`] where the verifying key cannot be read.
pub fn router(downstream: Downstream) -> Result<Router, BadKey> {
    let system = System {
        key: downstream.verifying_key.parse()?,
        about: downstream,
    };
    let router = Router::new()
        .route("/", get(view::page))
        .route("/hook", post(hook::take))
        .route("/repair", post(repair));
    let router = match system.about.trade {
        Trade::Advertising => router
            .route("/tag.js", get(tag::script))
            .route("/collect", post(tag::collect)),
        Trade::Data => router,
    };
    Ok(router
        .layer(DefaultBodyLimit::max(MAX_WEBHOOK))
        .with_state(Arc::new(system)))
}

struct System {
    about: Downstream,
    key: WebhookKey,
}

/// Mends the system for as long as the demo runs.
async fn repair(State(system): State<Arc<System>>) -> Redirect {
    system.about.seen.lock().repaired = true;
    Redirect::to("/")
}

#[cfg(test)]
mod tests;
