//! Standard Webhooks 1.0.0: the signatures under which messages travel.
//!
//! A message has three headers, [`ID`], [`TIMESTAMP`] and [`SIGNATURE`]; what is signed is `id.timestamp.body`. Two
//! signatures are sent side by side: `v1` (HMAC-SHA256) for the many receivers that know only that, and `v1a` (Ed25519),
//! which is also evidence, because the receiver could not have made it.
//!
//! ```
//! use delivery::webhook::{DestinationSecrets, Received, Verifier};
//! use optout::InstallationKey;
//!
//! let secrets = DestinationSecrets::derive(&InstallationKey::new([7; 32]), "acme-ads", 1);
//! let signature = secrets.sign("msg_1", 1_795_629_600, b"{}");
//!
//! // The receiver, who was given the text that begins with whpk_.
//! let verifier: Verifier = secrets.public_key().to_string().parse()?;
//! let headers = [("webhook-id", "msg_1"), ("webhook-timestamp", "1795629600"), ("webhook-signature", &signature)];
//! verifier.verify(&Received::new(headers, b"{}"), "2026-11-25T18:00:00Z".parse()?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod derive;
mod secret;
mod verify;

pub use derive::DestinationSecrets;
pub use secret::{PublicKey, Secret, SecretError, SigningSecret, SymmetricSecret};
pub use verify::{Received, TOLERANCE, Verifier, VerifyError};

/// The header with the message's id, the same on every try.
pub const ID: &str = "webhook-id";
/// The header with the time of the try, in Unix seconds.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// The header with the signatures, separated by spaces.
pub const SIGNATURE: &str = "webhook-signature";

/// What is signed.
fn signed_text(id: &str, timestamp: i64, body: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(id.len() + 24 + body.len());
    text.extend_from_slice(id.as_bytes());
    text.extend_from_slice(format!(".{timestamp}.").as_bytes());
    text.extend_from_slice(body);
    text
}
