//! Asking Refrain "may I?". Whatever is not a clear yes is a no.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use axum::http::header;
use reqwest::{Client, StatusCode};
use rustls::crypto::aws_lc_rs;
use serde::Deserialize;
use serde_json::json;

use super::visitor::Visitor;

/// How long the page waits for an answer before it goes without the ad.
const PATIENCE: Duration = Duration::from_millis(800);

/// The shop's end of the line to Refrain.
pub(super) struct Gate {
    http: Client,
    decisions: String,
    key: String,
}

/// What was decided about one tag.
#[derive(Debug)]
pub(super) enum Ruling {
    /// Refrain answered.
    Answered(Answer),
    /// It did not, or not so that it could be understood.
    Failed(Failure),
}

/// Refrain's answer.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    decision: Decision,
    reason: String,
    rule: String,
    as_of: AsOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Decision {
    Allow,
    Deny,
}

/// The state of the log that an answer rests on.
#[derive(Debug, Deserialize)]
pub(super) struct AsOf {
    /// How many entries it had.
    pub(super) size: u64,
    /// How long ago the log was last read.
    pub(super) age_ms: u64,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The question did not get through in time.
    #[error("Refrain could not be reached in time")]
    Unreachable(#[from] reqwest::Error),
    /// Something else than an answer came back.
    #[error("Refrain answered with status {}", .0.as_u16())]
    Status(StatusCode),
    /// It was no answer to this question.
    #[error("Refrain's answer could not be read")]
    Unreadable(#[from] serde_json::Error),
}

impl Gate {
    pub(super) fn new(refrain_url: &str, key: String) -> Self {
        Self {
            http: loopback_client(),
            decisions: format!("{refrain_url}/v1/decisions"),
            key,
        }
    }

    /// May data about the visitor be shared with this recipient?
    pub(super) async fn ask(&self, visitor: &Visitor, recipient: &str) -> Ruling {
        match self.try_ask(visitor, recipient).await {
            Ok(answer) => Ruling::Answered(answer),
            Err(failure) => Ruling::Failed(failure),
        }
    }

    async fn try_ask(&self, visitor: &Visitor, recipient: &str) -> Result<Answer, Failure> {
        let identifiers: Vec<_> = visitor
            .browser
            .iter()
            .map(|value| json!({ "kind": "browser", "value": value }))
            .collect();
        let question = json!({
            "identifiers": identifiers,
            "recipient": recipient,
            "purpose": "sharing",
            "signals": { "gpc": visitor.gpc },
        });
        let response = self
            .http
            .post(&self.decisions)
            .bearer_auth(&self.key)
            .header(header::CONTENT_TYPE, "application/json")
            .body(question.to_string())
            .send()
            .await?;
        if response.status() != StatusCode::OK {
            return Err(Failure::Status(response.status()));
        }
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}

impl Ruling {
    /// Whether the tag may be loaded.
    pub(super) fn allows(&self) -> bool {
        matches!(self, Self::Answered(answer) if answer.decision == Decision::Allow)
    }

    /// The reason, so that it can end a sentence.
    pub(super) fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Answered(answer) => in_words(&answer.reason),
            Self::Failed(_) => "we could not ask, so the answer is no".into(),
        }
    }

    /// The reason by its name in the API, or what went wrong.
    pub(super) fn reason(&self) -> Cow<'_, str> {
        match self {
            Self::Answered(answer) => answer.reason.as_str().into(),
            Self::Failed(failure) => failure.to_string().into(),
        }
    }

    /// The rule that the answer follows.
    pub(super) fn rule(&self) -> &str {
        match self {
            Self::Answered(answer) => &answer.rule,
            Self::Failed(_) => "fail closed: no answer is a no",
        }
    }

    /// The state of the log that the answer rests on.
    pub(super) fn as_of(&self) -> Option<&AsOf> {
        match self {
            Self::Answered(answer) => Some(&answer.as_of),
            Self::Failed(_) => None,
        }
    }
}

fn in_words(reason: &str) -> Cow<'_, str> {
    let words = match reason {
        "opted_out" => "you opted out",
        "limited" => "you limited the use of sensitive information",
        "preference_signal" => "your browser asks us not to share",
        "minor_not_authorized" => "nobody under 16 is shared without permission",
        "starting" => "the log is still being read, so the answer is no",
        "stale" => "the log was last read too long ago, so the answer is no",
        "no_opt_out" => "you have not opted out",
        "under_contract" => "this company works for us under a contract",
        other => return other.replace('_', " ").into(),
    };
    words.into()
}

/// A client for this machine only: no proxy, no redirects, and no certificate authority that it would trust.
fn loopback_client() -> Client {
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider knows TLS 1.3")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .expect("nothing is read from the machine, so nothing can be missing")
}
