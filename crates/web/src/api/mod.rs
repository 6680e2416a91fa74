//! The JSON API and the log's files. One resource a file; a handler parses, decides, commits and answers.

mod decisions;
mod destinations;
mod health;
mod identifiers;
mod links;
mod log_files;
mod opt_ins;
mod opt_outs;
mod programs;
mod signals;
mod visits;
mod well_known;

pub use decisions::MAX_QUESTIONS;
pub(crate) use decisions::{DECISIONS, decide};
pub use destinations::DestinationLine;
pub use health::whole;
pub use links::MAX_LINKS;
pub use signals::MAX_SIGNALS;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::routing::{get, post};

use crate::body;
use crate::intake::ReceiptWait;
use crate::node::Node;
use crate::problem::Problem;

/// What an installation with several businesses answers as a whole: at any host, for all of them.
pub const WHOLE: [&str; 3] = ["/healthz", "/readyz", "/metrics"];
/// The path of one signal,
pub(crate) const SIGNALS: &str = "/v1/signals";
/// and of what a page tells of a visit.
pub(crate) const VISITS: &str = "/v1/visits";
/// How long an answer waits for its receipt unless the request says otherwise.
const RECEIPT_WAIT: Duration = Duration::from_secs(1);
/// The longest that a request may ask for.
const MAX_RECEIPT_WAIT_SECONDS: u64 = 10;

/// The routes of the API.
pub fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/v1/opt-outs", post(opt_outs::create))
        .route("/v1/opt-ins", post(opt_ins::create))
        .route("/v1/opt-ins/{id}/confirm", post(opt_ins::confirm))
        .route(SIGNALS, post(signals::create))
        .route("/v1/signals:batch", post(signals::create_batch))
        .route(VISITS, post(visits::create))
        .route("/v1/links", post(links::create))
        .route("/v1/programs/{program}/stays", post(programs::stay))
        .route(DECISIONS, post(decisions::route))
        .route("/v1/decisions:batch", post(decisions::decide_batch))
        .route("/v1/destinations", get(destinations::list))
        .route("/log/checkpoint", get(log_files::checkpoint))
        .route("/log/key", get(log_files::key))
        .route("/log/tile/{*path}", get(log_files::tile))
        .route("/.well-known/gpc.json", get(well_known::gpc))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
}

/// A body, whole and within the limits.
pub(crate) struct Body(pub(crate) axum::body::Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        body::whole(request.into_body()).await.map(Self)
    }
}

/// Counts a public request against its address's limit.
pub(crate) fn limit(node: &Node, peer: SocketAddr, headers: &HeaderMap) -> Result<(), Problem> {
    node.limit.check(crate::client::address(
        peer,
        headers,
        &node.settings.trusted_proxies,
    ))
}

/// How long to wait for a receipt: `Prefer: wait=SECONDS` (RFC 7240 section 4.3), where `wait=0` asks for none.
pub(crate) fn receipt_wait(headers: &HeaderMap) -> ReceiptWait {
    let preferences = headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut preferences = preferences
        .flat_map(|value| value.split([',', ';']))
        .map(str::trim);
    let seconds = preferences.find_map(|one| one.strip_prefix("wait=")?.parse::<u64>().ok());
    match seconds {
        None => ReceiptWait::UpTo(RECEIPT_WAIT),
        Some(0) => ReceiptWait::No,
        Some(seconds) => {
            ReceiptWait::UpTo(Duration::from_secs(seconds.min(MAX_RECEIPT_WAIT_SECONDS)))
        }
    }
}
