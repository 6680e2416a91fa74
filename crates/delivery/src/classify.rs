//! What a destination's answer means. A status alone never makes a message done.

mod retry_after;
mod said;

use std::time::Duration;

use jiff::Timestamp;

use crate::trouble::{ItemTrouble, Trouble};

pub use retry_after::MAX_RETRY_AFTER;

/// How much of an answer is read; what is longer is not an answer to this protocol.
pub const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// What a destination answered.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What sort of body, as the answer claims.
    pub content_type: Option<String>,
    /// When to come back, as the answer asks.
    pub retry_after: Option<String>,
    /// The body's first [`MAX_ANSWER_BYTES`].
    pub body: Vec<u8>,
}

/// What it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It took the message, and nothing in its answer says otherwise.
    Accepted,
    /// It said that the instruction was carried out.
    Confirmed,
    /// It could not take some of the entries.
    ItemsFailed {
        /// What became of the others.
        rest: Rest,
        /// Which, in the log's order, and why.
        failed: Vec<(u64, ItemTrouble)>,
    },
    /// Nothing is done; try again.
    Retry {
        /// When it asks to be tried again.
        after: Option<Duration>,
        /// Why.
        why: Trouble,
    },
    /// It does not accept our signature: no message can get through until a person sees to it.
    CredentialsBroken,
    /// It is gone for good, by its own word.
    Gone,
    /// It refuses this message, as it is. Something in it may be to blame, so smaller ones are worth a try.
    Rejected,
}

/// What became of the entries that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// As [`Verdict::Accepted`].
    Accepted,
    /// As [`Verdict::Confirmed`].
    Confirmed,
}

/// What `answer` to a message about `entries` (in the log's order) means.
#[must_use]
pub fn classify(answer: &Answer, entries: &[u64], now: Timestamp) -> Verdict {
    match answer.status {
        200..=299 => said::in_success(answer, entries),
        300..=399 => retry(Trouble::Redirect),
        401 | 403 => Verdict::CredentialsBroken,
        410 => Verdict::Gone,
        408 | 425 | 429 => later(answer, Trouble::Throttled, now),
        400..=499 | 501 => Verdict::Rejected,
        502..=504 => later(answer, Trouble::Unavailable, now),
        500..=599 => later(answer, Trouble::ServerError, now),
        _ => retry(Trouble::UnclearAnswer),
    }
}

fn later(answer: &Answer, why: Trouble, now: Timestamp) -> Verdict {
    let after = answer
        .retry_after
        .as_deref()
        .and_then(|text| retry_after::parse(text, now));
    Verdict::Retry { after, why }
}

const fn retry(why: Trouble) -> Verdict {
    Verdict::Retry { after: None, why }
}

#[cfg(test)]
mod tests;
