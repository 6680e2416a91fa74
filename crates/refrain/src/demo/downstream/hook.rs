//! The webhook: check, decide how to answer, do, remember.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use super::System;
use super::behaviour::Reply;
use super::message::{CHANGED, Message, Notification};
use super::proof::Proof;
use super::seen::{Request, State as SeenState};
use super::signature::Refused;

/// How much of a message's id is remembered and shown.
const SHOWN_ID: usize = 12;

pub(super) async fn take(
    State(system): State<Arc<System>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let reply = receive(&system, &headers, &body);
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (reply.status(), kind, reply.body()).into_response()
}

fn receive(system: &System, headers: &HeaderMap, body: &[u8]) -> Reply {
    let at = (system.about.now)();
    let id = headers
        .get("webhook-id")
        .and_then(|id| id.to_str().ok())
        .unwrap_or("no id");
    let request = |signature, (attempt, reply)| Request {
        at,
        id: shorten(id),
        signature,
        attempt,
        reply,
    };
    let checked = check(system, headers, body, at);
    let mut seen = system.about.seen.lock();
    let request = match checked {
        Err(refused) => request(Err(refused), (0, Reply::BadSignature)),
        Ok(None) => request(Ok(()), (0, Reply::Unreadable)),
        Ok(Some(proved)) => request(Ok(()), answer(&mut seen, system, id, proved)),
    };
    let reply = request.reply;
    seen.record(request);
    reply
}

/// The notifications of a webhook that is Refrain's, each with what its receipt proves; `None` if it cannot be read.
fn check(
    system: &System,
    headers: &HeaderMap,
    body: &[u8],
    at: Timestamp,
) -> Result<Option<Vec<(Notification, Proof)>>, Refused> {
    system.key.check(headers, body, at)?;
    let key = system.about.log_key.as_ref();
    let prove = |notification| {
        let proof = Proof::of(&notification, key);
        (notification, proof)
    };
    let message: Option<Message> = serde_json::from_slice(body).ok();
    Ok(message.map(|message| {
        let news = Some(message.data).filter(|_| message.kind == CHANGED);
        let notifications = news.unwrap_or_default().notifications;
        notifications.into_iter().map(prove).collect()
    }))
}

fn answer(
    seen: &mut SeenState,
    system: &System,
    id: &str,
    notifications: Vec<(Notification, Proof)>,
) -> (u32, Reply) {
    let (attempt, reply) = seen.answer(system.about.behaviour, id);
    if reply == Reply::Confirmed {
        for (notification, proof) in notifications {
            seen.apply(&notification, proof);
        }
    }
    (attempt, reply)
}

fn shorten(id: &str) -> String {
    let mut short: String = id.chars().take(SHOWN_ID).collect();
    if short.len() < id.len() {
        short.push('…');
    }
    short
}
