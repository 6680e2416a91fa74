//! What stands for each token: one exact table.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use optout::{Choice, Standing, Token};

/// Every token that anything was ever said about.
#[derive(Debug, Default)]
pub(crate) struct Choices(HashMap<Token, Standing, BuildHasherDefault<TokenHasher>>);

impl Choices {
    pub(crate) fn apply(&mut self, position: u64, choice: &Choice<'_>) {
        for subject in choice.subjects {
            let standing = self.0.entry(subject.token).or_default();
            *standing = standing.after(position, choice);
        }
    }

    #[inline]
    pub(crate) fn of(&self, token: &Token) -> Standing {
        self.0.get(token).copied().unwrap_or_default()
    }

    #[inline]
    pub(crate) fn of_all(&self, tokens: &[Token]) -> Standing {
        let (Some(first), rest) = (tokens.first(), tokens.get(1..).unwrap_or_default()) else {
            return Standing::default();
        };
        rest.iter().fold(self.of(first), |joined, token| {
            joined.joined(self.of(token))
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A token is the output of a block cipher under a secret key, so its own bits are as good as any hash of it, and nobody
/// outside can choose tokens that collide.
#[derive(Default)]
pub(crate) struct TokenHasher(u64);

impl Hasher for TokenHasher {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk() {
            self.0 = u64::from_le_bytes(*first);
        }
    }

    /// An array's length is written before it and is always the same.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}
