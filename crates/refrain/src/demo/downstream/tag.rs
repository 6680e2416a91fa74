//! The pretend ad tag: a script that shops load, and what it sends home.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::System;
use super::seen::Learned;

/// How much of a report is kept, in characters.
const MAX_REPORT: usize = 60;

#[derive(Template)]
#[template(path = "demo/tag.js", escape = "none")]
struct Script {
    vendor: serde_json::Value,
}

/// Hands out the script and counts the page that asked for it.
pub(super) async fn script(State(system): State<Arc<System>>) -> Response {
    let about = &system.about;
    about.seen.lock().views += 1;
    let script = Script {
        vendor: json!({ "name": about.name, "slot": format!("ad-{}", about.recipient), "hue": hue(&about.name) }),
    };
    match script.render() {
        Ok(script) => {
            let headers = [
                (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, script).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Takes what the script saw: the name of the thing that somebody looked at.
pub(super) async fn collect(State(system): State<Arc<System>>, report: String) -> StatusCode {
    let looked_at: String = report.trim().chars().take(MAX_REPORT).collect();
    if looked_at.is_empty() {
        return StatusCode::BAD_REQUEST;
    }
    let at = (system.about.now)();
    system.about.seen.lock().learn(Learned { at, looked_at });
    StatusCode::NO_CONTENT
}

/// A colour for the vendor's ads, the same every time.
fn hue(name: &str) -> u32 {
    name.bytes().map(u32::from).sum::<u32>() * 7 % 360
}
