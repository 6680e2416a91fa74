//! Identifiers at rest until every destination has been told: sealed under a key of their request's own.
//!
//! The key follows from the installation's key and the entry's salt (HKDF-SHA256), so every request has its own and none is
//! stored; the cipher is ChaCha20-Poly1305, with the entry's bytes as associated data, so sealed identifiers cannot be moved
//! to another entry. A fixed nonce is safe because a key seals once.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hkdf::Hkdf;
use ledger::Salt;
use optout::{Identifier, InstallationKey, Vocabulary};
use sha2::Sha256;

/// Seals and opens the identifiers of an installation.
#[derive(Clone)]
pub struct Sealer(Hkdf<Sha256>);

/// Sealed bytes that cannot be opened: altered, moved from another entry, or of another installation.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the sealed identifiers do not belong to this entry or were altered")]
pub struct Unsealable;

impl Sealer {
    /// The sealer of an installation.
    #[must_use]
    pub fn new(master: &InstallationKey) -> Self {
        Self(Hkdf::new(None, &*master.derive("seal")))
    }

    /// Seals `identifiers` for the entry with this salt and body.
    #[must_use]
    pub fn seal(&self, salt: &Salt, body: &[u8], identifiers: &[Identifier]) -> Vec<u8> {
        let pairs: Vec<(&str, &str)> = identifiers
            .iter()
            .map(|one| (one.kind().name(), one.value()))
            .collect();
        let text = serde_json::to_vec(&pairs).expect("pairs of strings are JSON");
        let payload = Payload {
            msg: &text,
            aad: body,
        };
        self.cipher(salt)
            .encrypt(&Nonce::default(), payload)
            .expect("a message of this size is within the cipher's limit")
    }

    /// Opens what was sealed for the entry with this salt and body.
    ///
    /// # Errors
    /// [`Unsealable`], which says nothing of the content.
    pub fn open(
        &self,
        salt: &Salt,
        body: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<Identifier>, Unsealable> {
        let payload = Payload {
            msg: sealed,
            aad: body,
        };
        let text = self
            .cipher(salt)
            .decrypt(&Nonce::default(), payload)
            .map_err(|_| Unsealable)?;
        let pairs: Vec<(String, String)> = serde_json::from_slice(&text).map_err(|_| Unsealable)?;
        let identifier = |(kind, value): (String, String)| {
            let known = Vocabulary::new(&[kind.as_str()], &[]).unwrap_or_default();
            let kind = known.kind(&kind).ok_or(Unsealable)?;
            Ok(Identifier::kept(kind, value))
        };
        pairs.into_iter().map(identifier).collect()
    }

    fn cipher(&self, salt: &Salt) -> ChaCha20Poly1305 {
        let mut key = chacha20poly1305::Key::default();
        self.0
            .expand(&salt.0, &mut key)
            .expect("32 bytes are less than HKDF-SHA256's limit");
        ChaCha20Poly1305::new(&key)
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use optout::Kind;

    #[test]
    fn what_was_taken_once_is_opened_though_it_would_be_refused_today() {
        let sealer = Sealer::new(&InstallationKey::new([7; 32]));
        let kept = [Identifier::kept(Kind::Phone, "+0123456789".to_owned())];
        assert!(Identifier::of(Kind::Phone, kept[0].value()).is_err());
        let bytes = sealer.seal(&Salt([1; 16]), b"entry", &kept);
        assert_eq!(sealer.open(&Salt([1; 16]), b"entry", &bytes).unwrap(), kept);
    }

    #[test]
    fn opens_only_for_its_own_entry() {
        let sealer = Sealer::new(&InstallationKey::new([7; 32]));
        let ada = [
            Identifier::of(Kind::Email, "ada@example.com").unwrap(),
            Identifier::of(Kind::Custom("card".into()), "9").unwrap(),
        ];
        let bytes = sealer.seal(&Salt([1; 16]), b"entry", &ada);
        assert!(!bytes.windows(3).any(|bytes| bytes == b"ada"));
        assert_eq!(sealer.open(&Salt([1; 16]), b"entry", &bytes).unwrap(), ada);
        assert_eq!(
            sealer.open(&Salt([2; 16]), b"entry", &bytes),
            Err(Unsealable)
        );
        assert_eq!(
            sealer.open(&Salt([1; 16]), b"other", &bytes),
            Err(Unsealable)
        );
        let other = Sealer::new(&InstallationKey::new([8; 32]));
        assert_eq!(
            other.open(&Salt([1; 16]), b"entry", &bytes),
            Err(Unsealable)
        );
    }
}
