//! How far one recipient is.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Frame;

/// What is known of one recipient.
#[derive(Clone, Copy, Debug)]
pub enum Progress {
    /// It has our message, since then.
    Told(Timestamp),
    /// It answered that it is done.
    Confirmed(Timestamp),
    /// We looked for ourselves.
    Verified(Timestamp),
    /// Not told yet; the date is the law's limit.
    Waiting(Date),
    /// Somebody does it by hand, until that date at the latest.
    ByPerson(Date),
    /// It holds nothing about this person.
    NotApplicable,
}

impl Progress {
    /// The class of its mark: an open ring while somebody still has something to do.
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Told(_) => "told",
            Self::Confirmed(_) | Self::Verified(_) => "sure",
            Self::Waiting(_) | Self::ByPerson(_) => "open",
            Self::NotApplicable => "none",
        }
    }

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Told(_) => "progress-told",
            Self::Confirmed(_) => "progress-confirmed",
            Self::Verified(_) => "progress-verified",
            Self::Waiting(_) => "progress-waiting",
            Self::ByPerson(_) => "progress-person",
            Self::NotApplicable => "progress-none",
        }
    }

    /// The day it happened, or the day it must have happened by.
    pub(super) fn when(self, frame: &Frame<'_>) -> String {
        match self {
            Self::Told(at) | Self::Confirmed(at) | Self::Verified(at) => frame
                .t("progress-day")
                .arg("date", frame.locale.day(at))
                .to_string(),
            Self::Waiting(by) | Self::ByPerson(by) => frame
                .t("progress-by")
                .arg("date", frame.date(by))
                .to_string(),
            Self::NotApplicable => frame.t("progress-none-detail").to_string(),
        }
    }
}
