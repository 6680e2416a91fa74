//! Signing keys, as `PRIVATE+KEY+<name>+<key id>+<base64>`.

use std::fmt;
use std::hint::black_box;

use ed25519_dalek::{Signer as _, SigningKey};

use crate::error::{Error, Format};
use crate::note::{KeyKind, VerifierKey, key, push_signature};
use crate::text::{self, parse_base64_into};

const PRIVATE_PREFIX: &str = "PRIVATE+KEY+";

/// The byte before the seed in a private key's text: Ed25519, the only kind that a log signs with here.
const ED25519: u8 = 0x01;

/// A key that signs notes with Ed25519.
///
/// The secret does not show in `Debug`, and its memory is wiped when the signer is dropped.
pub struct Signer {
    name: String,
    key_id: [u8; 4],
    key: SigningKey,
}

impl Signer {
    /// The key with the 32-byte secret `seed` (RFC 8032), signing under `name`. The same seed gives the same key.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the name is empty or has a space or a plus.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, Error> {
        key::check_name(name)?;
        let signing_key = SigningKey::from_bytes(seed);
        let public_key = signing_key.verifying_key().to_bytes();
        Ok(Self {
            name: name.to_owned(),
            key_id: key::key_id(name, KeyKind::Ed25519, &public_key),
            key: signing_key,
        })
    }

    /// Reads the text form of a private key; the key id must be the one that follows from the rest.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`], in words that hold nothing of the input.
    pub fn parse(private_key: &str) -> Result<Self, Error> {
        let shape = || Format::Key.malformed("it is not PRIVATE+KEY+<name>+<key id>+<base64>");
        let rest = private_key.strip_prefix(PRIVATE_PREFIX).ok_or_else(shape)?;
        let (name, rest) = rest.split_once('+').ok_or_else(shape)?;
        let (id, base64) = rest.split_once('+').ok_or_else(shape)?;
        let mut bytes = [0; 33];
        let decoded = parse_base64_into(base64, &mut bytes);
        let signer = match (decoded, &bytes) {
            (Some(33), [ED25519, seed @ ..]) => Self::from_seed(name, seed),
            _ => Err(Format::Key.malformed("it is not the base64 of 0x01 and a 32-byte seed")),
        };
        wipe(&mut bytes);
        let signer = signer?;
        key::check_id(id, signer.key_id)?;
        Ok(signer)
    }

    /// The text form of the private key. It is the secret: whoever holds it signs as this log.
    #[must_use]
    pub fn to_private_key(&self) -> String {
        let id = u32::from_be_bytes(self.key_id);
        let mut out = format!("{PRIVATE_PREFIX}{}+{id:08x}+", self.name);
        let mut bytes = [ED25519; 33];
        bytes[1..].copy_from_slice(self.key.as_bytes());
        text::push_base64(&mut out, &bytes);
        wipe(&mut bytes);
        out
    }

    /// The name it signs under; for a log, the log's origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public half.
    #[must_use]
    pub fn verifier_key(&self) -> VerifierKey {
        VerifierKey::from_signing_key(&self.name, &self.key)
    }

    /// Signs `text` and returns the whole note. Ed25519 is deterministic: the same text gives the same note.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the text does not end in a newline or has control characters but newlines.
    pub fn sign(&self, text: &str) -> Result<String, Error> {
        let clean = text.bytes().all(|b| b >= b' ' || b == b'\n');
        if !clean || !text.ends_with('\n') {
            return Err(Format::Note.malformed("a text is lines without control characters"));
        }
        Ok(self.seal(text))
    }

    /// Signs a text that is known to be well formed.
    pub(crate) fn seal(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let mut note = String::with_capacity(text.len() + self.name.len() + 128);
        note.push_str(text);
        note.push('\n');
        push_signature(&mut note, &self.name, self.key_id, &signature);
        note
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Overwrites a buffer that held a secret, in a way that the compiler does not take for useless.
fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    black_box(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_does_not_show() {
        let signer = Signer::from_seed("example.com/log", &[0x41; 32]).unwrap();
        assert_eq!(
            format!("{signer:?}"),
            "Signer { name: \"example.com/log\", .. }"
        );
    }

    #[test]
    fn private_keys_round_trip() {
        let signer = Signer::from_seed("example.com/log", &[0x41; 32]).unwrap();
        let text = signer.to_private_key();
        let again = Signer::parse(&text).unwrap();
        assert_eq!(again.to_private_key(), text);
        assert_eq!(again.verifier_key(), signer.verifier_key());
    }

    #[test]
    fn malformed_private_keys_are_refused() {
        let good = Signer::from_seed("log", &[0x41; 32])
            .unwrap()
            .to_private_key();
        for wrong in [
            good.replace("PRIVATE", "private"),
            good.replace("+log+", "+gol+"),
            good.replace("+log+", "++"),
            good.replace("+AU", "+BE"),
            format!("{good}\n"),
            good[..good.len() - 4].to_owned(),
        ] {
            assert!(Signer::parse(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn only_lines_are_signed() {
        let signer = Signer::from_seed("log", &[0x41; 32]).unwrap();
        for wrong in ["", "no newline", "a tab\t\n", "a return\r\n"] {
            assert!(signer.sign(wrong).is_err(), "{wrong:?}");
        }
    }
}
