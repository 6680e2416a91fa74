//! The pages that a consumer sees: one typed context and one template each.
//!
//! A handler fills in a context, renders it (every context is an [`askama::Template`]) and answers with
//! [`CONTENT_SECURITY_POLICY`]. The pages need no script, fetch nothing but [`STYLE`], and hold no text: that
//! is in `locales/`, reached through [`crate::locale::Locale::t`].
//!
//! | page | at | context |
//! | --- | --- | --- |
//! | the choice, before and after | [`paths::CHOICES`] | [`PrivacyChoices`] |
//! | the second act of opting back in | [`paths::OPT_IN`] | [`OptInConfirm`] |
//! | a receipt | [`ReceiptCode::path`] | [`Receipt`] |
//! | anything that went wrong | anywhere | [`Problem`] |
//!
//! What the forms send is listed in [`fields`].

mod asked;
mod brand;
mod field;
pub mod fields;
mod frame;
mod opt_in_confirm;
pub mod paths;
mod privacy_choices;
mod problem;
mod processed;
mod progress;
mod receipt;
mod receipt_code;
mod recipient;
pub mod samples;
mod since;
mod standing;
mod style;

pub use asked::{Act, Channel, Covered};
pub use brand::{Brand, Contact};
pub use field::{AgentForm, Field, FieldProblem, MAX_FIELD_CHARS};
pub use frame::{Frame, Language};
pub use opt_in_confirm::OptInConfirm;
pub use privacy_choices::{Limit, LoyaltyQuestion, PrivacyChoices};
pub use problem::{Problem, Trouble};
pub use processed::{Deed, Processed};
pub use progress::Progress;
pub use receipt::{LogPlace, Proof, Receipt, RecipientLine};
pub use receipt_code::ReceiptCode;
pub use recipient::{Data, Recipient, Trade};
pub use since::Since;
pub use standing::{Masked, Scope, Standing, Status};
pub use style::{STYLE, style_path};

/// What every page is sent with: no script at all, one stylesheet of our own, forms only to ourselves.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// What a page and its stylesheet may weigh together, before compression. A test holds every sample to it.
pub const MAX_PAGE_BYTES: usize = 30_000;
