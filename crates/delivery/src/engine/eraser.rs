//! Erasing identifiers that nobody needs any more: every destination is done with them, and their time is over. Those that a
//! link tells of are needed as long as its record is kept.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use optout::Entry;
use store::{Store, StoreError};

use super::context::{Context, blocking};

/// How often there is a look.
const EVERY: Duration = Duration::from_hours(1);
/// How many entries are erased in one transaction.
const CHUNK: u64 = 10_000;

/// Which entries' identifiers can be erased: up to `erased` it was done before, every destination is done with those before
/// `told`, and those from `young` on are kept for destinations that may yet be declared.
///
/// ```
/// use delivery::engine::erasable;
///
/// assert_eq!(erasable(10, 500, 200), Some(10..200));
/// assert_eq!(erasable(10, 150, 200), Some(10..150));
/// assert_eq!(erasable(200, 500, 200), None);
/// ```
#[must_use]
pub fn erasable(erased: u64, told: u64, young: u64) -> Option<Range<u64>> {
    let to = told.min(young);
    (erased < to).then_some(erased..to)
}

/// A range without some of its positions, which are in order.
///
/// ```
/// use delivery::engine::around;
///
/// assert_eq!(around(0..5, &[]), [0..5]);
/// assert_eq!(around(0..5, &[0, 3]), [1..3, 4..5]);
/// ```
#[must_use]
pub fn around(range: Range<u64>, without: &[u64]) -> Vec<Range<u64>> {
    let starts = std::iter::once(range.start).chain(without.iter().map(|at| at + 1));
    let ends = without.iter().copied().chain(std::iter::once(range.end));
    let between = starts.zip(ends).map(|(start, end)| start..end);
    between.filter(|between| !between.is_empty()).collect()
}

/// The first of the positions in `range` whose entry is not older than `cutoff`, or the range's end. Times grow with the
/// position, but for the differences between machines' clocks, which are nothing against days.
///
/// # Errors
/// What `time` fails with.
pub fn first_younger<E>(
    range: Range<u64>,
    cutoff: Timestamp,
    mut time: impl FnMut(u64) -> Result<Timestamp, E>,
) -> Result<u64, E> {
    let Range { mut start, mut end } = range;
    while start < end {
        let middle = start + (end - start) / 2;
        if time(middle)? < cutoff {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    Ok(start)
}

pub(super) async fn erase_hourly(context: Arc<Context>) {
    let mut erased = 0;
    while let Ok(followed) = context.follows_everything().await {
        let looked = match followed {
            Ok(()) => erase(&context, erased).await,
            Err(failure) => Err(failure),
        };
        match looked {
            Ok(up_to) => erased = up_to,
            Err(failure) => tracing::warn!(
                error = &failure as &dyn std::error::Error,
                "identifiers that are no longer needed were not erased"
            ),
        }
        let pause = tokio::time::sleep(EVERY);
        if context.unless_stopped(pause).await.is_err() {
            break;
        }
    }
}

/// Erases what can be, and says up to where that was.
async fn erase(context: &Arc<Context>, erased: u64) -> Result<u64, StoreError> {
    let told = context.look(store::Destinations::told_up_to);
    let days = i64::from(context.settings.keep_identifiers_days);
    let cutoff = context
        .now()
        .checked_sub(SignedDuration::from_hours(24 * days))
        .unwrap_or(Timestamp::MIN);
    let context = context.clone();
    blocking(move || {
        let log = &**context.log.store();
        let young = first_younger(erased..told.max(erased), cutoff, |position| {
            time_at(log, position)
        })?;
        let mut up_to = erased;
        while let Some(range) = erasable(up_to, told, young) {
            if context.is_stopped() {
                break;
            }
            let end = range.end.min(range.start + CHUNK);
            let links = (context.links)(range.start..end);
            let mut count = 0;
            for between in around(range.start..end, &links) {
                count += log.erase_sealed(between.start, between.end)?;
            }
            metrics::counter!("refrain_identifiers_erased_total").increment(count);
            up_to = end;
        }
        Ok(up_to)
    })
    .await
}

/// When the entry at `position` was written, as far as looking for the first younger one needs it.
pub(super) fn time_at(log: &dyn Store, position: u64) -> Result<Timestamp, StoreError> {
    let entry = log.read(position, 1)?.pop();
    entry.map_or(Ok(Timestamp::MAX), |stored| Ok(time(&stored.entry()?)))
}

fn time(entry: &Entry) -> Timestamp {
    match entry {
        Entry::OptOut(no) | Entry::Limit(no) => no.at,
        Entry::OptInRequested(act) | Entry::OptIn(act) => act.at,
        Entry::Outcome(outcome) => outcome.at,
        Entry::Destination(declared) => declared.at,
        Entry::DestinationState(state) => state.at,
        Entry::ApiKey(key) => key.at,
        Entry::ApiKeyRevoked { at, .. } => *at,
        Entry::Carried(carried) => carried.at,
        Entry::Retention(retention) => retention.at,
        Entry::Linked(linked) => linked.at,
        Entry::Stayed(stayed) => stayed.at,
        Entry::SignalsHonored(honored) => honored.until,
        // It was older than the cutoff when it was erased, so it is now.
        Entry::Erased { .. } => Timestamp::MIN,
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn only_what_everybody_was_told_and_is_old() {
        let check = |(erased, told, young), expected| {
            assert_eq!(erasable(erased, told, young), expected);
        };
        check((0, 0, 0), None);
        check((0, 0, 100), None);
        check((0, 100, 0), None);
        check((0, 7, 100), Some(0..7));
        check((5, 100, 7), Some(5..7));
        check((7, 7, 100), None);
        check((9, 7, 100), None);
    }

    #[test]
    fn the_first_young_entry_is_found() {
        let at = |seconds: u64| Timestamp::from_second(i64::try_from(seconds).unwrap()).unwrap();
        let check = |range: Range<u64>, cutoff, expected| {
            let time = |position| Ok::<_, Infallible>(at(position * 10));
            let found = first_younger(range, at(cutoff), time).unwrap();
            assert_eq!(found, expected);
        };
        check(0..0, 50, 0);
        check(0..100, 0, 0);
        check(0..100, 50, 5);
        check(0..100, 51, 6);
        check(0..100, 990, 99);
        check(0..100, 5_000, 100);
        check(60..100, 50, 60);
    }
}
