//! Errors as the outside sees them: `application/problem+json` (RFC 9457), one mapping for all.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use optout::Refusal;
use serde::Serialize;
use store::CommitError;

/// An error that is told to whoever asked: what is wrong, in which field, and what to do. Never a value that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A URN that names the sort of problem, `urn:refrain:problem:…`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The sort of problem in words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong here and how to mend it.
    pub detail: String,
    /// Where, as a path into the request's body such as `identifiers[0].value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// After how many seconds to try again.
    #[serde(skip)]
    pub retry_after: Option<u64>,
}

impl Problem {
    fn new(
        status: StatusCode,
        kind: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            title,
            status: status.as_u16(),
            detail: detail.into(),
            field: None,
            retry_after: None,
        }
    }

    /// The body is not JSON of the documented shape.
    pub fn malformed(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let kind = "urn:refrain:problem:malformed-request";
        Self::new(
            StatusCode::BAD_REQUEST,
            kind,
            "The request is malformed",
            detail,
        )
        .at(field)
    }

    /// The body has the right shape, but a value in it cannot be used.
    pub fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let kind = "urn:refrain:problem:invalid-value";
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            kind,
            "A value cannot be used",
            detail,
        )
        .at(field)
    }

    /// The body is longer than the limit.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        let kind = "urn:refrain:problem:too-large";
        let detail = format!("the body is longer than {limit} bytes: send less at a time");
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            kind,
            "The request is too large",
            detail,
        )
        .at("body")
    }

    /// The body takes longer than the limit.
    #[must_use]
    pub fn too_slow(seconds: u64) -> Self {
        let kind = "urn:refrain:problem:too-slow";
        let detail = format!("the body did not end within {seconds} seconds: send it again");
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            kind,
            "The request takes too long",
            detail,
        )
        .at("body")
    }

    /// No key was sent where one is needed, or one that is not known.
    pub fn unauthorized(detail: impl Into<String>) -> Self {
        let kind = "urn:refrain:problem:unauthorized";
        Self::new(StatusCode::UNAUTHORIZED, kind, "A key is needed", detail).at("Authorization")
    }

    /// The key lacks the scope.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "urn:refrain:problem:forbidden",
            "Not allowed",
            detail,
        )
    }

    /// There is no such thing.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "urn:refrain:problem:not-found",
            "There is nothing here",
            detail,
        )
    }

    /// The address is one, but not for this method.
    #[must_use]
    pub fn wrong_method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "urn:refrain:problem:wrong-method",
            "Not with this method",
            "this address takes other methods: see the header `Allow`",
        )
    }

    /// The record of the request was erased: its time was over.
    #[must_use]
    pub fn erased() -> Self {
        let detail = "the record of this request was erased after its retention; a receipt you saved can still be verified";
        Self::new(
            StatusCode::GONE,
            "urn:refrain:problem:erased",
            "The record was erased",
            detail,
        )
    }

    /// The host is none of the businesses'.
    #[must_use]
    pub fn misdirected() -> Self {
        let detail = "no business of this installation has this host: set [businesses.NAME].public_url, or let the proxy \
            pass the Host header on";
        Self::new(
            StatusCode::MISDIRECTED_REQUEST,
            "urn:refrain:problem:misdirected",
            "Nobody here has this host",
            detail,
        )
        .at("Host")
    }

    /// Too many requests from one place; in this many seconds one more will be taken.
    #[must_use]
    pub fn slow_down(seconds: u64) -> Self {
        let kind = "urn:refrain:problem:slow-down";
        let detail = format!(
            "too many requests from this address: try again in {seconds} seconds; nothing that was accepted is lost"
        );
        let problem = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            kind,
            "Please slow down",
            detail,
        );
        Self {
            retry_after: Some(seconds),
            ..problem
        }
    }

    /// The same, where the field is part of a larger one: `identifiers[0].kind` is `signals[7].identifiers[0].kind`.
    #[must_use]
    pub fn within(mut self, whole: &str) -> Self {
        self.field = self.field.map(|field| format!("{whole}.{field}"));
        self
    }

    /// A refusal by the rules.
    pub fn refused(refusal: Refusal) -> Self {
        let kind = "urn:refrain:problem:refused";
        let field = match refusal {
            Refusal::Nobody | Refusal::OneAlone => Some("identifiers"),
            Refusal::NoPurpose => Some("purposes"),
            _ => None,
        };
        let status = if field.is_some() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::CONFLICT
        };
        let problem = Self::new(
            status,
            kind,
            "The request was not carried out",
            refusal.to_string(),
        );
        Self {
            field: field.map(Into::into),
            ..problem
        }
    }

    /// Something failed here. The cause goes to the log, not to the outside.
    #[must_use]
    pub fn unavailable() -> Self {
        let kind = "urn:refrain:problem:unavailable";
        let detail = "it cannot be written down just now, so it is not done: try again in a moment";
        let problem = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            kind,
            "Not available just now",
            detail,
        );
        Self {
            retry_after: Some(1),
            ..problem
        }
    }

    /// The log has not been read to its end, and what is asked for may stand in the rest.
    pub(crate) fn unread() -> Self {
        Self {
            detail: "the log is still being read, and the key may stand in the rest: try again in a moment".into(),
            ..Self::unavailable()
        }
    }

    fn at(self, field: impl Into<String>) -> Self {
        Self {
            field: Some(field.into()),
            ..self
        }
    }
}

impl From<CommitError> for Problem {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Moved => {
                let detail =
                    "the choice changed while this was being decided: look at it and decide again";
                Self::new(
                    StatusCode::CONFLICT,
                    "urn:refrain:problem:moved",
                    "The choice changed meanwhile",
                    detail,
                )
            }
            CommitError::TooLong => Self::invalid(
                "identifiers",
                "there are too many for one request: send fewer at a time",
            ),
            CommitError::Busy
            | CommitError::Stopped(_)
            | CommitError::Stale
            | CommitError::Store(_) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "a request could not be committed"
                );
                Self::unavailable()
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
