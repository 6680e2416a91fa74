//! The short code of a receipt: an entry's position in the log, encrypted, so that no table is needed to find it.

use std::fmt;

use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt, KeyInit};

use crate::InstallationKey;

/// Crockford's base 32: no I, L, O or U, so that it can be read over a telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many characters a code has, without hyphens.
const LENGTH: usize = 16;
/// The first position that a code cannot name: 40 bits, a million million entries.
const POSITIONS: u64 = 1 << 40;

/// Turns positions into codes such as `7KQ4-M2XV-9TRB-H3WC`, and back.
///
/// A code has 80 bits: 40 of a tag over the position and the position itself, masked by the tag (a synthetic-IV
/// construction). A guess names an existing receipt with a chance of 2^-40, and the endpoint that tells is rate-limited.
#[derive(Clone)]
pub struct ReceiptCodes {
    tag: Aes128,
    mask: Aes128,
}

impl ReceiptCodes {
    /// The codes of an installation.
    #[must_use]
    pub fn new(master: &InstallationKey) -> Self {
        let key = master.derive("receipt-code");
        let cipher = |half: &[u8]| Aes128::new_from_slice(half).expect("AES-128 takes 16 bytes");
        Self {
            tag: cipher(&key[..16]),
            mask: cipher(&key[16..]),
        }
    }

    /// The code of the entry at `position`.
    ///
    /// # Panics
    /// Beyond 2^40 entries, which no log reaches.
    #[must_use]
    pub fn code(&self, position: u64) -> String {
        assert!(position < POSITIONS, "a log has fewer than 2^40 entries");
        let tag = self.tag(position);
        let bits = (u128::from(tag) << 40) | u128::from(position ^ self.mask(tag));
        let mut code = String::with_capacity(LENGTH + 3);
        for place in 0..LENGTH {
            if place > 0 && place % 4 == 0 {
                code.push('-');
            }
            let digit = (bits >> (5 * (LENGTH - 1 - place))) & 31;
            code.push(char::from(
                ALPHABET[usize::try_from(digit).expect("five bits")],
            ));
        }
        code
    }

    /// The position that a code names, however it was typed: hyphens and spaces do not count, nor does case, and O is
    /// read as 0, I and L as 1. `None` where it is not a code of this installation.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<u64> {
        let mut bits = 0_u128;
        let mut digits = 0;
        for typed in code.chars().filter(|c| !matches!(c, '-' | ' ')) {
            bits = (bits << 5) | digit(typed)?;
            digits += 1;
            if digits > LENGTH {
                return None;
            }
        }
        let tag = u64::try_from(bits >> 40).ok()?;
        let masked = u64::try_from(bits & u128::from(POSITIONS - 1)).expect("40 bits");
        let position = masked ^ self.mask(tag);
        (digits == LENGTH && self.tag(position) == tag).then_some(position)
    }

    fn tag(&self, position: u64) -> u64 {
        forty_bits(&self.tag, position)
    }

    fn mask(&self, tag: u64) -> u64 {
        forty_bits(&self.mask, tag)
    }
}

impl fmt::Debug for ReceiptCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCodes(…)")
    }
}

fn forty_bits(cipher: &Aes128, input: u64) -> u64 {
    let mut block = aes::Block::default();
    block[..8].copy_from_slice(&input.to_be_bytes());
    cipher.encrypt_block(&mut block);
    block[..5]
        .iter()
        .fold(0, |bits, byte| (bits << 8) | u64::from(*byte))
}

fn digit(typed: char) -> Option<u128> {
    let upper = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET
        .iter()
        .position(|known| char::from(*known) == upper)?;
    u128::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes() -> ReceiptCodes {
        ReceiptCodes::new(&InstallationKey::new([7; 32]))
    }

    proptest! {
        #[test]
        fn a_code_finds_its_position_however_it_is_typed(position in 0..POSITIONS) {
            let code = codes().code(position);
            prop_assert_eq!(codes().position(&code), Some(position));
            let typed = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            prop_assert_eq!(codes().position(&typed), Some(position));
        }

        #[test]
        fn anything_else_is_refused_and_nothing_panics(text in ".{0,24}") {
            if let Some(position) = codes().position(&text) {
                prop_assert_eq!(codes().position(&codes().code(position)), Some(position));
            }
        }
    }

    #[test]
    fn neighbours_look_unrelated_and_other_installations_differ() {
        let (a, b) = (codes().code(1), codes().code(2));
        assert!(
            a.chars().zip(b.chars()).filter(|(x, y)| x != y).count() > 8,
            "{a} {b}"
        );
        assert_eq!(
            ReceiptCodes::new(&InstallationKey::new([8; 32])).position(&a),
            None
        );
    }

    #[test]
    fn the_last_position_has_a_code() {
        assert_eq!(
            codes().position(&codes().code(POSITIONS - 1)),
            Some(POSITIONS - 1)
        );
    }
}
