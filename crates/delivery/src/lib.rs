//! Carries people's choices to every destination: read from the log, batched, signed, sent, understood, and settled by an
//! entry of the log.
//!
//! - [`webhook`]: signatures (Standard Webhooks 1.0.0), for senders and for receivers.
//! - [`message`]: what a destination is sent. Its documentation is the format's.
//! - [`classify`]: what a destination's answer means. A status alone never makes a message done.
//! - [`transport`]: one HTTPS client that goes only where it may.
//! - [`backoff`]: how long to wait.
//! - [`engine`]: one task for each destination that follows the log, under a lease.
//!
//! The first three and `backoff` are pure: no clock, no randomness, no I/O.
//!
//! How a destination answers:
//!
//! | answer | meaning |
//! | --- | --- |
//! | 2xx, nothing in the body that says otherwise | told |
//! | 2xx, `{"status":"confirmed"}` (or `done`, `completed`) | confirmed |
//! | 2xx, `"failed":[{"entry":41,"reason":"…"}]` | these entries failed; they are tried again one by one |
//! | 2xx, with an `error`, `"success":false`, `"status":"failed"` and the like, or a web page | not done; tried again |
//! | 401, 403 | held until a person resumes it |
//! | 410 | held, because it is gone |
//! | 3xx | not followed; tried again |
//! | 408, 425, 429, 5xx but 501 | tried again, not before `Retry-After` |
//! | any other | smaller messages are tried until the entry to blame is alone |
//!
//! It never sees a message twice under different ids for the same stretch of the log, and knows a repeat by `webhook-id`.

pub mod backoff;
pub mod classify;
pub mod engine;
pub mod message;
pub mod transport;
pub mod trouble;
pub mod webhook;
