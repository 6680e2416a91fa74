//! A preference signal counts on every request that reaches us, whatever it asks for (11 CCR 7025(b)).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use optout::PurposeSet;

use crate::cookies::Browser;
use crate::intake::{No, ReceiptWait};
use crate::node::Node;
use crate::pages::paths;

/// Where a signal is read by whoever answers, who knows more of whom it is about; or where it is a server's own request.
const ELSEWHERE: [&str; 4] = [paths::CHOICES, "/v1/", "/log/", "/metrics"];

/// Whether a request carries the signal.
pub(crate) fn is_signalled(headers: &HeaderMap) -> bool {
    signals::sec_gpc(headers.get_all("sec-gpc").iter().map(HeaderValue::as_bytes))
}

/// Takes a signal for the opt-out that it is, before anything else.
pub(crate) async fn heed(State(node): State<Arc<Node>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let here = !ELSEWHERE.iter().any(|one| path.starts_with(one));
    if here && is_signalled(request.headers()) {
        match Browser::of(request.headers()) {
            Some(browser) => heed_of(&node, browser).await,
            None => node.unbound.count(),
        }
    }
    next.run(request).await
}

/// What was asked for is answered all the same where the signal cannot be recorded: the browser sends it again.
async fn heed_of(node: &Node, browser: Browser) {
    let own = node.subjects(std::slice::from_ref(&browser.identifier));
    let stands = |one: &optout::Subject| {
        node.views
            .gate
            .standing(&one.token)
            .denied()
            .covers(PurposeSet::OPT_OUT)
    };
    if own.iter().all(stands) {
        return;
    }
    let heard = node
        .hear(No::signal(vec![browser.identifier]), ReceiptWait::No)
        .await;
    if let Err(problem) = heard {
        tracing::warn!(detail = problem.detail, "a signal was not recorded");
    }
}
