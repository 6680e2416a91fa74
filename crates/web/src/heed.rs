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

/// Takes a signal for the opt-out that it is, before anything else; and where it is read elsewhere, after whatever was refused there,
/// because nobody may have come to read it.
pub(crate) async fn heed(State(node): State<Arc<Node>>, request: Request, next: Next) -> Response {
    if !is_signalled(request.headers()) {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|peer| peer.0);
    if !ELSEWHERE.contains(&request.uri().path()) {
        heed_of(&node, peer, request.headers()).await;
        return next.run(request).await;
    }
    let headers = request.headers().clone();
    let response = next.run(request).await;
    if !response.status().is_success() {
        heed_of(&node, peer, &headers).await;
    }
    response
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
