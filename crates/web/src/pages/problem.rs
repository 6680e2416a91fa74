//! Anything that went wrong.

use askama::Template;
use axum::http::StatusCode;

use super::Frame;

/// Says what went wrong, that nothing is lost, and where to go.
#[derive(Clone, Debug, Template)]
#[template(path = "problem.html")]
pub struct Problem<'a> {
    /// The business and the language.
    pub frame: Frame<'a>,
    /// What went wrong.
    pub trouble: Trouble,
}

/// What can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No page at this address.
    NotFound,
    /// No receipt of this code.
    NoSuchReceipt,
    /// The record of this receipt's request was erased: its time was over.
    Erased,
    /// Too many requests; try again in so many seconds.
    TooMany {
        /// The same number as in the header `Retry-After`.
        seconds: u64,
    },
    /// The second act of opting back in came too late, or without the first.
    Stale,
    /// What was sent is no form of ours.
    Unreadable,
    /// The store is away: nothing was recorded by this attempt.
    Unavailable,
}

impl Trouble {
    /// The status that the page is sent with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::NotFound | Self::NoSuchReceipt => StatusCode::NOT_FOUND,
            Self::Erased => StatusCode::GONE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Stale => StatusCode::CONFLICT,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl Problem<'_> {
    fn heading(&self) -> String {
        let key = match self.trouble {
            Trouble::NotFound => "problem-not-found-title",
            Trouble::NoSuchReceipt => "problem-receipt-title",
            Trouble::Erased => "problem-erased-title",
            Trouble::TooMany { .. } => "problem-busy-title",
            Trouble::Stale => "problem-stale-title",
            Trouble::Unreadable => "problem-unreadable-title",
            Trouble::Unavailable => "problem-unavailable-title",
        };
        self.frame.t(key).to_string()
    }

    fn detail(&self) -> String {
        let message = match self.trouble {
            Trouble::NotFound => self.frame.t("problem-not-found-detail"),
            Trouble::NoSuchReceipt => self.frame.t("problem-receipt-detail"),
            Trouble::Erased => self.frame.t("problem-erased-detail"),
            Trouble::TooMany { seconds } => {
                self.frame.t("problem-busy-detail").arg("seconds", seconds)
            }
            Trouble::Stale => self.frame.t("problem-stale-detail"),
            Trouble::Unreadable => self.frame.t("problem-unreadable-detail"),
            Trouble::Unavailable => self.frame.t("problem-unavailable-detail"),
        };
        message.to_string()
    }
}
