//! By when an opt-out must have taken effect everywhere.

use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// How long California gives at most (11 CCR 7026(f)(1)); the shortest clock of any state, so the one used for all.
pub const BUSINESS_DAYS: u32 = 15;
/// The offset in which the day of receipt is counted.
const PACIFIC_STANDARD: Offset = Offset::constant(-8);

/// The day by whose end a request received at `received` must have taken effect, counted to the earliest date.
///
/// "Business day" is not defined, so every doubt is settled towards the earlier date:
/// - the day of receipt is the one in Pacific Standard Time, which is the same as or before the date elsewhere in the
///   continental states, and it is not counted itself;
/// - a holiday is skipped only where the federal *and* the California calendar (5 U.S.C. 6103; Gov. Code 6700) have it on
///   that weekday: New Year's Day, Martin Luther King Jr. Day, Presidents' Day, Memorial Day, Independence Day, Labor Day,
///   Veterans Day, Thanksgiving and Christmas, moved to Monday from a Sunday. One that falls on a Saturday frees no
///   weekday here.
///
/// ```
/// let received: optout::Timestamp = "2026-11-23T14:02:11Z".parse().unwrap();
/// assert_eq!(optout::business_day_deadline(received).to_string(), "2026-12-15");
/// ```
#[must_use]
pub fn business_day_deadline(received: Timestamp) -> Date {
    let mut day = PACIFIC_STANDARD.to_datetime(received).date();
    let mut left = BUSINESS_DAYS;
    while left > 0 {
        day = day
            .checked_add(1.day())
            .expect("an instant of this millennium has a next day");
        if is_business_day(day) {
            left -= 1;
        }
    }
    day
}

fn is_business_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day)
}

fn is_holiday(day: Date) -> bool {
    let fixed = |day: Date| {
        matches!(
            (day.month(), day.day()),
            (1, 1) | (7, 4) | (11, 11) | (12, 25)
        )
    };
    let moved_from_sunday = day.weekday() == Weekday::Monday && day.yesterday().is_ok_and(fixed);
    fixed(day) || moved_from_sunday || is_weekday_holiday(day)
}

fn is_weekday_holiday(day: Date) -> bool {
    let nth = (day.day() - 1) / 7 + 1;
    let last = day.day() + 7 > day.days_in_month();
    match (day.month(), day.weekday()) {
        (1 | 2, Weekday::Monday) => nth == 3,
        (5, Weekday::Monday) => last,
        (9, Weekday::Monday) => nth == 1,
        (11, Weekday::Thursday) => nth == 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_by_hand() {
        let check = |received: &str, deadline: &str| {
            assert_eq!(
                business_day_deadline(received.parse().unwrap()).to_string(),
                deadline,
                "{received}"
            );
        };
        check("2026-11-23T14:02:11Z", "2026-12-15"); // Thanksgiving is skipped, the Friday after it (California only) is not.
        check("2026-06-01T20:00:00Z", "2026-06-22"); // Juneteenth is federal only: not skipped.
        check("2026-10-01T20:00:00Z", "2026-10-22"); // Columbus Day is federal only: not skipped.
        check("2026-12-18T20:00:00Z", "2027-01-12"); // Christmas and New Year's Day.
        check("2027-06-21T20:00:00Z", "2027-07-13"); // 4 July 2027 is a Sunday: Monday the 5th is skipped.
        check("2026-06-15T20:00:00Z", "2026-07-06"); // 4 July 2026 is a Saturday: nothing is skipped.
        check("2026-11-24T07:30:00Z", "2026-12-15"); // Still the 23rd on the Pacific coast.
        check("2026-11-28T20:00:00Z", "2026-12-18"); // Received on a Saturday.
    }
}
