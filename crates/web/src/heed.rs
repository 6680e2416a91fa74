//! A preference signal counts on every request that reaches us, whatever it asks for (11 CCR 7025(b)).

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::api;
use crate::cookies::Browser;
use crate::intake::{No, ReceiptWait};
use crate::node::Node;
use crate::pages::paths;

/// Where a signal is read by whoever answers, who knows more of whom it is about.
const ELSEWHERE: [&str; 3] = [paths::CHOICES, api::VISITS, api::SIGNALS];

/// Whether a request carries the signal.
pub(crate) fn is_signalled(headers: &HeaderMap) -> bool {
    signals::sec_gpc(headers.get_all("sec-gpc").iter().map(HeaderValue::as_bytes))
}

/// Takes a signal for the opt-out that it is, before anything else.
pub(crate) async fn heed(State(node): State<Arc<Node>>, request: Request, next: Next) -> Response {
    let here = !ELSEWHERE.contains(&request.uri().path());
    if here && is_signalled(request.headers()) {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        heed_of(&node, peer.map(|peer| peer.0), request.headers()).await;
    }
    next.run(request).await
}

/// What was asked for is answered all the same where the signal is not recorded: it is honoured on this request, and the browser
/// sends it again.
async fn heed_of(node: &Arc<Node>, peer: Option<SocketAddr>, headers: &HeaderMap) {
    let names = Browser::names(node, headers);
    if names.is_empty() {
        node.unbound.count();
        return;
    }
    if node.are_out(&names) {
        return;
    }
    let may_record = node.views.gate.is_open((node.world.instant)())
        && peer.is_none_or(|peer| api::limit(node, peer, headers).is_ok());
    if !may_record {
        node.unbound.count();
        return;
    }
    if let Err(problem) = node.hear(No::signal(names), ReceiptWait::No).await {
        tracing::warn!(detail = problem.detail, "a signal was not recorded");
    }
}
