//! The id that a message carries on every try.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// How much of the digest is kept: 144 bits, 24 characters.
const KEPT_BYTES: usize = 18;

/// The id of the message that tells `destination` of the entries `first..=last` of the log with this `origin`; `told` is the
/// commitment of the last of them that it is told of.
///
/// It follows from these alone, so whoever sends the stretch again, after a crash or from another machine, sends it under
/// the same id, and the destination knows that it has it. Where a database has lost entries, and others have taken their
/// positions, the commitment makes it another id, so that nobody takes the new message for the old one.
#[must_use]
pub fn message_id(
    origin: &str,
    destination: &str,
    (first, last): (u64, u64),
    told: &[u8; 32],
) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"refrain/message/v2");
    for text in [origin, destination] {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    hasher.update(first.to_be_bytes());
    hasher.update(last.to_be_bytes());
    hasher.update(told);
    let digest = hasher.finalize();
    format!("msg_{}", URL_SAFE_NO_PAD.encode(&digest[..KEPT_BYTES]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_stretch_has_the_same_id_and_no_other_has() {
        let told = [7; 32];
        let id = message_id("shop.example/log", "acme-ads", (3, 41), &told);
        assert_eq!(id, "msg_KKCvqb3GZhPTHNR68GQW3jOl");
        let others = [
            message_id("shop.example/log", "acme-ads", (3, 42), &told),
            message_id("shop.example/log", "acme-ads", (4, 41), &told),
            message_id("shop.example/log", "acme-ad", (3, 41), &told),
            message_id("shop.example/loga", "cme-ads", (3, 41), &told),
            message_id("shop.example/log", "acme-ads", (3, 41), &[8; 32]),
        ];
        for other in others {
            assert_ne!(other, id);
        }
    }
}
