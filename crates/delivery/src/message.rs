//! The message that a destination is sent: who said no, to what, since when, and the proof. Nothing else.
//!
//! That it holds nothing else is what keeps sending it from being a sale or sharing itself (Civ. Code 1798.140(ad)(2)(B),
//! (ah)(2)(B)): an opted-out person's identifier may be used to tell others of the opt-out, and only for that.
//!
//! ```json
//! {"type":"choices.changed","timestamp":"2026-11-23T14:02:12Z",
//!  "data":{"business":"Juniper & Rye","recipient":"acme-ads",
//!   "law":"Cal. Civ. Code 1798.135(f); 11 CCR 7026(f)",
//!   "instruction":{"stop":"…","forward":"…"},
//!   "notifications":[{"entry":41,"act":"opt_out",
//!     "identifiers":[{"kind":"email","value":"ada@example.com","sha256":"…"}],
//!     "purposes":["sale","sharing","targeted_advertising"],
//!     "effective_at":"2026-11-23T14:02:11Z","receipt":"c2sp.org/tlog-proof@v1\n…"}]}}
//! ```
//!
//! `timestamp` is the newest choice's time and not the time of the try, so that the bytes are the same on every retry;
//! the time of the try is in the header that is signed with them.

mod body;
mod digest;
mod id;
mod notification;

pub use body::{Body, Envelope, Full};
pub use digest::sha256_hex;
pub use id::message_id;
pub use notification::{Act, Notification};

/// The most choices in one message.
pub const MAX_BATCH_NOTIFICATIONS: usize = 500;
/// The most bytes of one message.
pub const MAX_BATCH_BYTES: usize = 1024 * 1024;

/// What kind of message this is.
pub const TYPE: &str = "choices.changed";
/// Under which law the recipient is told, and must comply.
pub const LAW: &str = "Cal. Civ. Code 1798.135(f); 11 CCR 7026(f)";
/// What the recipient must do.
pub const STOP: &str = "From effective_at on, do not sell or share the personal information of the people identified in \
    each notification, and do not use or disclose it for the purposes listed there, until a later notification with the act \
    opt_in allows it again.";
/// Whom the recipient must tell.
pub const FORWARD: &str = "Tell everybody to whom you made their personal information available that they must comply with \
    this choice too, and that they must pass it on in the same way.";
