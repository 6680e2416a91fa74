//! `GET /healthz` and `GET /readyz`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::node::Node;

/// Businesses by name.
type All = Arc<Vec<(String, Arc<Node>)>>;

/// Both, for businesses by name: ready when every one of them is.
pub fn whole(businesses: Vec<(String, Arc<Node>)>) -> Router {
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(all_ready))
        .with_state(Arc::new(businesses))
}

/// 200 while the process runs.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// 200 when the log has been read to its end and the gate is open; 503 with the reason before that, or when the log has
/// stopped.
pub(super) async fn ready(State(node): State<Arc<Node>>) -> Response {
    let (status, body) = look(&node);
    (status, Json(body)).into_response()
}

/// As [`ready`], for all businesses.
async fn all_ready(State(businesses): State<All>) -> Response {
    let mut status = StatusCode::OK;
    let mut each = serde_json::Map::new();
    for (name, node) in &*businesses {
        let (own, body) = look(node);
        status = status.max(own);
        each.insert(name.clone(), body);
    }
    let word = word(status);
    let body = json!({ "status": word, "businesses": each });
    (status, Json(body)).into_response()
}

fn look(node: &Node) -> (StatusCode, Value) {
    let now = (node.world.instant)();
    let gate = &node.views.gate;
    let age_ms = gate
        .age(now)
        .map(|age| u64::try_from(age.as_millis()).unwrap_or(u64::MAX));
    let size = gate.size();
    let stopped = node.log.has_stopped();
    if gate.is_open(now) && !stopped {
        let status = StatusCode::OK;
        let body = json!({ "status": word(status), "entries": size, "age_ms": age_ms });
        return (status, body);
    }
    let why = if stopped {
        "the log has stopped, perhaps because it contradicts what was published: run `refrain ledger check`"
    } else if age_ms.is_none() {
        "the log is still being read, or could not be: see the process's log"
    } else {
        "the log has not been heard of for too long"
    };
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let body = json!({ "status": word(status), "reason": why, "entries": size, "age_ms": age_ms });
    (status, body)
}

fn word(status: StatusCode) -> &'static str {
    if status == StatusCode::OK {
        "ready"
    } else {
        "not ready"
    }
}
