//! `GET /.well-known/gpc.json`: that Global Privacy Control is honoured here (W3C GPC, section 4).

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::node::Node;

/// `{"gpc":true,"lastUpdate":"YYYY-MM-DD"}`
pub(super) async fn gpc(State(node): State<Arc<Node>>) -> Response {
    let body = format!(
        "{{\"gpc\":true,\"lastUpdate\":\"{}\"}}",
        node.settings.gpc_since
    );
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, body).into_response()
}
