//! Whether a webhook is Refrain's: checked as any receiver would, with the public key alone.

use std::str::FromStr;

use axum::http::HeaderMap;
use delivery::webhook::{Received, Verifier, VerifyError};
use jiff::Timestamp;

/// The public key that webhooks are signed for.
#[derive(Clone, Debug)]
pub(super) struct WebhookKey(Verifier);

/// A text that is not the public key of webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a webhook verifying key: `whpk_` and the base64 of 32 bytes is expected")]
pub struct BadKey;

/// Why a webhook is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refused {
    #[error("a header is missing")]
    Missing,
    #[error("its time is too far from ours")]
    Time,
    #[error("the signature is wrong")]
    Signature,
}

impl FromStr for WebhookKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        text.parse()
            .map(|key| Self(Verifier::Public(key)))
            .map_err(|_| BadKey)
    }
}

impl WebhookKey {
    /// Checks that `body` was sent by the key's owner about `now`.
    pub(super) fn check(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<(), Refused> {
        let texts = headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
        let received = Received::new(texts, body);
        self.0.verify(&received, now).map_err(|error| match error {
            VerifyError::MissingHeader => Refused::Missing,
            VerifyError::Timestamp | VerifyError::TooOld | VerifyError::TooNew => Refused::Time,
            VerifyError::NoMatch => Refused::Signature,
        })
    }
}
