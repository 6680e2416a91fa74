//! `/.well-known/gpc.json`: whether a site says that it abides by the signal.

use serde_json::Value;

use super::date::is_rfc_3339;

/// What a site says of the signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It abides by the signal.
    Supported,
    /// It does not.
    NotSupported,
    /// It does not say: no file, or one that cannot be read.
    Unknown,
}

/// What `/.well-known/gpc.json` says ([W3C GPC](https://w3c.github.io/gpc/), section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WellKnown {
    /// Whether the site abides by the signal.
    pub support: Support,
    /// When the file was last changed: an RFC 3339 date or date and time, as it was written.
    pub last_update: Option<String>,
}

impl WellKnown {
    /// Reads the file's content. Whatever is wrong with it leaves something unknown, and nothing else: a bad date does not
    /// make the statement invalid, and members that are not known are ignored.
    ///
    /// ```
    /// use signals::gpc::well_known::{Support, WellKnown};
    ///
    /// let said = WellKnown::read(br#"{"gpc": true, "lastUpdate": "2026-11-23"}"#);
    /// assert_eq!(said.support, Support::Supported);
    /// assert_eq!(said.last_update.as_deref(), Some("2026-11-23"));
    /// assert_eq!(WellKnown::read(b"<html>").support, Support::Unknown);
    /// ```
    #[must_use]
    pub fn read(content: &[u8]) -> Self {
        let file: Value = serde_json::from_slice(content).unwrap_or_default();
        let support = match file.get("gpc") {
            Some(Value::Bool(true)) => Support::Supported,
            Some(Value::Bool(false)) => Support::NotSupported,
            _ => Support::Unknown,
        };
        let date = file.get("lastUpdate").and_then(Value::as_str);
        Self {
            support,
            last_update: date.filter(|date| is_rfc_3339(date)).map(str::to_owned),
        }
    }
}
