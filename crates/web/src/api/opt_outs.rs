//! `POST /v1/opt-outs`: somebody says no.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use optout::{Agent, Channel, Scope};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::identifiers::{self, IdentifierJson};
use super::{Body, limit, receipt_wait};
use crate::intake::{Heard, No, NoTo, ReceiptWait, Recorded, Standing};
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
    state: Option<String>,
    agent: Option<AgentJson>,
}

/// `"Permission Slip"` or `{"name":"Permission Slip"}`. Read without looking ahead, so that an unknown name in it is found to be one.
struct AgentJson(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgentObject {
    name: String,
}

impl<'de> Deserialize<'de> for AgentJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AgentForm)
    }
}

/// The two forms.
struct AgentForm;

impl<'de> Visitor<'de> for AgentForm {
    type Value = AgentJson;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the agent's name, or an object with `name`")
    }

    fn visit_str<E>(self, name: &str) -> Result<AgentJson, E> {
        Ok(AgentJson(name.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<AgentJson, A::Error> {
        let AgentObject { name } = AgentObject::deserialize(MapAccessDeserializer::new(members))?;
        Ok(AgentJson(name))
    }
}

/// What stands, since which entry, and its proof.
#[derive(Serialize)]
struct Answer {
    request_id: Option<String>,
    status: &'static str,
    entry: Option<Position>,
    receipt_url: Option<String>,
    receipt: Option<String>,
}

#[derive(Serialize)]
struct Position {
    index: u64,
}

/// Opts out (or, with `"purposes":["sensitive"]`, limits) whoever `identifiers` name, for `purposes` or for all of sale,
/// sharing and targeted advertising. In force when this answers; a repeat adds nothing.
///
/// Needs no key. 201 with what was recorded, 200 for a repeat:
/// `{"request_id","status":"in_force","entry":{"index"},"receipt_url","receipt"}`, where `receipt` is a tlog-proof, or null if
/// it was not published within `Prefer: wait=SECONDS` (1 unless given; 0 answers without waiting). Of a repeat all but `status`
/// is null for whoever has no key of scope `intake`: anybody can name anybody, and would learn since when they are out.
pub(super) async fn create(
    State(node): State<Arc<Node>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let caller = node.views.caller(&headers, Scope::Intake)?;
    if caller == Caller::Public {
        limit(&node, peer, &headers)?;
    }
    let no = parse(&node, json::read(&body)?)?;
    let wait = receipt_wait(&headers);
    let standing = match node.hear(no, wait).await? {
        Heard::New(standing) => standing,
        Heard::Repeat { position } if caller == Caller::Public => {
            return Ok(repeat(&node, &caller, position));
        }
        Heard::Repeat { position } => node.stood(position).await?,
    };
    Ok(answer(&node, &standing, wait).await)
}

fn parse(node: &Node, asked: Asked<'_>) -> Result<No, Problem> {
    let identifiers = identifiers::parse(&node.settings.vocabulary, &asked.identifiers)?;
    let purposes = identifiers::purposes(asked.purposes.as_deref())?;
    let state = asked.state.map(|code| {
        optout::State::from_code(&code)
            .ok_or_else(|| Problem::invalid("state", "a state is a two-letter code such as CA"))
    });
    let agent = asked.agent.map(|AgentJson(name)| {
        Agent::named(&name).ok_or_else(|| {
            let limit = Agent::MAX_NAME_BYTES;
            Problem::invalid(
                "agent",
                format!("an agent's name has 1 to {limit} bytes and no control characters"),
            )
        })
    });
    let agent = agent.transpose()?;
    let channel = asked.channel.unwrap_or(if agent.is_some() {
        Channel::Agent
    } else {
        Channel::Api
    });
    Ok(No {
        identifiers,
        act: NoTo::Purposes(purposes),
        channel,
        state: state.transpose()?,
        agent,
    })
}

/// The answer to whatever was said no to.
pub(super) async fn answer(node: &Node, standing: &Standing, wait: ReceiptWait) -> Response {
    let receipt = node.receipt(standing, wait).await;
    let status = match standing.recorded {
        Recorded::Now => StatusCode::CREATED,
        Recorded::Before => StatusCode::OK,
    };
    stands(node, status, Some(standing.position), receipt)
}

/// The answer to what stood already, without its receipt, which would have to be looked up. Since when, only a key is told.
pub(super) fn repeat(node: &Node, caller: &Caller, position: u64) -> Response {
    let position = (*caller != Caller::Public).then_some(position);
    stands(node, StatusCode::OK, position, None)
}

fn stands(
    node: &Node,
    status: StatusCode,
    position: Option<u64>,
    receipt: Option<String>,
) -> Response {
    let answer = Answer {
        request_id: position.map(|position| node.codes.code(position)),
        status: "in_force",
        entry: position.map(|index| Position { index }),
        receipt_url: position.map(|position| node.receipt_url(position)),
        receipt,
    };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}
