//! Signed notes: a text, a blank line, and one line for each signature, after C2SP [signed-note].
//!
//! ```
//! use ledger::{Note, Signer};
//!
//! let signer = Signer::from_seed("example.com/log", &[7; 32])?; // the seed comes from the caller's random generator
//! let text = signer.sign("Hello.\n")?;
//!
//! let note = Note::parse(&text)?;
//! let keys = [signer.verifier_key()];
//! let verified = note.verify(&keys)?;
//! assert_eq!(note.text(), "Hello.\n");
//! assert_eq!(verified[0].key.name(), "example.com/log");
//! # Ok::<(), ledger::Error>(())
//! ```
//!
//! [signed-note]: https://c2sp.org/signed-note

mod key;
mod signer;

use ed25519_dalek::Signature as Ed25519Signature;

use crate::error::{Error, Format};
use crate::text::{self, parse_base64};

pub use self::key::{KeyKind, VerifierKey};
pub use self::signer::Signer;

/// The largest note, in bytes: room for [`MAX_SIGNATURES`] of the largest post-quantum signatures.
pub const MAX_BYTES: usize = 256 * 1024;

/// The largest number of signature lines; the specification asks for at least 16.
pub const MAX_SIGNATURES: usize = 32;

/// What a signature line starts with: an em dash, not a hyphen.
const SIGNATURE_PREFIX: &str = "— ";

/// A note whose form is right, and of which nothing is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note<'a> {
    text: &'a str,
    signatures: Vec<Signature<'a>>,
}

/// One signature line, by a key that may or may not be known.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Signature<'a> {
    name: &'a str,
    key_id: [u8; 4],
    payload: Vec<u8>,
}

/// A signature that was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified<'k> {
    /// The key that signed.
    pub key: &'k VerifierKey,
    /// When a cosigner says it signed, in seconds since 1970; `None` for keys of other kinds.
    pub time: Option<u64>,
}

impl<'a> Note<'a> {
    /// Reads a note: UTF-8 without control characters but newlines, a text that ends in a newline, a blank line, then one or
    /// more signature lines.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`], or [`Error::TooLarge`] over [`MAX_BYTES`] or [`MAX_SIGNATURES`].
    pub fn parse(note: &'a str) -> Result<Self, Error> {
        let malformed = |reason| Format::Note.malformed(reason);
        if note.len() > MAX_BYTES {
            return Err(Format::Note.too_large(MAX_BYTES, "bytes"));
        }
        if note.bytes().any(|b| b < b' ' && b != b'\n') {
            return Err(malformed("it has a control character"));
        }
        let (text, signatures) = note
            .rfind("\n\n")
            .map(|end| (&note[..=end], &note[end + 2..]))
            .ok_or_else(|| malformed("no blank line ends the text"))?;
        let lines = signatures
            .strip_suffix('\n')
            .ok_or_else(|| malformed("the last line has no newline, or there is no signature"))?;
        if lines.split('\n').count() > MAX_SIGNATURES {
            return Err(Format::Note.too_large(MAX_SIGNATURES, "signatures"));
        }
        let signatures = lines
            .split('\n')
            .map(|line| Signature::parse(line).ok_or_else(|| malformed("a bad signature line")))
            .collect::<Result<_, _>>()?;
        Ok(Self { text, signatures })
    }

    /// The text that is signed, with its last newline. Not to be believed before [`Note::verify`].
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Verifies the signatures by `keys`, and returns them in the note's order; there is at least one.
    ///
    /// Signatures by other keys are ignored, so that a note can be cosigned by keys that not everybody knows.
    ///
    /// # Errors
    ///
    /// [`Error::BadSignature`] if a line names one of `keys` and its signature is wrong, whatever the other lines are;
    /// [`Error::NoKnownSignature`] if none of `keys` signed.
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<Verified<'k>>, Error> {
        let mut verified = Vec::new();
        for signature in &self.signatures {
            let by = |key: &&VerifierKey| {
                key.name() == signature.name && key.key_id() == signature.key_id
            };
            for key in keys.iter().filter(by) {
                let time = key.check(self.text, &signature.payload)?;
                verified.push(Verified { key, time });
            }
        }
        if verified.is_empty() {
            return Err(Error::NoKnownSignature);
        }
        Ok(verified)
    }

    /// The note in its text form, byte for byte what was parsed.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = format!("{}\n", self.text);
        for signature in &self.signatures {
            push_signature(
                &mut out,
                signature.name,
                signature.key_id,
                &signature.payload,
            );
        }
        out
    }
}

impl<'a> Signature<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (name, base64) = line.strip_prefix(SIGNATURE_PREFIX)?.split_once(' ')?;
        let bytes = parse_base64(base64)?;
        let (key_id, payload) = bytes.split_first_chunk()?;
        let usable = key::is_name(name) && !payload.is_empty();
        usable.then(|| Self {
            name,
            key_id: *key_id,
            payload: payload.to_vec(),
        })
    }
}

/// Appends one signature line.
fn push_signature(out: &mut String, name: &str, key_id: [u8; 4], payload: &[u8]) {
    out.push_str(SIGNATURE_PREFIX);
    out.push_str(name);
    out.push(' ');
    text::push_base64(out, &[&key_id, payload].concat());
    out.push('\n');
}

/// The 64 bytes of an Ed25519 signature.
fn parse_signature(bytes: &[u8]) -> Option<Ed25519Signature> {
    Ed25519Signature::from_slice(bytes).ok()
}
