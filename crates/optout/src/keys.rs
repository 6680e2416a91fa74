//! The installation's key, from which every other secret key is derived.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// 32 random bytes that belong to one installation. Whoever holds it can make tokens, so it stays on the machine.
#[derive(Clone)]
pub struct InstallationKey(Zeroizing<[u8; 32]>);

impl InstallationKey {
    /// A key of these bytes, which must come from a random generator or a key file.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for the key file only.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one use: HKDF-SHA256 (RFC 5869) with `refrain/v1` as the salt and `label` as the info.
    #[must_use]
    pub fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(b"refrain/v1"), &*self.0)
            .expand(label.as_bytes(), &mut *out)
            .expect("32 bytes are less than HKDF-SHA256's limit of 8160");
        out
    }
}

impl fmt::Debug for InstallationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstallationKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_separate_keys_and_debug_shows_nothing() {
        let key = InstallationKey::new([7; 32]);
        assert_ne!(key.derive("a"), key.derive("b"));
        assert_eq!(key.derive("a"), InstallationKey::new([7; 32]).derive("a"));
        assert_eq!(format!("{key:?}"), "InstallationKey(…)");
    }
}
