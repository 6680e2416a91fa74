//! Dates, times, large numbers and lists, as each language writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::Locale;

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];

/// From so many digits on, a number is written in groups of three.
const GROUPED_FROM: usize = 5;

impl Locale {
    /// A day, with its year: "23 November 2026".
    #[must_use]
    pub fn date(self, date: Date) -> String {
        let month = usize::from(date.month().unsigned_abs()) - 1;
        self.t("date")
            .arg("day", date.day().to_string())
            .arg("month", self.t(MONTHS[month]))
            .arg("year", date.year().to_string())
            .to_string()
    }

    /// A moment to the second, in UTC: "14:02:11 UTC, 23 November 2026".
    #[must_use]
    pub fn moment(self, at: Timestamp) -> String {
        let at = Offset::UTC.to_datetime(at);
        let time = at.time();
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        self.t("moment")
            .arg("time", format!("{hour:02}:{minute:02}:{second:02}"))
            .arg("date", self.date(at.date()))
            .to_string()
    }

    /// The day of a moment, in UTC.
    #[must_use]
    pub fn day(self, at: Timestamp) -> String {
        self.date(Offset::UTC.to_datetime(at).date())
    }

    /// A large number in groups of three digits: "1,204,311".
    #[must_use]
    pub fn number(self, number: u64) -> String {
        let digits = number.to_string();
        if digits.len() < GROUPED_FROM {
            return digits;
        }
        let mark = self.t("number-group").to_string();
        let first = match digits.len() % 3 {
            0 => 3,
            odd => odd,
        };
        let (head, mut tail) = digits.split_at(first);
        let mut grouped = head.to_owned();
        while !tail.is_empty() {
            let (group, rest) = tail.split_at(3);
            grouped.push_str(&mark);
            grouped.push_str(group);
            tail = rest;
        }
        grouped
    }

    /// Several things in one breath: "a, b and c".
    #[must_use]
    pub fn list(self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first, last] => self
                .t("list-pair")
                .arg("first", first)
                .arg("last", last)
                .to_string(),
            [first, rest @ ..] => {
                let rest = self.list(rest);
                self.t("list-more")
                    .arg("first", first)
                    .arg("rest", rest)
                    .to_string()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_moments() {
        let at: Timestamp = "2026-11-23T14:02:11.5Z".parse().unwrap();
        assert_eq!(Locale::ENGLISH.moment(at), "14:02:11 UTC, 23 November 2026");
        assert_eq!(
            Locale::SPANISH.moment(at),
            "23 de noviembre de 2026, 14:02:11 UTC"
        );
        assert_eq!(Locale::ENGLISH.day(at), "23 November 2026");
    }

    /// Without its first mark the whole day, isolated in a sentence, would be taken for left to right.
    #[test]
    fn days_run_right_to_left_in_arabic() {
        let day = Locale::ARABIC.date(jiff::civil::date(2026, 11, 23));
        assert_eq!(
            day,
            "\u{200f}\u{2068}23\u{2069} \u{2068}نوفمبر\u{2069} \u{2068}2026\u{2069}"
        );
    }

    #[test]
    fn groups_digits() {
        let check = |number, text| assert_eq!(Locale::ENGLISH.number(number), text);
        check(0, "0");
        check(1204, "1204");
        check(12043, "12,043");
        check(120_431, "120,431");
        check(1_204_311, "1,204,311");
        assert_eq!(Locale::SPANISH.number(1_204_311), "1\u{202f}204\u{202f}311");
    }

    #[test]
    fn lists() {
        let check = |items: &[&str], text| {
            let items: Vec<String> = items.iter().map(|&item| item.into()).collect();
            assert_eq!(Locale::ENGLISH.list(&items), text);
        };
        check(&[], "");
        check(&["a"], "a");
        check(&["a", "b"], "a and b");
        check(&["a", "b", "c"], "a, b and c");
    }
}
