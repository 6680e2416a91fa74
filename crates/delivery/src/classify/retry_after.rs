//! The header `Retry-After` (RFC 9110 10.2.3).

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// The longest wait that a destination can ask for: a slip of its clock must not silence us for days.
pub const MAX_RETRY_AFTER: Duration = Duration::from_hours(6);

/// Seconds, or a date.
pub(super) fn parse(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    let wait = if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
        // More digits than fit are more seconds than anybody waits.
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        let until = rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
        // A date that has passed means now.
        Duration::try_from(until.duration_since(now)).unwrap_or_default()
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates() {
        let now = "2026-11-23T14:00:00Z".parse().unwrap();
        let check = |text: &str, seconds: Option<u64>| {
            assert_eq!(parse(text, now), seconds.map(Duration::from_secs), "{text}");
        };
        check("120", Some(120));
        check(" 0 ", Some(0));
        check("Mon, 23 Nov 2026 14:01:30 GMT", Some(90));
        check("Mon, 23 Nov 2026 13:00:00 GMT", Some(0));
        check("Mon, 23 Nov 2099 13:00:00 GMT", Some(21_600));
        check("999999", Some(21_600));
        check("99999999999999999999999", Some(21_600));
        check("", None);
        check("-5", None);
        check("soon", None);
    }
}
