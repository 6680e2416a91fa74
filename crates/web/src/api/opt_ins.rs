//! `POST /v1/opt-ins` and `POST /v1/opt-ins/{request_id}/confirm`: the two acts of opting in after opting out.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use optout::{Channel, Control, OptInRequest, Scope};
use serde::Deserialize;
use serde_json::json;

use super::Body;
use super::identifiers::{self, IdentifierJson};
use crate::json;
use crate::keys::Caller;
use crate::node::Node;
use crate::problem::Problem;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked<'a> {
    #[serde(borrow)]
    identifiers: Vec<IdentifierJson<'a>>,
    purposes: Option<Vec<String>>,
    channel: Option<Channel>,
}

/// The first act (11 CCR 7028(a)). It changes nothing until it is confirmed, within a day, by a second call.
///
/// Needs a key of scope `intake`: whoever holds it answers for the person's identity. 201
/// `{"request_id","status":"awaiting_confirmation","entry":{"index"}}`.
pub(super) async fn create(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let control = control(&node, &headers)?;
    let asked: Asked<'_> = json::read(&body)?;
    let identifiers = identifiers::parse(&node.settings.vocabulary, &asked.identifiers)?;
    let ask = OptInRequest {
        subjects: node.subjects(&identifiers),
        purposes: identifiers::purposes(asked.purposes.as_deref())?,
        channel: asked.channel.unwrap_or(Channel::Api),
        control,
    };
    let first = node.ask_to_opt_in(ask, &identifiers).await?;
    let answer = json!({
        "request_id": node.codes.code(first.position),
        "status": "awaiting_confirmation",
        "entry": { "index": first.position },
    });
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// The second act. Refused (409) if the person said no again in between.
///
/// Needs a key of scope `intake`. 200 `{"request_id","status":"opted_in","entry":{"index"},"receipt_url"}`.
pub(super) async fn confirm(
    State(node): State<Arc<Node>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let control = control(&node, &headers)?;
    let first = id
        .ok()
        .and_then(|Path(id)| node.codes.position(&id))
        .ok_or_else(|| Problem::not_found("there is no such request"))?;
    let second = node.confirm_opt_in(first, control).await?;
    let answer = json!({
        "request_id": node.codes.code(second.position),
        "status": "opted_in",
        "entry": { "index": second.position },
        "receipt_url": node.receipt_url(second.position),
    });
    Ok(Json(answer).into_response())
}

fn control(node: &Node, headers: &HeaderMap) -> Result<Control, Problem> {
    match node.views.require(headers, Scope::Intake)? {
        Caller::Key(id) => Ok(Control::Key(id)),
        Caller::Public => Err(Problem::unauthorized(
            "opting in after opting out needs a key of scope `intake`",
        )),
    }
}
