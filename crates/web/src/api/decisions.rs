//! `POST /v1/decisions` and `POST /v1/decisions:batch`: may I sell or share?

use std::borrow::Cow;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use gate::{Ask, Asking, Moment};
use optout::{Age, Decision, Reason, Scope, Token};
use serde::{Deserialize, Serialize};

use super::Body;
use super::identifiers::{self, IdentifierJson};
use crate::json::{self, MAX_BODY_BYTES};
use crate::node::Node;
use crate::problem::Problem;

/// How many questions one batch may hold.
pub const MAX_QUESTIONS: usize = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question<'a> {
    #[serde(borrow)]
    identifiers: Vec<IdentifierJson<'a>>,
    #[serde(borrow)]
    recipient: Cow<'a, str>,
    #[serde(borrow)]
    purpose: Cow<'a, str>,
    #[serde(default)]
    signals: Signals,
    #[serde(default)]
    age: Age,
}

/// The signals that the request at hand carries.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signals {
    #[serde(default)]
    gpc: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch<'a> {
    #[serde(borrow)]
    questions: Vec<Question<'a>>,
}

#[derive(Serialize)]
struct Answer {
    decision: Decision,
    reason: Reason,
    rule: &'static str,
    as_of: AsOf,
}

/// What the answer rests on: so many entries of the log, which were all there were so long ago.
#[derive(Serialize)]
struct AsOf {
    size: u64,
    age_ms: Option<u64>,
}

#[derive(Serialize)]
struct Answers {
    decisions: Vec<Answer>,
}

/// The path of the one question.
pub(crate) const DECISIONS: &str = "/v1/decisions";

/// Answers for one person, recipient and purpose: `{"decision":"deny|allow","reason","rule","as_of":{"size","age_ms"}}`.
/// `age_ms` is null while the log is still being read; then, and when the log has not been heard of for too long, the answer
/// is `deny`.
///
/// Needs a key of scope `decide`: an open endpoint would tell anybody who has opted out.
pub(super) async fn route(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    body: axum::body::Body,
) -> Response {
    decide(&node, &headers, body).await
}

/// As the route, for whoever has not entered the router.
pub(crate) async fn decide(node: &Node, headers: &HeaderMap, body: axum::body::Body) -> Response {
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
        return Problem::too_large(MAX_BODY_BYTES).into_response();
    };
    match decide_one(node, headers, &body) {
        Ok(answer) => Json(answer).into_response(),
        Err(problem) => problem.into_response(),
    }
}

fn decide_one(node: &Node, headers: &HeaderMap, body: &[u8]) -> Result<Answer, Problem> {
    node.views.keys.require(headers, Scope::Decide)?;
    let asking = node.views.gate.asking(moment(node));
    let answer = answer(node, &asking, &json::read(body)?)?;
    metrics::counter!("refrain_decisions_total", "decision" => word(answer.decision)).increment(1);
    Ok(answer)
}

/// Answers many questions at once: `{"questions":[…]}` in, `{"decisions":[…]}` out, in the same order.
pub(super) async fn decide_batch(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    node.views.keys.require(&headers, Scope::Decide)?;
    let asking = node.views.gate.asking(moment(&node));
    let Batch { questions } = json::read(&body)?;
    if questions.len() > MAX_QUESTIONS {
        return Err(Problem::invalid(
            "questions",
            format!("send at most {MAX_QUESTIONS} questions at a time"),
        ));
    }
    let mut decisions = Vec::with_capacity(questions.len());
    for (place, question) in questions.iter().enumerate() {
        let answer = answer(&node, &asking, question).map_err(|problem| Problem {
            field: problem
                .field
                .map(|field| format!("questions[{place}].{field}")),
            ..problem
        })?;
        metrics::counter!("refrain_decisions_total", "decision" => word(answer.decision))
            .increment(1);
        decisions.push(answer);
    }
    Ok(Json(Answers { decisions }).into_response())
}

fn moment(node: &Node) -> Moment {
    let today = jiff::tz::Offset::UTC.to_datetime((node.world.now)()).date();
    Moment {
        now: (node.world.instant)(),
        today,
    }
}

fn answer(node: &Node, asking: &Asking<'_>, question: &Question<'_>) -> Result<Answer, Problem> {
    let vocabulary = &node.settings.vocabulary;
    let purpose = vocabulary
        .disclosure_purpose(&question.purpose)
        .ok_or_else(|| {
            Problem::invalid(
                "purpose",
                format!(
                    "unknown purpose; known are {}",
                    vocabulary.purpose_names().join(", ")
                ),
            )
        })?;
    if question.recipient.is_empty() {
        return Err(Problem::invalid(
            "recipient",
            "name who would receive the data",
        ));
    }
    let mut tokens: Vec<Token> = Vec::with_capacity(2);
    for identifier in identifiers::parse(vocabulary, &question.identifiers)? {
        identifier.tokens(&node.tokens, |subject| tokens.push(subject.token));
    }
    let ask = Ask {
        recipient: &question.recipient,
        purpose,
        signal: question.signals.gpc,
        age: question.age,
    };
    let told = asking.ask(&tokens, &ask);
    let age_ms = told
        .age
        .map(|age| u64::try_from(age.as_millis()).unwrap_or(u64::MAX));
    let as_of = AsOf {
        size: told.answer.as_of,
        age_ms,
    };
    Ok(Answer {
        decision: told.answer.decision,
        reason: told.answer.reason,
        rule: told.answer.rule,
        as_of,
    })
}

fn word(decision: Decision) -> &'static str {
    match decision {
        Decision::Allow => "allow",
        Decision::Deny => "deny",
    }
}
