//! Verifier keys: what a verifier is configured with, as `<name>+<key id>+<base64>`.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Format};
use crate::note::parse_signature;
use crate::text;

/// What a key signs, and how; the byte before the key in its text form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// `0x01`: Ed25519 over the text of the note.
    Ed25519,
    /// `0x04`: a witness's Ed25519 over a time and the text, after C2SP [tlog-cosignature].
    ///
    /// [tlog-cosignature]: https://c2sp.org/tlog-cosignature
    CosignatureV1,
}

/// The public half of a key, with the name it signs under.
///
/// ```
/// use ledger::{KeyKind, VerifierKey};
///
/// let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
/// let key: VerifierKey = text.parse()?;
/// assert_eq!((key.name(), key.kind()), ("PeterNeumann", KeyKind::Ed25519));
/// assert_eq!(key.to_string(), text);
/// # Ok::<(), ledger::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key_id: [u8; 4],
    kind: KeyKind,
    key: VerifyingKey,
}

impl VerifierKey {
    /// The key `public_key` of the given kind under the name `name`.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the name is empty or has a space or a plus, or if the bytes are no Ed25519 public key.
    pub fn new(name: &str, kind: KeyKind, public_key: &[u8; 32]) -> Result<Self, Error> {
        check_name(name)?;
        let key = VerifyingKey::from_bytes(public_key)
            .map_err(|_| Format::Key.malformed("it is no Ed25519 public key"))?;
        Ok(Self {
            name: name.to_owned(),
            key_id: key_id(name, kind, public_key),
            kind,
            key,
        })
    }

    /// The public half of a signing key, whose name was checked.
    pub(super) fn from_signing_key(name: &str, key: &SigningKey) -> Self {
        let key = key.verifying_key();
        Self {
            name: name.to_owned(),
            key_id: key_id(name, KeyKind::Ed25519, key.as_bytes()),
            kind: KeyKind::Ed25519,
            key,
        }
    }

    /// The name that the key's signature lines carry; for the key of a log, the log's origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The short number that tells keys of one name apart. It identifies and does not authenticate.
    #[must_use]
    pub fn key_id(&self) -> [u8; 4] {
        self.key_id
    }

    /// What the key signs.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Checks the payload of a signature line over `text`; returns the time a cosigner put in.
    pub(super) fn check(&self, text: &str, payload: &[u8]) -> Result<Option<u64>, Error> {
        let (time, signature) = match self.kind {
            KeyKind::Ed25519 => (None, Some(payload)),
            KeyKind::CosignatureV1 => payload.split_first_chunk().map_or((None, None), |(t, s)| {
                (Some(u64::from_be_bytes(*t)), Some(s))
            }),
        };
        let message = match time {
            None => text.as_bytes().to_vec(),
            Some(time) => format!("cosignature/v1\ntime {time}\n{text}").into_bytes(),
        };
        signature
            .and_then(parse_signature)
            .filter(|signature| self.key.verify_strict(&message, signature).is_ok())
            .map(|_| time)
            .ok_or_else(|| Error::BadSignature {
                name: self.name.clone(),
            })
    }
}

impl KeyKind {
    fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::CosignatureV1 => 0x04,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Ed25519, Self::CosignatureV1]
            .into_iter()
            .find(|kind| kind.byte() == byte)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.key_id);
        let mut key = String::new();
        let bytes = [&[self.kind.byte()], self.key.as_bytes().as_slice()].concat();
        text::push_base64(&mut key, &bytes);
        write!(f, "{}+{id:08x}+{key}", self.name)
    }
}

impl FromStr for VerifierKey {
    type Err = Error;

    /// Reads a verifier key; the key id must be the one that follows from the rest.
    fn from_str(text: &str) -> Result<Self, Error> {
        let malformed = |reason| Format::Key.malformed(reason);
        let shape = || malformed("it is not <name>+<key id>+<base64>");
        let (name, rest) = text.split_once('+').ok_or_else(shape)?;
        let (id, base64) = rest.split_once('+').ok_or_else(shape)?;
        let [kind, public_key @ ..]: [u8; 33] = text::parse_base64_array(base64)
            .ok_or_else(|| malformed("it is not the base64 of a kind and a 32-byte key"))?;
        let kind = KeyKind::from_byte(kind).ok_or_else(|| malformed("its kind is unknown"))?;
        let key = Self::new(name, kind, &public_key)?;
        check_id(id, key.key_id)?;
        Ok(key)
    }
}

/// Whether `name` can be the name of a key: not empty, no Unicode space, no plus, no control character.
pub(super) fn is_name(name: &str) -> bool {
    text::is_line(name) && !name.contains(|c: char| c == '+' || c.is_whitespace())
}

pub(super) fn check_name(name: &str) -> Result<(), Error> {
    if is_name(name) {
        return Ok(());
    }
    Err(Format::Key.malformed("a name is not empty and has no space and no plus"))
}

/// Fails unless `text` is `expected` in eight lower-case hexadecimal digits.
pub(super) fn check_id(text: &str, expected: [u8; 4]) -> Result<(), Error> {
    if text == format!("{:08x}", u32::from_be_bytes(expected)) {
        return Ok(());
    }
    Err(Format::Key.malformed("the key id is not that of the name and key"))
}

/// The first four bytes of SHA-256 of the name, a newline, the kind and the public key.
pub(super) fn key_id(name: &str, kind: KeyKind, public_key: &[u8; 32]) -> [u8; 4] {
    let mut hasher = Sha256::new();
    hasher.update(name);
    hasher.update([b'\n', kind.byte()]);
    hasher.update(public_key);
    let digest: [u8; 32] = hasher.finalize().into();
    [digest[0], digest[1], digest[2], digest[3]]
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn malformed_keys_are_refused() {
        assert!(GOOD.parse::<VerifierKey>().is_ok());
        for wrong in [
            "",
            "PeterNeumann",
            "PeterNeumann+c74f20a3",
            "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+BRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
        ] {
            assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong:?}");
        }
    }
}
