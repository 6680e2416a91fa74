//! A telephone number as people write it.

use std::borrow::Cow;

/// How many digits an international number has (E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
/// The fewest after `00` or `011`. What is shorter is a national number where area codes begin so: `0113 496 0000` is in Leeds,
/// `011 2345 6789` in Delhi.
const FEWEST_BEHIND_A_PREFIX: usize = 9;
/// How many digits a North American number has, without the country code 1.
const NORTH_AMERICAN: usize = 10;

/// The same number with `+` and its country code, or `None` where it is not certain whose it is: a choice must not be a
/// stranger's. Without `+` only `00` or `011` and a country code, or a North American number, leave no doubt: the law served here
/// is that of the United States. `(0)` is dialled from within most countries and belongs to the number in some.
pub(crate) fn international(written: &str) -> Option<Cow<'_, str>> {
    let has_phone_characters_only = written
        .chars()
        .all(|c| c.is_ascii_digit() || "+-.()/ \u{a0}".contains(c));
    if !has_phone_characters_only || written.contains("(0)") {
        return None;
    }
    if let Some(rest) = written.strip_prefix('+') {
        let is_whole = !rest.contains('+') && is_international(&digits(rest));
        return is_whole.then_some(Cow::Borrowed(written));
    }
    if written.contains('+') {
        return None;
    }
    let digits = digits(written);
    let prefixed = digits.strip_prefix("011").or(digits.strip_prefix("00"));
    let international = match prefixed {
        Some(rest) => (rest.len() >= FEWEST_BEHIND_A_PREFIX).then(|| rest.to_owned()),
        None if digits.len() == NORTH_AMERICAN => Some(format!("1{digits}")),
        None => digits.starts_with('1').then_some(digits),
    }?;
    is_international(&international).then(|| Cow::Owned(format!("+{international}")))
}

fn digits(written: &str) -> String {
    written.chars().filter(char::is_ascii_digit).collect()
}

/// Whether these digits are a country code and a number. Of the countries, only North America's numbers are looked at more
/// closely: they are the ones that a slip makes somebody else's.
fn is_international(digits: &str) -> bool {
    match digits.strip_prefix('1') {
        Some(number) => is_north_american(number),
        None => DIGITS.contains(&digits.len()) && !digits.starts_with('0'),
    }
}

/// Neither an area code nor an exchange begins with 0 or 1.
fn is_north_american(number: &str) -> bool {
    let begins_one = |at: usize| matches!(number.as_bytes()[at], b'2'..=b'9');
    number.len() == NORTH_AMERICAN && begins_one(0) && begins_one(3)
}

#[cfg(test)]
mod tests {
    use crate::{Identifier, IdentifierError, Kind};

    #[test]
    fn whose_number_it_is() {
        let table = [
            ("4155559317", "+14155559317"),
            ("(415) 555-9317", "+14155559317"),
            ("415.555.9317", "+14155559317"),
            ("1-415-555-9317", "+14155559317"),
            ("+1 415 555 9317", "+14155559317"),
            ("001 415 555 9317", "+14155559317"),
            ("+44 20 7123 4567", "+442071234567"),
            ("011 44 20 7123 4567", "+442071234567"),
            ("00 44 20 7123 4567", "+442071234567"),
            ("00 47 2212 3456", "+4722123456"),
            ("011 298 123456", "+298123456"),
            ("+47 22 12 34 56", "+4722123456"),
            ("+12345678901", "+12345678901"),
            ("+683 4 1234 5", "+683412345"),
        ];
        for (written, number) in table {
            let read = Identifier::of(Kind::Phone, written);
            let read = read.unwrap_or_else(|error| panic!("{written} {error}"));
            assert_eq!(read.value(), number, "{written}");
            let again = Identifier::of(Kind::Phone, read.value());
            assert_eq!(again, Ok(read), "{written}");
        }
    }

    #[test]
    fn what_may_be_a_strangers_is_refused() {
        let table = [
            "020 7123 4567",        // London's, not Maine's.
            "0113 496 0000",        // Leeds, not Spain.
            "011 2345 6789",        // Delhi, not Nigeria.
            "0011 44 20 7123 4567", // As Australia dials abroad.
            "415 555 931",          // A digit is missing,
            "415 555 93177",        // or there is one too many.
            "1 415 555 931",
            "+1 415 555 931",
            "+1 415 555 93177",
            "001 415 555 931",
            "442071234567", // A country code or not?
            "2212 3456",
            "115 555 9317", // No area code begins so,
            "415 155 9317", // and no exchange.
            "1234567890",
            "+44 (0)20 7123 4567",
            "+0123456789",
            "00 0123456789",
            "++14155559317",
            "415+5559317",
            "+",
            "",
            "12345",
            "+1234567",
            "+2345678901234567",
            "415-CALL-NOW",
            "٤١٥٥٥٥٩٣١٧",
        ];
        for written in table {
            let refused = Identifier::of(Kind::Phone, written).unwrap_err();
            let is_right = matches!(refused, IdentifierError::Phone | IdentifierError::Empty);
            assert!(is_right, "{written}: {refused}");
        }
    }
}
