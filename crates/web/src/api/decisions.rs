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
use signals::{Confidence, Doubt, Said};

use super::Body;
use super::identifiers::{self, IdentifierJson};
use crate::body;
use crate::json;
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
    #[serde(default, borrow)]
    signals: Signals<'a>,
    #[serde(default)]
    age: Age,
    #[serde(borrow)]
    program: Option<Cow<'a, str>>,
}

/// The signals that the request at hand carries.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signals<'a> {
    #[serde(default)]
    gpc: bool,
    #[serde(borrow)]
    gpp: Option<Cow<'a, str>>,
    #[serde(borrow)]
    us_privacy: Option<Cow<'a, str>>,
}

impl Signals<'_> {
    /// Whether any of them says no to any of sale, sharing and targeted advertising, which counts for all three: they are one
    /// choice.
    fn say_no(&self) -> Result<bool, Problem> {
        let gpp = sent(self.gpp.as_deref()).map(Said::gpp).transpose();
        let gpp = gpp.map_err(|error| Problem::invalid("signals.gpp", error.to_string()))?;
        let us_privacy = sent(self.us_privacy.as_deref())
            .map(Said::us_privacy)
            .transpose();
        let us_privacy = us_privacy
            .map_err(|error| Problem::invalid("signals.us_privacy", error.to_string()))?;
        Ok(self.gpc || gpp.is_some_and(counts_as_no) || us_privacy.is_some_and(counts_as_no))
    }
}

/// An empty string says nothing.
fn sent(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

/// So does what may have been meant as a no, and a yes of somebody who was not told that they could say no.
fn counts_as_no(said: Said) -> bool {
    let not_told = |(_, doubt): (_, Doubt)| doubt == Doubt::NotTold;
    !said.no.is_empty() || said.confidence() == Confidence::Low || said.doubts().any(not_told)
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
/// `signals` are those of the request at hand: `{"gpc":true,"gpp":"DBABLA~…","us_privacy":"1YYN"}`.
///
/// `program` names the programme to which the disclosure belongs, where it belongs to one that rests on sharing: a signal does
/// not count against a member who was asked and stays (`POST /v1/programs/{program}/stays`).
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
    let body = body::whole(body).await;
    match body.and_then(|body| decide_one(node, headers, &body)) {
        Ok(answer) => Json(answer).into_response(),
        Err(problem) => problem.into_response(),
    }
}

fn decide_one(node: &Node, headers: &HeaderMap, body: &[u8]) -> Result<Answer, Problem> {
    node.views.require(headers, Scope::Decide)?;
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
    node.views.require(&headers, Scope::Decide)?;
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
        let answer = answer(&node, &asking, question)
            .map_err(|problem| problem.within(&format!("questions[{place}]")))?;
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
    if let Some(program) = &question.program {
        super::programs::check(node, program, "program")?;
    }
    let mut tokens: Vec<Token> = Vec::with_capacity(2);
    for identifier in identifiers::parse(vocabulary, &question.identifiers)? {
        identifier.tokens(&node.tokens, |subject| tokens.push(subject.token));
    }
    let ask = Ask {
        recipient: &question.recipient,
        purpose,
        signal: question.signals.say_no()?,
        program: question.program.as_deref(),
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
