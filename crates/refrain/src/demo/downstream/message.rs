//! What a webhook says.

use jiff::Timestamp;
use serde::Deserialize;

/// The type of the one message that changes anything.
pub(super) const CHANGED: &str = "choices.changed";

/// A webhook's body.
#[derive(Debug, Deserialize)]
pub(super) struct Message {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) data: Data,
}

/// What changed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Data {
    #[serde(default)]
    pub(super) notifications: Vec<Notification>,
}

/// One entry of Refrain's log, as this recipient is told of it.
#[derive(Debug, Deserialize)]
pub(super) struct Notification {
    pub(super) entry: u64,
    pub(super) act: Act,
    pub(super) identifiers: Vec<Identifier>,
    pub(super) purposes: Vec<String>,
    pub(super) effective_at: Timestamp,
    pub(super) receipt: Option<String>,
}

/// What the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Act {
    /// Allowed again what was stopped before.
    OptIn,
    /// Said no; an act that is not known is read as a no as well.
    #[serde(other)]
    SaidNo,
}

/// One name under which the person is known.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Identifier {
    pub(super) kind: String,
    pub(super) value: Option<String>,
    pub(super) sha256: Option<String>,
}
