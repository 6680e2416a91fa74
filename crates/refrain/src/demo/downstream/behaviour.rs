//! How well a pretend system does what it is told.

use axum::http::StatusCode;

/// What a pretend system answers to a webhook that it could read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// It does what it is told and says so.
    Good,
    /// It fails on the first try of every message, and confirms on the next.
    HalfTheTime,
    /// It answers with status 200 and an error in the body, until somebody repairs it.
    ErrorInBody,
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// Done, and said so in the body.
    Confirmed,
    /// Not now.
    TryAgain,
    /// A success by its status, an error by its body.
    ErrorInBody,
    /// The signature is not Refrain's.
    BadSignature,
    /// Signed by Refrain, and not understood.
    Unreadable,
}

impl Behaviour {
    /// The reply to the given try of a message, counted from one, by a system that was not repaired.
    pub(super) fn reply(self, attempt: u32) -> Reply {
        match (self, attempt) {
            (Self::Good, _) | (Self::HalfTheTime, 2..) => Reply::Confirmed,
            (Self::HalfTheTime, _) => Reply::TryAgain,
            (Self::ErrorInBody, _) => Reply::ErrorInBody,
        }
    }
}

impl Reply {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Confirmed | Self::ErrorInBody => StatusCode::OK,
            Self::TryAgain => StatusCode::SERVICE_UNAVAILABLE,
            Self::BadSignature | Self::Unreadable => StatusCode::BAD_REQUEST,
        }
    }

    pub(super) fn body(self) -> &'static str {
        match self {
            Self::Confirmed => r#"{"status":"confirmed"}"#,
            Self::TryAgain => r#"{"status":"unavailable"}"#,
            Self::ErrorInBody => r#"{"status":"error","message":"quota"}"#,
            Self::BadSignature => r#"{"status":"refused","message":"bad signature"}"#,
            Self::Unreadable => r#"{"status":"refused","message":"unreadable"}"#,
        }
    }

    /// The reply in a few words, without its status.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::TryAgain => "not now, try again",
            Self::ErrorInBody => "error in the body",
            Self::BadSignature => "refused",
            Self::Unreadable => "not understood",
        }
    }

    /// The class that colours the reply on the page.
    pub(super) fn tone(self) -> &'static str {
        match self {
            Self::Confirmed => "good",
            Self::TryAgain => "wait",
            Self::ErrorInBody | Self::BadSignature | Self::Unreadable => "bad",
        }
    }
}
