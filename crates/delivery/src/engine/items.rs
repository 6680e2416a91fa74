//! The entries that a destination could not take: each is tried again by itself, on its own schedule.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::backoff::MAX_ITEM_TRIES;
use crate::trouble::ItemTrouble;

/// What is remembered of the tries. It may be forgotten: then they begin anew.
#[derive(Default)]
pub(super) struct Items(BTreeMap<u64, Item>);

struct Item {
    tries: u32,
    due: Instant,
}

impl Items {
    /// Brings the schedule in line with the entries that are failing, with their reasons; `wait` is for a first retry.
    pub(super) fn follow(
        &mut self,
        failing: &BTreeMap<u64, String>,
        now: Instant,
        mut wait: impl FnMut() -> Duration,
    ) {
        self.0.retain(|entry, _| failing.contains_key(entry));
        for (entry, reason) in failing {
            let first = || {
                let hopeless = [
                    ItemTrouble::IdentifiersErased,
                    ItemTrouble::IdentifiersUnreadable,
                ];
                let at_once = hopeless.iter().any(|trouble| trouble.word() == reason);
                let due = if at_once { now } else { now + wait() };
                Item { tries: 1, due }
            };
            self.0.entry(*entry).or_insert_with(first);
        }
    }

    /// The entry that is due first, and when.
    pub(super) fn next(&self) -> Option<(u64, Instant)> {
        self.0
            .iter()
            .map(|(entry, item)| (*entry, item.due))
            .min_by_key(|(_, due)| *due)
    }

    /// Counts another try that failed. Says how many there were, or `None` where those were all.
    pub(super) fn failed(&mut self, entry: u64) -> Option<u32> {
        let item = self.0.get_mut(&entry)?;
        item.tries += 1;
        (item.tries < MAX_ITEM_TRIES).then_some(item.tries)
    }

    /// How often it was tried.
    pub(super) fn tries(&self, entry: u64) -> u32 {
        self.0.get(&entry).map_or(1, |item| item.tries)
    }

    /// Puts it off.
    pub(super) fn put_off(&mut self, entry: u64, until: Instant) {
        if let Some(item) = self.0.get_mut(&entry) {
            item.due = until;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(entries: &[(u64, ItemTrouble)]) -> BTreeMap<u64, String> {
        let owned = |(entry, why): &(u64, ItemTrouble)| (*entry, why.word().to_owned());
        entries.iter().map(owned).collect()
    }

    #[tokio::test]
    async fn each_has_its_own_schedule_and_a_last_try() {
        let now = Instant::now();
        let mut items = Items::default();
        let minute = || Duration::from_mins(1);
        let both = [
            (3, ItemTrouble::Refused),
            (9, ItemTrouble::IdentifiersErased),
        ];
        items.follow(&failing(&both), now, minute);
        assert_eq!(items.next(), Some((9, now)));
        items.put_off(9, now + Duration::from_secs(90));
        assert_eq!(items.next(), Some((3, now + minute())));
        for tries in 2..MAX_ITEM_TRIES {
            assert_eq!(items.failed(3), Some(tries));
        }
        assert_eq!(items.failed(3), None);
        items.follow(&failing(&both[1..]), now, minute);
        assert_eq!(items.next(), Some((9, now + Duration::from_secs(90))));
        assert_eq!(items.tries(9), 1);
    }
}
