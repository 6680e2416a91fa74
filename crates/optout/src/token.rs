//! An identifier's keyed pseudonym at rest.

use std::fmt;

use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::{InstallationKey, Kind};

/// 16 bytes that stand for one identifier of one kind: AES of the first half of its SHA-256 digest, under a key that
/// belongs to the kind.
///
/// A keyed permutation of a 128-bit digest is as unguessable without the key as an HMAC and costs a nanosecond. Whoever
/// holds the key can undo it, and so change the key without asking anybody for an e-mail address again; and a list that
/// a partner has already hashed with SHA-256 matches too, because the digest is the partner's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub [u8; 16]);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// A token with the name of its kind: what the log holds of a person. Written `email:q83vEjRWeJCrze8SNFZ4kA`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// The kind's name.
    pub kind: Kind,
    /// The pseudonym.
    pub token: Token,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 22];
        let length = URL_SAFE_NO_PAD
            .encode_slice(self.token.0, &mut text)
            .expect("16 bytes are 22 characters");
        write!(
            f,
            "{}:{}",
            self.kind.name(),
            str::from_utf8(&text[..length]).expect("base64 is ASCII")
        )
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let malformed = || {
            de::Error::custom("a subject is a kind's name, a colon and 22 characters of base64url")
        };
        let (kind, token) = text.split_once(':').ok_or_else(malformed)?;
        let mut bytes = [0; 16];
        match URL_SAFE_NO_PAD.decode_slice(token, &mut bytes) {
            Ok(16) => {}
            _ => return Err(malformed()),
        }
        let kind = match Kind::built_in(kind) {
            Some(known) => known,
            // A kind that the configuration no longer defines stays readable: an opt-out outlives it.
            None if crate::vocabulary::is_name(kind) => Kind::Custom(kind.into()),
            None => return Err(malformed()),
        };
        Ok(Self {
            kind,
            token: Token(bytes),
        })
    }
}

/// The keys that turn identifiers into tokens, one for each kind.
#[derive(Clone)]
pub struct TokenKeys {
    built_in: [Aes128; Kind::BUILT_IN.len()],
    master: InstallationKey,
}

impl TokenKeys {
    /// The keys of an installation.
    #[must_use]
    pub fn new(master: &InstallationKey) -> Self {
        Self {
            built_in: Kind::BUILT_IN.map(|kind| cipher(master, &kind)),
            master: master.clone(),
        }
    }

    /// The token of a value in some profile's form.
    #[must_use]
    pub fn subject(&self, kind: &Kind, normalised: &str) -> Subject {
        let token = self.token_of_digest(kind, &Sha256::digest(normalised.as_bytes()).into());
        Subject {
            kind: kind.clone(),
            token,
        }
    }

    /// The token of a value of which only the SHA-256 digest is known, as in a partner's list.
    #[inline]
    #[must_use]
    pub fn token_of_digest(&self, kind: &Kind, sha256: &[u8; 32]) -> Token {
        let mut block = aes::Block::default();
        block.copy_from_slice(&sha256[..16]);
        match kind {
            Kind::Email => self.built_in[0].encrypt_block(&mut block),
            Kind::Phone => self.built_in[1].encrypt_block(&mut block),
            Kind::Account => self.built_in[2].encrypt_block(&mut block),
            Kind::Browser => self.built_in[3].encrypt_block(&mut block),
            Kind::AdvertisingId => self.built_in[4].encrypt_block(&mut block),
            Kind::Custom(_) => cipher(&self.master, kind).encrypt_block(&mut block),
        }
        Token(block.into())
    }
}

impl fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKeys(…)")
    }
}

fn cipher(master: &InstallationKey, kind: &Kind) -> Aes128 {
    let key = master.derive(&format!("token/{}", kind.name()));
    Aes128::new_from_slice(&key[..16]).expect("AES-128 takes 16 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> TokenKeys {
        TokenKeys::new(&InstallationKey::new([7; 32]))
    }

    #[test]
    fn the_same_value_under_another_kind_or_key_is_another_token() {
        let email = keys().subject(&Kind::Email, "ada@example.com");
        assert_eq!(email, keys().subject(&Kind::Email, "ada@example.com"));
        assert_ne!(
            email.token,
            keys().subject(&Kind::Account, "ada@example.com").token
        );
        assert_ne!(
            email.token,
            keys()
                .subject(&Kind::Custom("email2".into()), "ada@example.com")
                .token
        );
        let other = TokenKeys::new(&InstallationKey::new([8; 32]));
        assert_ne!(email, other.subject(&Kind::Email, "ada@example.com"));
    }

    #[test]
    fn built_in_keys_stand_in_the_order_of_their_kinds() {
        for kind in Kind::BUILT_IN {
            let digest = [9; 32];
            let mut block = aes::Block::from([9; 16]);
            cipher(&InstallationKey::new([7; 32]), &kind).encrypt_block(&mut block);
            assert_eq!(
                keys().token_of_digest(&kind, &digest),
                Token(block.into()),
                "{}",
                kind.name()
            );
        }
    }

    #[test]
    fn a_subject_reads_what_it_writes() {
        for kind in [Kind::Email, Kind::Custom("loyalty_id".into())] {
            let subject = keys().subject(&kind, "x");
            let json = serde_json::to_string(&subject).unwrap();
            assert_eq!(serde_json::from_str::<Subject>(&json).unwrap(), subject);
        }
        for bad in [
            "\"email\"",
            "\"email:short\"",
            "\"E:q83vEjRWeJCrze8SNFZ4kA\"",
            "\"email:q83vEjRWeJCrze8SNFZ4kAA\"",
        ] {
            assert!(serde_json::from_str::<Subject>(bad).is_err(), "{bad}");
        }
    }
}
