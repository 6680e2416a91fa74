//! `GET /v1/destinations`: who is told, and how far each is.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use optout::{PurposeSet, Role, Scope};
use serde::Serialize;
use store::{DestinationView, Destinations};

use crate::node::Node;
use crate::problem::Problem;

/// A destination, as the API and `refrain destination list --json` show it.
#[derive(Debug, Serialize)]
pub struct DestinationLine {
    /// Its name.
    pub name: String,
    /// Whose system it is.
    pub recipient: String,
    /// The role that the business claims for the recipient.
    pub role: Role,
    /// The purposes of which it is told.
    pub purposes: PurposeSet,
    /// The first position of the log that is not settled.
    pub cursor: u64,
    /// How many choices it has not been told of.
    pub lag: u64,
    /// How many of these it could not take and which are tried one by one.
    pub failing: u64,
    /// `active`, or `held` until a person resumes it.
    pub state: &'static str,
    /// Why it is held.
    pub held: Option<String>,
}

impl DestinationLine {
    /// The line of one destination.
    #[must_use]
    pub fn of(all: &Destinations, view: &DestinationView) -> Self {
        let declared = view.declared();
        Self {
            name: declared.name.clone(),
            recipient: declared.recipient.name.clone(),
            role: declared.recipient.role,
            purposes: declared.purposes,
            cursor: view.cursor(),
            lag: all.lag(view),
            failing: view.failing().len() as u64,
            state: if view.held().is_some() {
                "held"
            } else {
                "active"
            },
            held: view.held().map(str::to_owned),
        }
    }
}

/// Every destination with its cursor, lag and state. Needs a key of scope `read`.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    node.views.require(&headers, Scope::Read)?;
    let all = node.views.destinations();
    let lines: Vec<_> = all
        .iter()
        .map(|view| DestinationLine::of(&all, view))
        .collect();
    Ok(Json(serde_json::json!({ "destinations": lines })).into_response())
}
