//! How long to wait before the next try: longer each time, and never together with everybody else (full jitter).

use std::time::Duration;

/// How often a single entry that a destination refuses is tried before a person must see to it.
pub const MAX_ITEM_TRIES: u32 = 8;
/// The shortest wait.
pub const SHORTEST: Duration = Duration::from_secs(1);
/// The longest wait, and so how late a destination that is back is noticed.
pub const LONGEST: Duration = Duration::from_hours(1);

/// The longest wait after the first, second, … failure; the last one from then on.
const LIMITS: [Duration; 6] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_mins(2),
    Duration::from_mins(10),
    Duration::from_mins(30),
    LONGEST,
];

/// How waits grow.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    shortest: Duration,
    limits: [Duration; LIMITS.len()],
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            shortest: SHORTEST,
            limits: LIMITS,
        }
    }
}

impl Backoff {
    /// The same waits, none of them longer than `longest`.
    #[must_use]
    pub fn up_to(longest: Duration) -> Self {
        Self {
            shortest: SHORTEST.min(longest),
            limits: LIMITS.map(|limit| limit.min(longest)),
        }
    }

    /// Waits of a few milliseconds, so that a test need not wait either.
    #[must_use]
    pub fn for_testing() -> Self {
        Self {
            shortest: Duration::from_millis(1),
            limits: [Duration::from_millis(20); LIMITS.len()],
        }
    }

    /// The wait after so many `failures` in a row (at least one), with 64 random bits.
    ///
    /// ```
    /// use delivery::backoff::{Backoff, LONGEST, SHORTEST};
    ///
    /// let wait = Backoff::default().wait(3, 0x9e37_79b9_7f4a_7c15);
    /// assert!(wait >= SHORTEST && wait <= LONGEST);
    /// ```
    #[must_use]
    pub fn wait(&self, failures: u32, random: u64) -> Duration {
        let step = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX);
        let limit = self.limits[step.min(LIMITS.len() - 1)];
        let spread = limit.saturating_sub(self.shortest).as_nanos();
        // A 64-bit fraction of the spread; the product has at most 64 + 42 bits.
        let share = (spread * u128::from(random)) >> 64;
        self.shortest + Duration::from_nanos(u64::try_from(share).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_an_hour_and_no_further() {
        let check = |failures: u32, seconds: u64| {
            let longest = Backoff::default().wait(failures, u64::MAX);
            let limit = Duration::from_secs(seconds);
            assert!(longest <= limit, "{failures}: {longest:?}");
            assert!(
                limit.saturating_sub(longest) < Duration::from_millis(1),
                "{failures}"
            );
            assert_eq!(Backoff::default().wait(failures, 0), SHORTEST);
        };
        for (failures, seconds) in [(1, 5), (2, 30), (3, 120), (4, 600), (5, 1800), (6, 3600)] {
            check(failures, seconds);
        }
        check(7, 3600);
        check(u32::MAX, 3600);
    }

    #[test]
    fn jitter_uses_the_whole_range() {
        let half = Backoff::default().wait(6, u64::MAX / 2).as_secs();
        assert!((1790..1810).contains(&half), "{half}");
        assert!(Backoff::default().wait(0, 5) < Duration::from_secs(5));
    }
}
