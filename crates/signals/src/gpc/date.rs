//! Whether a text is a date. A calendar library would read more than RFC 3339 allows, and is not needed for this.

/// Whether the text is an RFC 3339 `full-date` or `date-time`.
pub fn is_rfc_3339(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked("2026-11-23".len()) else {
        return false;
    };
    is_date(date) && (time.is_empty() || is_time(time))
}

fn is_date(date: &str) -> bool {
    let fields = shape(date, "0000-00-00").and_then(|[a, b, month, day]| {
        let year = a * 100 + b;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(leap),
            _ => return None,
        };
        Some((1..=days).contains(&day))
    });
    fields == Some(true)
}

/// `T10:00:00`, perhaps a fraction, then `Z` or an offset.
fn is_time(time: &str) -> bool {
    let Some((clock, rest)) = time.split_at_checked("T10:00:00".len()) else {
        return false;
    };
    let clock = shape(&clock.to_ascii_uppercase(), "T00:00:00");
    let rest = match rest.strip_prefix('.') {
        None => rest,
        Some(fraction) => {
            let rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if rest.len() == fraction.len() {
                return false;
            }
            rest
        }
    };
    // A second of 60 is a leap second.
    clock.is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second <= 60)
        && (rest.eq_ignore_ascii_case("z") || is_offset(rest))
}

fn is_offset(offset: &str) -> bool {
    let fields = shape(offset, "+00:00").or_else(|| shape(offset, "-00:00"));
    fields.is_some_and(|[hour, minute]| hour < 24 && minute < 60)
}

/// The numbers of a text in this form, in which every two digits are one.
fn shape<const N: usize>(text: &str, form: &str) -> Option<[u32; N]> {
    let fits = |(byte, form): (u8, u8)| match form {
        b'0' => byte.is_ascii_digit(),
        _ => byte == form,
    };
    if text.len() != form.len() || !text.bytes().zip(form.bytes()).all(fits) {
        return None;
    }
    let mut digits = text.bytes().filter(u8::is_ascii_digit);
    let mut digit = || digits.next().map(|byte| u32::from(byte - b'0'));
    let mut numbers = [0; N];
    for number in &mut numbers {
        *number = digit()? * 10 + digit()?;
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::is_rfc_3339;

    #[test]
    fn only_the_dates_of_rfc_3339_are_dates() {
        let dates = [
            "2026-11-23",
            "2024-02-29",
            "2026-11-23T10:00:00Z",
            "2026-11-23t23:59:60.25z",
            "2026-11-23T10:00:00-08:00",
        ];
        for date in dates {
            assert!(is_rfc_3339(date), "{date}");
        }
        let others = [
            "",
            "2026",
            "11/23/2026",
            "20261123",
            "2026-13-01",
            "2026-02-29",
            "2026-11-31",
            "2026-11-23T10:00Z",
            "2026-11-23T10:00:00",
            "2026-11-23 10:00:00Z",
            "2026-11-23T24:00:00Z",
            "2026-11-23T10:00:00.Z",
            "2026-11-23T10:00:00+0800",
            "2026-11-23Z",
            "２０２６-11-23",
        ];
        for other in others {
            assert!(!is_rfc_3339(other), "{other}");
        }
    }
}
