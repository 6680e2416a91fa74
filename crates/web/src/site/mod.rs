//! The consumer's pages: from requests to the contexts in [`crate::pages`] and back. No page needs a script.

mod browser;
mod choices;
mod form;
mod opt_in;
mod receipt;
mod status;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::node::Node;
use crate::pages::{STYLE, paths, style_path};

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

async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, STYLE).into_response()
}
