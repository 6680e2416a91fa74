//! Which sites' pages may call the public API from a browser: those that the configuration names, and no others.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api;
use crate::node::Node;

/// The paths that a browser on another site may call. Nothing else answers across origins.
const PUBLIC: [&str; 3] = ["/v1/opt-outs", api::SIGNALS, api::VISITS];

/// Answers preflight requests and adds the header that lets a configured site's page read the answer (Fetch standard 3.2).
pub(crate) async fn cors(State(node): State<Arc<Node>>, request: Request, next: Next) -> Response {
    let public = PUBLIC.contains(&request.uri().path());
    let with_cookies = request.uri().path() == api::VISITS;
    let origin = request
        .headers()
        .get(header::ORIGIN)
        .filter(|_| public)
        .cloned();
    let preflight = public && request.method() == Method::OPTIONS;
    let mut response = if preflight {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    if !public {
        return response;
    }
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    let allowed = |origin: &HeaderValue| {
        node.settings
            .origins
            .iter()
            .any(|known| known.as_bytes() == origin.as_bytes())
    };
    if let Some(origin) = origin.filter(allowed) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if with_cookies {
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            );
        }
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("POST"),
        );
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("content-type, prefer"),
        );
        headers.insert(
            header::ACCESS_CONTROL_MAX_AGE,
            HeaderValue::from_static("86400"),
        );
    }
    response
}
