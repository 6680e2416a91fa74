//! What shows that somebody is logged in: the site's own server says so, with a key that it shares with Refrain.
//!
//! Anybody can write an account's name into a page. So what stands for an account is only told to, and only extended to, a
//! browser whose page carries HMAC-SHA256 of `KIND:VALUE` under the site's key, in hexadecimal.

use hmac::{Hmac, KeyInit, Mac};
use optout::InstallationKey;
use sha2::Sha256;

/// The key that the site's server proves log-ins with: 64 hexadecimal digits, used as they are written.
#[derive(Clone)]
pub struct SiteKey(String);

impl SiteKey {
    /// The key of an installation.
    #[must_use]
    pub fn of(master: &InstallationKey) -> Self {
        Self(crate::hex(&*master.derive("site/proof")))
    }

    /// The key as the site's server is given it: a secret.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// Whether `proof` shows that `value` is logged in.
    #[must_use]
    pub fn proves(&self, kind: &str, value: &str, proof: &str) -> bool {
        let mut bytes = [0; 32];
        let is_hex = proof.len() == 64 && proof.is_ascii();
        let pairs = proof.as_bytes().chunks_exact(2);
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            let digits = str::from_utf8(pair).unwrap_or_default();
            match u8::from_str_radix(digits, 16) {
                Ok(read) => *byte = read,
                Err(_) => return false,
            }
        }
        is_hex && self.mac(kind, value).verify_slice(&bytes).is_ok()
    }

    /// The proof for `value`, as the site's server makes it.
    #[must_use]
    pub fn proof(&self, kind: &str, value: &str) -> String {
        crate::hex(&self.mac(kind, value).finalize().into_bytes())
    }

    fn mac(&self, kind: &str, value: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes())
            .expect("HMAC takes keys of any length");
        for part in [kind, ":", value] {
            mac.update(part.as_bytes());
        }
        mac
    }
}

impl std::fmt::Debug for SiteKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SiteKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sites_key_proves() {
        let key = SiteKey::of(&InstallationKey::new([7; 32]));
        let proof = key.proof("account", "ada-17");
        assert!(key.proves("account", "ada-17", &proof));
        assert!(key.proves("account", "ada-17", &proof.to_uppercase()));
        assert!(!key.proves("account", "ada-18", &proof));
        assert!(!key.proves("email", "ada-17", &proof));
        let other = SiteKey::of(&InstallationKey::new([8; 32]));
        assert!(!other.proves("account", "ada-17", &proof));
        for bad in [
            "",
            "zz",
            &proof[..62],
            &format!("{proof}00"),
            &"é".repeat(32),
            &"+1".repeat(32),
        ] {
            assert!(!key.proves("account", "ada-17", bad), "{bad}");
        }
    }
}
