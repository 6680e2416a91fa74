//! The two notations all the text formats share: canonical decimals and canonical base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The number that `text` is the canonical decimal of: ASCII digits only, no sign, no leading zero except in `0`.
pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || text.starts_with(|c: char| ('1'..='9').contains(&c));
    if canonical && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// The bytes that `text` is the padded standard base64 of; other encodings of the same bytes are refused.
pub(crate) fn parse_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// The `N` bytes that `text` is the padded standard base64 of, without an allocation.
pub(crate) fn parse_base64_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let room = &mut [0; 64][..N.next_multiple_of(3)];
    (parse_base64_into(text, room)? == N).then(|| bytes.copy_from_slice(&room[..N]))?;
    Some(bytes)
}

/// Decodes into `room`, which must hold whole groups of three bytes whatever the padding is; returns how many there were.
///
/// Keeps no copy, for the sake of secrets.
pub(crate) fn parse_base64_into(text: &str, room: &mut [u8]) -> Option<usize> {
    STANDARD.decode_slice(text, room).ok()
}

/// Appends the padded standard base64 of `bytes`.
pub(crate) fn push_base64(out: &mut String, bytes: &[u8]) {
    // Hashes, which are nearly all that is written, fit here; the engine's own way clears a kilobyte for each.
    let mut room = [0; 64];
    match STANDARD.encode_slice(bytes, &mut room) {
        Ok(written) => out.push_str(str::from_utf8(&room[..written]).expect("base64 is ASCII")),
        Err(_) => STANDARD.encode_string(bytes, out),
    }
}

/// Whether `line` can stand as one line of a note: not empty, no control characters.
pub(crate) fn is_line(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|b| b >= b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_one_spelling() {
        assert_eq!(parse_decimal("0"), Some(0));
        assert_eq!(parse_decimal("18446744073709551615"), Some(u64::MAX));
        for wrong in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1_0",
            "18446744073709551616",
            "٣",
        ] {
            assert_eq!(parse_decimal(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(parse_base64("AQI="), Some(vec![1, 2]));
        assert_eq!(parse_base64_array("AQI="), Some([1, 2]));
        for wrong in ["AQI", "AQJ=", "AQI=\n", "AQ_-", "AQI==", " AQI="] {
            assert_eq!(parse_base64(wrong), None, "{wrong:?}");
            assert_eq!(parse_base64_array::<2>(wrong), None, "{wrong:?}");
        }
        assert_eq!(
            parse_base64_array::<2>("AQID"),
            None,
            "three bytes are not two"
        );
    }
}
