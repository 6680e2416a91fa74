//! Since when something stands.

use jiff::Timestamp;
use jiff::civil::Date;
use optout::Entry;

use super::Frame;

/// Since when a choice stands.
#[derive(Clone, Copy, Debug)]
pub enum Since {
    /// Since this moment.
    Moment(Timestamp),
    /// Since this day: the record of the request was erased, and what stands of it was carried forward.
    Day(Date),
}

impl Since {
    /// Since when the choice in `entry` stands; `None` where it is nobody's, or was erased.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        match entry {
            Entry::Carried(carried) => Some(Self::Day(carried.received)),
            other => other.choice().map(|choice| Self::Moment(choice.at)),
        }
    }
}

impl Frame<'_> {
    /// A moment, or a day, in the page's language.
    pub(super) fn since(&self, since: &Since) -> String {
        match since {
            Since::Moment(at) => self.moment(at),
            Since::Day(day) => self.date(*day),
        }
    }
}
