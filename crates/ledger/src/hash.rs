//! SHA-256 the way [RFC 6962 section 2.1] uses it: leaves and inner nodes are hashed with different first bytes, so that no
//! inner node can be passed off as a leaf.
//!
//! [RFC 6962 section 2.1]: https://www.rfc-editor.org/rfc/rfc6962.html#section-2.1

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Format};
use crate::text;

/// The number of bytes of a [`Hash`](struct@Hash).
pub const LEN: usize = 32;

/// The number of characters of a [`Hash`](struct@Hash) in padded base64.
pub const BASE64_LEN: usize = 44;

/// A node of the tree: a SHA-256 output.
///
/// Prints as base64, the form that checkpoints and proofs carry, and debugs as hexadecimal, the form that people compare.
///
/// ```
/// use ledger::Hash;
///
/// let root = Hash::EMPTY_ROOT;
/// assert_eq!(root.to_string(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
/// assert_eq!(Hash::from_base64(&root.to_string()), Ok(root));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; LEN]);

impl Hash {
    /// The root of the tree without leaves: SHA-256 of nothing.
    pub const EMPTY_ROOT: Self = Self([
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9,
        0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52,
        0xb8, 0x55,
    ]);

    /// Reads the padded base64 of exactly 32 bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] for any other length and for any other spelling of the same bytes.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        text::parse_base64_array(text)
            .map(Self)
            .ok_or_else(|| Format::Hash.malformed("it is not the base64 of 32 bytes"))
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; LEN] {
        &self.0
    }
}

/// The hash of a leaf with the content `data`: SHA-256 of `0x00` and `data`.
///
/// ```
/// let hash = ledger::hash::leaf(b"");
/// assert_eq!(format!("{hash:?}"), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
/// ```
#[must_use]
pub fn leaf(data: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(data);
    Hash(hasher.finalize().into())
}

/// The hash of an inner node: SHA-256 of `0x01`, `left` and `right`.
#[must_use]
pub fn node(left: &Hash, right: &Hash) -> Hash {
    let mut input = [1; 1 + 2 * LEN];
    input[1..=LEN].copy_from_slice(&left.0);
    input[1 + LEN..].copy_from_slice(&right.0);
    Hash(Sha256::digest(input).into())
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(BASE64_LEN);
        text::push_base64(&mut text, &self.0);
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_root_is_the_hash_of_nothing() {
        assert_eq!(Hash::EMPTY_ROOT.0, <[u8; LEN]>::from(Sha256::digest([])));
    }

    #[test]
    fn other_lengths_are_refused() {
        for bytes in [0, 1, 31, 33, 64] {
            let mut text = String::new();
            text::push_base64(&mut text, &vec![0; bytes]);
            assert!(Hash::from_base64(&text).is_err(), "{bytes} bytes");
        }
    }
}
