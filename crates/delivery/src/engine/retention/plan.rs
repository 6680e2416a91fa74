//! What becomes of the records in a part of the log: the decision, apart from carrying it out.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use optout::{Carried, End, Standing, Token};
use store::{StoreError, StoredEntry};

/// Where to look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search {
    pub(super) from: u64,
    /// The position after the last record to look at.
    pub(super) through: u64,
    /// Choices that were received before this are over.
    pub(super) received_before: Timestamp,
    pub(super) now: Timestamp,
}

/// What is to be done about the records that were found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// What still stands of them, to be said before they are erased.
    pub(super) carried: Vec<Carried>,
    /// Those of which recipients were told,
    pub(super) told: Vec<u64>,
    /// and those of which they were not.
    pub(super) untold: Vec<u64>,
}

impl Search {
    /// Reads the records; `read` is [`store::LogStore::read`].
    pub(super) fn run(
        self,
        standing: impl Fn(&Token) -> Standing,
        read: impl Fn(u64, usize) -> Result<Vec<StoredEntry>, StoreError>,
    ) -> Result<Plan, StoreError> {
        let mut plan = Plan::default();
        let limit = usize::try_from(self.through.saturating_sub(self.from)).unwrap_or(usize::MAX);
        let entry_at = |position| {
            let stored = read(position, 1)?.pop();
            stored.map(|stored| stored.entry()).transpose()
        };
        for stored in read(self.from, limit)? {
            let (position, entry) = (stored.position, stored.entry()?);
            let is_over = |at: Timestamp| at < self.received_before;
            if entry.of_people().is_some_and(is_over) {
                plan.untold.push(position);
            }
            if !entry.choice().is_some_and(|choice| is_over(choice.at)) {
                continue;
            }
            let end = optout::end((position, &entry), self.now, &standing, entry_at)?;
            if let Some(End::Erased(mut carried)) = end {
                plan.carried.append(&mut carried);
                let erased = if entry.is_told() {
                    &mut plan.told
                } else {
                    &mut plan.untold
                };
                erased.push(position);
            }
        }
        Ok(plan)
    }
}

/// The moment at which a day begins (UTC).
pub(super) fn start_of(day: Date) -> Timestamp {
    let start = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0));
    start.unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests;
