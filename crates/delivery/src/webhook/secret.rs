//! The three sorts of key, as people copy and paste them: `whsec_…`, `whsk_…`, `whpk_…`.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::signed_text;

/// How many bytes a symmetric secret has.
const SYMMETRIC_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
const SYMMETRIC_PREFIX: &str = "whsec_";
const SIGNING_PREFIX: &str = "whsk_";
const PUBLIC_PREFIX: &str = "whpk_";

/// A secret with which messages are signed.
#[derive(Clone, Debug)]
pub enum Secret {
    /// `whsec_…`
    Symmetric(SymmetricSecret),
    /// `whsk_…`
    Signing(SigningSecret),
}

/// A secret shared with the receiver: `whsec_` and the base64 of 24 to 64 bytes.
#[derive(Clone)]
pub struct SymmetricSecret(Vec<u8>);

/// The half of a key pair that signs: `whsk_` and the base64 of 32 bytes of seed and 32 bytes of public key.
#[derive(Clone)]
pub struct SigningSecret(SigningKey);

/// The half of a key pair that verifies: `whpk_` and the base64 of 32 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// Why a text is not a key. Messages never repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Another beginning.
    #[error("does not begin with whsec_, whsk_ or whpk_, whichever is expected here")]
    Prefix,
    /// Not padded base64.
    #[error("is not base64 after its prefix")]
    Base64,
    /// Too short or too long.
    #[error("does not have the length of a key of its sort")]
    Length,
    /// 32 bytes that are no point of the curve, or a public half that is not the seed's.
    #[error("is not an Ed25519 key")]
    Ed25519,
}

impl SymmetricSecret {
    /// A secret of these bytes.
    ///
    /// # Errors
    /// [`SecretError::Length`] unless there are 24 to 64.
    pub fn new(bytes: &[u8]) -> Result<Self, SecretError> {
        if SYMMETRIC_BYTES.contains(&bytes.len()) {
            Ok(Self(bytes.to_vec()))
        } else {
            Err(SecretError::Length)
        }
    }

    /// The signature of a message: `v1,…`.
    #[must_use]
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let tag = self
            .mac(&signed_text(id, timestamp, body))
            .finalize()
            .into_bytes();
        format!("v1,{}", STANDARD.encode(tag))
    }

    /// The text to give to the receiver, once and by a safe way: `whsec_…`.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{SYMMETRIC_PREFIX}{}", STANDARD.encode(&self.0))
    }

    pub(super) fn mac(&self, text: &[u8]) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(&self.0)
            .expect("HMAC takes a key of any length")
            .chain_update(text)
    }
}

impl SigningSecret {
    /// The key pair of this seed.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The signature of a message: `v1a,…`.
    #[must_use]
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let signature = self.0.sign(&signed_text(id, timestamp, body));
        format!("v1a,{}", STANDARD.encode(signature.to_bytes()))
    }

    /// The half that everybody may see.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The text of the secret half: `whsk_…`.
    #[must_use]
    pub fn expose(&self) -> String {
        format!(
            "{SIGNING_PREFIX}{}",
            STANDARD.encode(self.0.to_keypair_bytes())
        )
    }
}

impl PublicKey {
    pub(super) fn key(&self) -> &VerifyingKey {
        &self.0
    }
}

impl FromStr for Secret {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        if text.starts_with(SYMMETRIC_PREFIX) {
            text.parse().map(Self::Symmetric)
        } else {
            text.parse().map(Self::Signing)
        }
    }
}

impl FromStr for SymmetricSecret {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        Self::new(&decode(text, SYMMETRIC_PREFIX)?)
    }
}

impl FromStr for SigningSecret {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        let bytes = decode(text, SIGNING_PREFIX)?;
        let pair = bytes.as_slice().try_into();
        SigningKey::from_keypair_bytes(pair.map_err(|_| SecretError::Length)?)
            .map(Self)
            .map_err(|_| SecretError::Ed25519)
    }
}

impl FromStr for PublicKey {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        let bytes = decode(text, PUBLIC_PREFIX)?;
        let point = bytes.as_slice().try_into();
        VerifyingKey::from_bytes(point.map_err(|_| SecretError::Length)?)
            .map(Self)
            .map_err(|_| SecretError::Ed25519)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PUBLIC_PREFIX}{}", STANDARD.encode(self.0.as_bytes()))
    }
}

impl fmt::Debug for SymmetricSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SymmetricSecret(…)")
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

fn decode(text: &str, prefix: &str) -> Result<Vec<u8>, SecretError> {
    let encoded = text.strip_prefix(prefix).ok_or(SecretError::Prefix)?;
    STANDARD.decode(encoded).map_err(|_| SecretError::Base64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_refused() {
        let check = |text: &str, error: SecretError| {
            assert_eq!(text.parse::<Secret>().unwrap_err(), error, "{text}");
        };
        let symmetric = |bytes: usize| format!("whsec_{}", STANDARD.encode(vec![1; bytes]));
        check("", SecretError::Prefix);
        check(&symmetric(23), SecretError::Length);
        check(&symmetric(65), SecretError::Length);
        check("whsec_%", SecretError::Base64);
        check(
            &format!("whsk_{}", STANDARD.encode([1; 63])),
            SecretError::Length,
        );
        let stranger = [
            [1; 32],
            SigningKey::from_bytes(&[2; 32]).verifying_key().to_bytes(),
        ];
        check(
            &format!("whsk_{}", STANDARD.encode(stranger.concat())),
            SecretError::Ed25519,
        );
    }

    #[test]
    fn what_is_written_is_read_and_debug_shows_nothing() {
        for bytes in [24, 64] {
            let secret = SymmetricSecret::new(&vec![9; bytes]).unwrap();
            let read: SymmetricSecret = secret.expose().parse().unwrap();
            assert_eq!(read.0, secret.0);
            assert_eq!(format!("{read:?}"), "SymmetricSecret(…)");
        }
        let pair = SigningSecret::from_seed(&[9; 32]);
        let read: SigningSecret = pair.expose().parse().unwrap();
        assert_eq!(read.public_key(), pair.public_key());
        assert_eq!(format!("{read:?}"), "SigningSecret(…)");
        let public: PublicKey = pair.public_key().to_string().parse().unwrap();
        assert_eq!(public, pair.public_key());
    }
}
