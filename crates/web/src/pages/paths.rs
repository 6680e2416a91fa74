//! Where the pages are, and where their forms are sent.

/// The choice. `GET` shows it; `POST` opts out or limits, see [`super::fields`].
pub const CHOICES: &str = "/privacy-choices";
/// The first act of opting back in: `POST`, answered with [`super::OptInConfirm`].
pub const OPT_IN: &str = "/privacy-choices/opt-in";
/// The second act: `POST` with [`super::fields::TOKEN`], answered with [`super::PrivacyChoices`].
pub const OPT_IN_CONFIRM: &str = "/privacy-choices/opt-in/confirm";
/// The answer to a [`super::LoyaltyQuestion`]: `POST` with [`super::fields::ANSWER`].
pub const LOYALTY: &str = "/privacy-choices/loyalty";
/// Receipts are below this; see [`super::ReceiptCode::path`].
pub const RECEIPTS: &str = "/receipts/";
