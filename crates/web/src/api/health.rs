//! `GET /healthz` and `GET /readyz`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::node::Node;

/// 200 while the process runs.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// 200 when the log has been read to its end and the gate is open; 503 with the reason before that, or when the log has
/// stopped.
pub(super) async fn ready(State(node): State<Arc<Node>>) -> Response {
    let now = (node.world.instant)();
    let gate = &node.views.gate;
    let age_ms = gate
        .age(now)
        .map(|age| u64::try_from(age.as_millis()).unwrap_or(u64::MAX));
    let size = gate.size();
    let stopped = node.log.has_stopped();
    if gate.is_open(now) && !stopped {
        let body = json!({ "status": "ready", "entries": size, "age_ms": age_ms });
        return (StatusCode::OK, Json(body)).into_response();
    }
    let why = if stopped {
        "the log has stopped, perhaps because it contradicts what was published: run `refrain ledger check`"
    } else if age_ms.is_none() {
        "the log is still being read, or could not be: see the process's log"
    } else {
        "the log has not been heard of for too long"
    };
    let body = json!({ "status": "not ready", "reason": why, "entries": size, "age_ms": age_ms });
    (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
}
