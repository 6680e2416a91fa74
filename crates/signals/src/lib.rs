//! Opt-out preference signals that a machine sends for a person (11 CCR 7025), and the strings that carry choices on.
//!
//! | what | read | written |
//! | --- | --- | --- |
//! | Global Privacy Control | [`sec_gpc`], and a site's `gpc.json` | |
//! | GPP string, every US section | [`gpp::sections`], [`Said::gpp`], [`Choices::from_gpp`] | [`Choices::gpp`], [`gpp::encode`] |
//! | US Privacy string | [`UsPrivacy`], [`Said::us_privacy`], [`Choices::from_us_privacy`] | [`Choices::us_privacy`] |
//! | OpenRTB's `regs` (feature `json`) | `openrtb::said` | `openrtb::Regs::write` |
//!
//! Absence of a signal means nothing: it is not consent, and it takes nothing back (11 CCR 7025(c)(5)). So what is read is
//! what somebody says no to, several strings together say no to what any of them says no to, and there is no function that
//! sees a signal's end.
//!
//! Pure: no I/O, no clock. With the feature `json` it reads and writes JSON, with `tower` it is a middleware.

mod choices;
mod doubt;
pub mod gpc;
pub mod gpp;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "json")]
pub mod openrtb;
mod purpose;
mod said;
#[cfg(feature = "tower")]
pub mod tower;
pub mod us_privacy;

pub use choices::{Choices, Mspa, Notice};
pub use doubt::{Confidence, Doubt, Doubts};
pub use gpc::sec_gpc;
pub use purpose::{Purpose, PurposeSet};
pub use said::Said;
pub use us_privacy::{Malformed, UsPrivacy};
