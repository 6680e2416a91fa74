//! What an answer with a successful status says in its body.

use serde_json::{Map, Value};

use super::{Answer, MAX_ANSWER_BYTES, Rest, Verdict, retry};
use crate::trouble::{ItemTrouble, Trouble};

/// What some systems put before JSON.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// Words for "it is carried out".
const CONFIRMED: [&str; 3] = ["confirmed", "done", "completed"];
/// Words for "it is not".
const FAILED: [&str; 4] = ["error", "failed", "failure", "rejected"];

pub(super) fn in_success(answer: &Answer, entries: &[u64]) -> Verdict {
    let body = answer.body.as_slice();
    let body = body
        .strip_prefix(BYTE_ORDER_MARK)
        .unwrap_or(body)
        .trim_ascii();
    if is_web_page(answer.content_type.as_deref(), body) {
        return retry(Trouble::WebPage);
    }
    if answer.body.len() >= MAX_ANSWER_BYTES {
        // What was cut off may say anything.
        return retry(Trouble::UnclearAnswer);
    }
    if body.is_empty() || !claims_json(answer.content_type.as_deref(), body) {
        return Verdict::Accepted;
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(said)) => in_object(&said, entries),
        Ok(Value::Array(parts)) if parts.iter().any(part_says_error) => {
            retry(Trouble::ErrorInAnswer)
        }
        Ok(Value::Bool(false)) => retry(Trouble::ErrorInAnswer),
        Ok(_) => Verdict::Accepted,
        Err(_) => retry(Trouble::UnclearAnswer),
    }
}

fn in_object(said: &Map<String, Value>, entries: &[u64]) -> Verdict {
    if says_error(said) {
        return retry(Trouble::ErrorInAnswer);
    }
    let rest = if status_in(said, &CONFIRMED) {
        Rest::Confirmed
    } else {
        Rest::Accepted
    };
    match (failed_items(said, entries), rest) {
        (None, _) => retry(Trouble::UnclearAnswer),
        (Some(failed), rest) if !failed.is_empty() => Verdict::ItemsFailed { rest, failed },
        (Some(_), Rest::Accepted) => Verdict::Accepted,
        (Some(_), Rest::Confirmed) => Verdict::Confirmed,
    }
}

fn is_web_page(content_type: Option<&str>, body: &[u8]) -> bool {
    let page = |begin: &[u8]| {
        body.get(..begin.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(begin))
    };
    has_type(content_type, |name| {
        name == "text/html" || name == "application/xhtml+xml"
    }) || page(b"<!doctype html")
        || page(b"<html")
}

fn claims_json(content_type: Option<&str>, body: &[u8]) -> bool {
    has_type(content_type, |name| name.ends_with("json"))
        || body.starts_with(b"{")
        || body.starts_with(b"[")
}

fn has_type(content_type: Option<&str>, is: impl Fn(&str) -> bool) -> bool {
    let name = content_type.and_then(|full| full.split(';').next());
    name.is_some_and(|name| is(&name.trim().to_ascii_lowercase()))
}

fn part_says_error(part: &Value) -> bool {
    part.as_object().is_some_and(says_error)
}

fn says_error(said: &Map<String, Value>) -> bool {
    let named = |names: &[&str], is: fn(&Value) -> bool| {
        said.iter()
            .any(|(name, value)| names.contains(&&*name.to_ascii_lowercase()) && is(value))
    };
    named(&["error", "errors"], |value| !is_nothing(value))
        || named(&["ok", "success"], is_no)
        || status_in(said, &FAILED)
        || named(&["status"], |status| {
            status.as_f64().is_some_and(|number| number >= 400.0)
        })
}

fn status_in(said: &Map<String, Value>, words: &[&str]) -> bool {
    said.iter().any(|(name, value)| {
        let word = value.as_str().unwrap_or_default().to_ascii_lowercase();
        name.eq_ignore_ascii_case("status") && words.contains(&word.as_str())
    })
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
    }
}

fn is_no(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => !yes,
        Value::String(text) => text.eq_ignore_ascii_case("false"),
        Value::Number(number) => number.as_f64() == Some(0.0),
        _ => false,
    }
}

/// The entries named as failed; `None` where the list cannot be read, or names entries that were not in the message.
fn failed_items(said: &Map<String, Value>, entries: &[u64]) -> Option<Vec<(u64, ItemTrouble)>> {
    let list = match said.get("failed") {
        None => return Some(Vec::new()),
        Some(nothing) if is_nothing(nothing) => return Some(Vec::new()),
        Some(list) => list.as_array()?,
    };
    let mut failed = list
        .iter()
        .map(|item| {
            let entry = item.get("entry")?.as_u64()?;
            entries.binary_search(&entry).ok()?;
            Some((entry, reason(item.get("reason"))))
        })
        .collect::<Option<Vec<_>>>()?;
    failed.sort_by_key(|(entry, _)| *entry);
    failed.dedup_by_key(|(entry, _)| *entry);
    Some(failed)
}

/// Our own word for it: the destination's text goes nowhere, because nobody knows what is in it.
fn reason(given: Option<&Value>) -> ItemTrouble {
    match given.and_then(Value::as_str) {
        Some("temporary") => ItemTrouble::Temporary,
        Some("invalid_identifier") => ItemTrouble::InvalidIdentifier,
        _ => ItemTrouble::Refused,
    }
}
