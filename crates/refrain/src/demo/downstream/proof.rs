//! What a receipt proves, checked offline with the log's public key.

use ledger::{VerifierKey, receipt};

use super::message::Notification;

/// What came of checking a notification's receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// The log has this entry, under a head that its key signed.
    Proved { log: String, size: u64 },
    /// The receipt is evidence that somebody changed something.
    Refuted(String),
    /// It says nothing either way.
    Unchecked(String),
}

impl Proof {
    /// Checks the notification's receipt.
    pub(super) fn of(notification: &Notification, key: Option<&VerifierKey>) -> Self {
        let (Some(text), Some(key)) = (&notification.receipt, key) else {
            let missing = match key {
                Some(_) => "it came without a receipt",
                None => "this system was given no key of the log",
            };
            return Self::Unchecked(missing.to_owned());
        };
        match receipt::verify(text, key) {
            Ok(proved) if proved.index != notification.entry => {
                Self::Refuted(format!("refuted: the receipt is of entry {}", proved.index))
            }
            Ok(proved) => Self::Proved {
                log: proved.checkpoint.origin().to_owned(),
                size: proved.checkpoint.size(),
            },
            Err(unproved) if unproved.is_refuted() => Self::Refuted(unproved.to_string()),
            Err(unproved) => Self::Unchecked(unproved.to_string()),
        }
    }
}
