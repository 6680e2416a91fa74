//! `POST /v1/signals`: a browser, a site or an edge saw an opt-out preference signal.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use optout::{Channel, PurposeSet, Scope};
use serde::Deserialize;
use serde_json::json;

use super::identifiers::{self, IdentifierJson};
use super::opt_outs::answer;
use super::{Body, limit, receipt_wait};
use crate::intake::{No, NoTo};
use crate::json;
use crate::keys::Caller;
use crate::node::Node;
use crate::problem::Problem;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen<'a> {
    signal: Signal,
    #[serde(default, borrow)]
    identifiers: Vec<IdentifierJson<'a>>,
}

/// The signals that are known.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Signal {
    /// Global Privacy Control.
    Gpc,
}

/// Records a signal as the opt-out that it is (11 CCR 7025(c)(1)) for everything that `identifiers` name: the browser, the
/// profiles tied to it, the person if known. There is no call for a signal that is gone: that changes nothing.
///
/// Needs no key. Answers as `POST /v1/opt-outs`; without identifiers there is nothing to bind it to, so it is honoured where
/// it was seen and nothing is recorded: 200 `{"status":"honored","entry":null}`.
pub(super) async fn create(
    State(node): State<Arc<Node>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    if node.views.keys.caller(&headers, Scope::Intake)? == Caller::Public {
        limit(&node, peer, &headers)?;
    }
    let Seen {
        signal: Signal::Gpc,
        identifiers,
    } = json::read(&body)?;
    let identifiers = identifiers::parse(&node.settings.vocabulary, &identifiers)?;
    if identifiers.is_empty() {
        return Ok((
            StatusCode::OK,
            Json(json!({ "status": "honored", "entry": null })),
        )
            .into_response());
    }
    let no = No {
        identifiers,
        act: NoTo::Purposes(PurposeSet::OPT_OUT),
        channel: Channel::Signal,
        state: None,
        agent: None,
    };
    let wait = receipt_wait(&headers);
    let standing = node.say_no(no, wait).await?;
    Ok(answer(&node, &standing, wait).await)
}
