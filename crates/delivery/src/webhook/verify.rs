//! Verifying, as a receiver does.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signature;
use hmac::Mac;
use jiff::{SignedDuration, Timestamp};

use super::{ID, PublicKey, SIGNATURE, SecretError, SymmetricSecret, TIMESTAMP, signed_text};

/// How far the message's time may be from the receiver's, either way.
pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// A message as it was received; nothing in it is believed yet.
#[derive(Clone, Copy)]
pub struct Received<'a> {
    id: Option<&'a str>,
    timestamp: Option<&'a str>,
    signature: Option<&'a str>,
    body: &'a [u8],
}

/// What a receiver verifies with.
#[derive(Clone, Debug)]
pub enum Verifier {
    /// A secret that the sender knows too: `whsec_…`, signatures `v1`.
    Symmetric(SymmetricSecret),
    /// The sender's public key: `whpk_…`, signatures `v1a`.
    Public(PublicKey),
}

/// Why a message is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// One of the three headers is not there.
    #[error("a webhook header is missing")]
    MissingHeader,
    /// Its time is not a number of seconds.
    #[error("webhook-timestamp is not a time")]
    Timestamp,
    /// Replayed, or delayed for too long.
    #[error("the message is more than five minutes old")]
    TooOld,
    /// From the future.
    #[error("the message is more than five minutes ahead")]
    TooNew,
    /// None of the signatures is of this message under this key.
    #[error("no signature matches")]
    NoMatch,
}

impl<'a> Received<'a> {
    /// A message of these headers, in any case, and the raw body.
    #[must_use]
    pub fn new(headers: impl IntoIterator<Item = (&'a str, &'a str)>, body: &'a [u8]) -> Self {
        let mut received = Self {
            id: None,
            timestamp: None,
            signature: None,
            body,
        };
        for (name, value) in headers {
            if name.eq_ignore_ascii_case(ID) {
                received.id = Some(value);
            } else if name.eq_ignore_ascii_case(TIMESTAMP) {
                received.timestamp = Some(value);
            } else if name.eq_ignore_ascii_case(SIGNATURE) {
                received.signature = Some(value);
            }
        }
        received
    }
}

impl Verifier {
    /// Checks the message's time and signature.
    ///
    /// # Errors
    /// See [`VerifyError`].
    pub fn verify(&self, received: &Received<'_>, now: Timestamp) -> Result<(), VerifyError> {
        let (Some(id), Some(timestamp), Some(signatures)) =
            (received.id, received.timestamp, received.signature)
        else {
            return Err(VerifyError::MissingHeader);
        };
        let seconds: i64 = timestamp.parse().map_err(|_| VerifyError::Timestamp)?;
        if seconds.to_string() != timestamp {
            // `+1` and `01` are other spellings of one message.
            return Err(VerifyError::Timestamp);
        }
        let sent = Timestamp::from_second(seconds).map_err(|_| VerifyError::Timestamp)?;
        let age = now.duration_since(sent);
        if age > TOLERANCE {
            return Err(VerifyError::TooOld);
        }
        if age < -TOLERANCE {
            return Err(VerifyError::TooNew);
        }
        let text = signed_text(id, seconds, received.body);
        if signatures
            .split(' ')
            .any(|signature| self.matches(signature, &text))
        {
            Ok(())
        } else {
            Err(VerifyError::NoMatch)
        }
    }

    fn matches(&self, signature: &str, text: &[u8]) -> bool {
        let Some((version, encoded)) = signature.split_once(',') else {
            return false;
        };
        let Ok(bytes) = STANDARD.decode(encoded) else {
            return false;
        };
        match (self, version) {
            (Self::Symmetric(secret), "v1") => secret.mac(text).verify_slice(&bytes).is_ok(),
            (Self::Public(public), "v1a") => Signature::from_slice(&bytes)
                .is_ok_and(|signature| public.key().verify_strict(text, &signature).is_ok()),
            _ => false,
        }
    }
}

impl FromStr for Verifier {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        match text.parse() {
            Ok(secret) => Ok(Self::Symmetric(secret)),
            Err(SecretError::Prefix) => text.parse().map(Self::Public),
            Err(other) => Err(other),
        }
    }
}
