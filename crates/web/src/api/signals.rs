//! `POST /v1/signals`: a browser, a site or an edge saw an opt-out preference signal.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use optout::Scope;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::identifiers::{self, IdentifierJson};
use super::opt_outs::{answer, repeat};
use super::{Body, limit, receipt_wait};
use crate::cookies::Browser;
use crate::heed::is_signalled;
use crate::intake::{Heard, No, ReceiptWait};
use crate::json;
use crate::keys::Caller;
use crate::node::Node;
use crate::problem::Problem;

/// How many signals one request may tell of.
pub const MAX_SIGNALS: usize = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen<'a> {
    signal: Signal,
    #[serde(default, borrow)]
    identifiers: Vec<IdentifierJson<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch<'a> {
    #[serde(borrow)]
    signals: Vec<Seen<'a>>,
}

/// The signals that are known.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Signal {
    /// Global Privacy Control.
    Gpc,
}

/// Records a signal as the opt-out that it is (11 CCR 7025(c)(1)) for everything that `identifiers` name: the browser, the
/// profiles tied to it, the person if known; and for the browser that sends this request, where it carries the signal itself.
/// There is no call for a signal that is gone: that changes nothing.
///
/// Needs no key. Answers as `POST /v1/opt-outs`, except that a repeat, which costs no look at the database, has no receipt in
/// its answer; values that cannot be used are skipped, and refused where there is no other; without identifiers there is nothing to bind it to, so it is honoured where
/// it was seen and nothing is recorded: 200 `{"status":"honored","entry":null}`.
pub(super) async fn create(
    State(node): State<Arc<Node>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let caller = node.views.caller(&headers, Scope::Intake)?;
    let Seen {
        signal: Signal::Gpc,
        identifiers,
    } = json::read(&body)?;
    let (mut identifiers, mut skipped) =
        identifiers::parse_seen(&node.settings.vocabulary, &identifiers)?;
    if is_signalled(&headers) {
        let mut names = Browser::names(&node, &headers);
        names.retain(|name| !identifiers.contains(name));
        identifiers.append(&mut names);
    }
    // Whatever writes nothing is free, so that it takes nothing from whoever presses the button behind the same address.
    let is_free = identifiers.is_empty() || node.are_out(&identifiers);
    if caller == Caller::Public && !is_free {
        limit(&node, peer, &headers)?;
    }
    if identifiers.is_empty() {
        if !skipped.is_empty() {
            return Err(skipped.swap_remove(0));
        }
        node.unbound.count();
        return Ok((
            StatusCode::OK,
            Json(json!({ "status": "honored", "entry": null })),
        )
            .into_response());
    }
    let wait = receipt_wait(&headers);
    match node.hear(No::signal(identifiers), wait).await? {
        Heard::New(standing) => Ok(answer(&node, &standing, wait).await),
        Heard::Repeat { position } => Ok(repeat(&node, &caller, position)),
    }
}

/// Records many signals at once, as edges, tag servers and log pipelines see them: `{"signals":[…]}`, each as above. Answers
/// `{"recorded":2,"repeats":40,"unbound":7,"skipped":[{"field":"signals[3].identifiers[0].value","detail":"…"}]}`; what has no
/// identifiers is counted and not recorded, and values that cannot be used are skipped: a visitor's cookie may be anything, and
/// must not keep the others' signals from being recorded.
///
/// Needs a key of scope `intake`.
pub(super) async fn create_batch(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    node.views.require(&headers, Scope::Intake)?;
    let Batch { signals } = json::read(&body)?;
    if signals.len() > MAX_SIGNALS {
        let detail = format!("send at most {MAX_SIGNALS} signals at a time");
        return Err(Problem::invalid("signals", detail));
    }
    // All are read before the first is recorded, so that a mistake leaves nothing half done.
    let (mut read, mut skipped) = (HashSet::with_capacity(signals.len()), Vec::new());
    let (mut recorded, mut repeats, mut unbound) = (0, 0, 0);
    for (place, Seen { identifiers, .. }) in signals.iter().enumerate() {
        let within = |problem: Problem| problem.within(&format!("signals[{place}]"));
        let (identifiers, unusable) =
            identifiers::parse_seen(&node.settings.vocabulary, identifiers).map_err(within)?;
        skipped.extend(unusable.into_iter().map(within).map(Skipped::from));
        if identifiers.is_empty() {
            unbound += 1;
        } else if !read.insert(identifiers) {
            repeats += 1;
        }
    }
    (0..unbound).for_each(|_| node.unbound.count());
    // Together, so that they share the log's batches. Equal ones would not find each other there, so each is said once.
    let mut hearing = tokio::task::JoinSet::new();
    for identifiers in read {
        let node = node.clone();
        hearing.spawn(async move { node.hear(No::signal(identifiers), ReceiptWait::No).await });
    }
    while let Some(heard) = hearing.join_next().await {
        match heard.map_err(|_| Problem::unavailable())?? {
            Heard::New(_) => recorded += 1,
            Heard::Repeat { .. } => repeats += 1,
        }
    }
    let counts = json!({
        "recorded": recorded,
        "repeats": repeats,
        "unbound": unbound,
        "skipped": skipped,
    });
    Ok(Json(counts).into_response())
}

/// A value that was left out.
#[derive(Serialize)]
struct Skipped {
    field: Option<String>,
    detail: String,
}

impl From<Problem> for Skipped {
    fn from(problem: Problem) -> Self {
        Self {
            field: problem.field,
            detail: problem.detail,
        }
    }
}
