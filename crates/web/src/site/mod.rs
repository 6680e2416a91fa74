//! The consumer's pages: from requests to the contexts in [`crate::pages`] and back. No page needs a script.

mod choices;
mod form;
mod opt_in;
mod receipt;
mod status;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, any, get, post};

use self::visit::Visit;
use crate::node::Node;
use crate::pages::{STYLE, Trouble, paths, style_path};
use crate::problem::Problem;

/// The routes of the pages.
pub(crate) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/", get(|| async { Redirect::temporary(paths::CHOICES) }))
        .route(paths::CHOICES, get(choices::show).post(choices::submit))
        .route(paths::OPT_IN, post(opt_in::ask))
        .route(paths::OPT_IN_CONFIRM, post(opt_in::confirm))
        .route("/receipts/{code}", get(receipt::show))
        .route(style_path(), get(style))
}

/// What answers at an address where nothing is.
pub(crate) fn fallback() -> MethodRouter<Arc<Node>> {
    any(nothing_here)
}

/// A page to a browser, a problem to anybody else.
async fn nothing_here(visit: Visit, headers: HeaderMap) -> Response {
    let accepted = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    if accepted.is_some_and(|accepted| accepted.contains("text/html")) {
        return visit.trouble(Trouble::NotFound);
    }
    Problem::not_found("no page and no resource has this address").into_response()
}

async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, STYLE).into_response()
}
