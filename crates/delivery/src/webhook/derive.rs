//! A destination's secrets: derived, never stored.

use optout::InstallationKey;

use super::{PublicKey, SigningSecret, SymmetricSecret};

/// What the messages to one destination are signed with, in one generation.
#[derive(Clone, Debug)]
pub struct DestinationSecrets {
    symmetric: SymmetricSecret,
    signing: SigningSecret,
}

impl DestinationSecrets {
    /// The secrets of the destination with this name, in this generation: a leaked generation is replaced by the next.
    #[must_use]
    pub fn derive(master: &InstallationKey, name: &str, generation: u32) -> Self {
        let symmetric = master.derive(&format!("webhook/v1/{name}/{generation}"));
        let seed = master.derive(&format!("webhook/v1a/{name}/{generation}"));
        Self {
            symmetric: SymmetricSecret::new(&*symmetric).expect("32 bytes are between 24 and 64"),
            signing: SigningSecret::from_seed(&seed),
        }
    }

    /// The secret to give to the receiver.
    #[must_use]
    pub fn symmetric(&self) -> &SymmetricSecret {
        &self.symmetric
    }

    /// The key that the receiver, or anybody, may verify with.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.signing.public_key()
    }

    /// Both signatures of a message, as the header has them.
    #[must_use]
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        format!(
            "{} {}",
            self.symmetric.sign(id, timestamp, body),
            self.signing.sign(id, timestamp, body)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_generations_have_their_own_secrets() {
        let master = InstallationKey::new([7; 32]);
        let secrets = |name, generation| {
            let derived = DestinationSecrets::derive(&master, name, generation);
            (
                derived.symmetric().expose(),
                derived.public_key().to_string(),
            )
        };
        assert_eq!(secrets("acme-ads", 1), secrets("acme-ads", 1));
        let (symmetric, public) = secrets("acme-ads", 1);
        for (other_symmetric, other_public) in [secrets("acme-ads", 2), secrets("other", 1)] {
            assert_ne!(symmetric, other_symmetric);
            assert_ne!(public, other_public);
        }
    }

    #[test]
    fn derived_secrets_never_change_between_versions() {
        let derived = DestinationSecrets::derive(&InstallationKey::new([7; 32]), "acme-ads", 1);
        assert_eq!(
            derived.symmetric().expose(),
            "whsec_lI+KdDyua0T8JCeg/d48HLL/EPLUHkLOTk2WPGfDj6w="
        );
        assert_eq!(
            derived.public_key().to_string(),
            "whpk_wCswa8XWv4mXk0noAyslVWh4m9BGyAz0wiVM1EOXgds="
        );
    }
}
