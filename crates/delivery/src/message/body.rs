//! Putting a message together, one notification after the other, within its limits.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{FORWARD, LAW, MAX_BATCH_BYTES, MAX_BATCH_NOTIFICATIONS, Notification, STOP, TYPE};

/// Who tells whom.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The business that owes the duty.
    pub business: String,
    /// The recipient by its declared name.
    pub recipient: String,
}

/// A message that is being put together.
pub struct Body {
    envelope: Envelope,
    notifications: Vec<Vec<u8>>,
    newest: Timestamp,
    bytes: usize,
    /// How many bytes it may have.
    limit: usize,
}

/// Another notification would be too much for one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message is full")]
pub struct Full;

#[derive(Serialize)]
struct Message<'a> {
    r#type: &'static str,
    timestamp: Timestamp,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    business: &'a str,
    recipient: &'a str,
    law: &'static str,
    instruction: Instruction,
    /// Last, so that the notifications' bytes can be put in.
    notifications: [(); 0],
}

#[derive(Serialize)]
struct Instruction {
    stop: &'static str,
    forward: &'static str,
}

/// What follows the notifications.
const END: &[u8] = b"]}}";

impl Body {
    /// A message without notifications.
    #[must_use]
    pub fn new(envelope: Envelope) -> Self {
        let bytes = envelope.write(Timestamp::MAX).len();
        Self {
            envelope,
            notifications: Vec::new(),
            newest: Timestamp::MIN,
            bytes,
            limit: MAX_BATCH_BYTES,
        }
    }

    /// A message that is put together again after a crash. It was within the limit the first time and must tell of the same
    /// entries under the same id, though receipts from a newer checkpoint may be a little longer.
    #[must_use]
    pub fn again(envelope: Envelope) -> Self {
        Self {
            limit: usize::MAX,
            ..Self::new(envelope)
        }
    }

    /// Adds a notification. The first one always fits: an entry is far smaller than a message.
    ///
    /// # Errors
    /// [`Full`] where the message would exceed [`MAX_BATCH_NOTIFICATIONS`] or [`MAX_BATCH_BYTES`].
    pub fn push(&mut self, notification: &Notification) -> Result<(), Full> {
        let piece = serde_json::to_vec(notification).expect("a notification is plain data");
        let fits = self.notifications.len() < MAX_BATCH_NOTIFICATIONS
            && self.bytes + piece.len() < self.limit;
        if !self.notifications.is_empty() && !fits {
            return Err(Full);
        }
        self.bytes += piece.len() + 1;
        self.newest = self.newest.max(notification.effective_at);
        self.notifications.push(piece);
        Ok(())
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notifications.is_empty()
    }

    /// The bytes to send: the same ones for the same notifications, whenever that is.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.envelope.write(self.newest);
        bytes.reserve(self.bytes);
        bytes.truncate(bytes.len() - END.len());
        for (place, notification) in self.notifications.iter().enumerate() {
            if place > 0 {
                bytes.push(b',');
            }
            bytes.extend_from_slice(notification);
        }
        bytes.extend_from_slice(END);
        bytes
    }
}

impl Envelope {
    fn write(&self, timestamp: Timestamp) -> Vec<u8> {
        let message = Message {
            r#type: TYPE,
            timestamp,
            data: Data {
                business: &self.business,
                recipient: &self.recipient,
                law: LAW,
                instruction: Instruction {
                    stop: STOP,
                    forward: FORWARD,
                },
                notifications: [],
            },
        };
        serde_json::to_vec(&message).expect("an envelope is plain data")
    }
}

impl fmt::Debug for Body {
    /// Leaves out what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("notifications", &self.notifications.len())
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use optout::{Identifier, Kind, PurposeSet};
    use serde_json::{Value, json};

    use super::super::Act;
    use super::*;

    fn notification(entry: u64, receipt: String) -> Notification {
        Notification {
            entry,
            act: Act::OptOut,
            identifiers: vec![Identifier::of(Kind::Email, "Ada@example.com").unwrap()],
            purposes: PurposeSet::OPT_OUT,
            effective_at: "2026-11-23T14:02:12Z".parse().unwrap(),
            receipt,
        }
    }

    fn body() -> Body {
        Body::new(Envelope {
            business: "Juniper & Rye".into(),
            recipient: "acme-ads".into(),
        })
    }

    #[test]
    fn it_says_identifier_scope_date_instruction_and_proof_and_nothing_else() {
        let mut body = body();
        assert!(body.is_empty());
        body.push(&notification(41, "c2sp.org/tlog-proof@v1\n…".into()))
            .unwrap();
        let expected = json!({
            "type": "choices.changed",
            "timestamp": "2026-11-23T14:02:12Z",
            "data": {
                "business": "Juniper & Rye",
                "recipient": "acme-ads",
                "law": "Cal. Civ. Code 1798.135(f); 11 CCR 7026(f)",
                "instruction": {"stop": STOP, "forward": FORWARD},
                "notifications": [{
                    "entry": 41,
                    "act": "opt_out",
                    "identifiers": [{
                        "kind": "email",
                        "value": "ada@example.com",
                        "sha256": "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72"
                    }],
                    "purposes": ["sale", "sharing", "targeted_advertising"],
                    "effective_at": "2026-11-23T14:02:12Z",
                    "receipt": "c2sp.org/tlog-proof@v1\n…"
                }]
            }
        });
        let bytes = body.to_bytes();
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), expected);
        assert_eq!(bytes, body.to_bytes());
        assert!(!format!("{body:?} {:?}", notification(1, String::new())).contains("ada"));
    }

    #[test]
    fn a_message_has_at_most_500_notifications() {
        let mut body = body();
        for entry in 0..MAX_BATCH_NOTIFICATIONS as u64 {
            body.push(&notification(entry, String::new())).unwrap();
        }
        assert_eq!(body.push(&notification(500, String::new())), Err(Full));
        let sent: Value = serde_json::from_slice(&body.to_bytes()).unwrap();
        let sent = sent["data"]["notifications"].as_array().unwrap();
        assert_eq!(sent.len(), MAX_BATCH_NOTIFICATIONS);
        assert_eq!(sent[499]["entry"], 499);
    }

    #[test]
    fn a_message_has_at_most_a_mebibyte() {
        let mut body = body();
        let receipt = "x".repeat(90_000);
        let mut pushed = 0;
        while body.push(&notification(pushed, receipt.clone())).is_ok() {
            pushed += 1;
        }
        let bytes = body.to_bytes().len();
        assert!(bytes <= MAX_BATCH_BYTES, "{bytes}");
        assert!(bytes > MAX_BATCH_BYTES - 91_000, "{bytes}");
        assert!((10..13).contains(&pushed), "{pushed}");
        let mut again = Body::again(body.envelope.clone());
        for entry in 0..=pushed {
            again.push(&notification(entry, receipt.clone())).unwrap();
        }
    }
}
