//! `POST /v1/programs/{program}/stays`: a member of a programme was asked whether to leave it, and stays.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use optout::{Control, Scope};
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
struct Stay<'a> {
    #[serde(borrow)]
    identifiers: Vec<IdentifierJson<'a>>,
}

/// Records that a known person, told that the signal of their browser conflicts with their membership, keeps to the programme
/// (11 CCR 7025(c)(4)). The signal stands for everything else: only a question with this `program` is answered otherwise, and
/// only until the person says no by other means than a signal. 201 with the position of the entry.
///
/// Needs a key of scope `intake`: the business answers for having asked this person.
pub(super) async fn stay(
    State(node): State<Arc<Node>>,
    program: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let caller = node.views.require(&headers, Scope::Intake)?;
    // What is no text is no programme's name, as nothing is.
    let program = program.map(|Path(name)| name).unwrap_or_default();
    check(&node, &program, "program")?;
    let Stay { identifiers } = json::read(&body)?;
    let identifiers = identifiers::parse(&node.settings.vocabulary, &identifiers)?;
    let Caller::Key(key) = caller else {
        return Err(Problem::forbidden("only a key answers for a person"));
    };
    let standing = node.stay(&program, &identifiers, Control::Key(key)).await?;
    let entry = json!({ "entry": { "index": standing.position } });
    Ok((StatusCode::CREATED, Json(entry)).into_response())
}

/// Whether there is such a programme.
pub(super) fn check(node: &Node, program: &str, field: &'static str) -> Result<(), Problem> {
    if node.settings.programs.contains_key(program) {
        return Ok(());
    }
    let known: Vec<&str> = node.settings.programs.keys().map(String::as_str).collect();
    let detail = if known.is_empty() {
        "no programme is configured ([programs])".to_owned()
    } else {
        format!("unknown programme; configured are {}", known.join(", "))
    };
    Err(Problem::invalid(field, detail))
}
