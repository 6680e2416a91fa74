//! The second act of opting back in.

use askama::Template;

use super::recipient::speak_of;
use super::{Frame, Recipient};

/// Answers the first act ([`super::paths::OPT_IN`]), which by itself changed nothing. Two buttons of equal weight:
/// stay opted out (`GET` [`super::paths::CHOICES`]), or opt back in (`POST` [`super::paths::OPT_IN_CONFIRM`]).
#[derive(Clone, Debug, Template)]
#[template(path = "opt_in_confirm.html")]
pub struct OptInConfirm<'a> {
    /// The business and the language.
    pub frame: Frame<'a>,
    /// Every company that data would go to again.
    pub recipients: &'a [Recipient],
    /// Ties the second act to the first; sent back as [`super::fields::TOKEN`].
    pub token: String,
}

impl OptInConfirm<'_> {
    fn means(&self) -> String {
        if self.recipients.is_empty() {
            return self.frame.t("confirm-means-none").to_string();
        }
        speak_of(self.recipients, self.frame.t("confirm-means"), &self.frame).to_string()
    }
}
