//! Whatever a site serves as `gpc.json` is read; a date that is kept is one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signals::gpc::well_known::{Support, WellKnown};

fuzz_target!(|content: &[u8]| {
    let said = WellKnown::read(content);
    if said.support != Support::Unknown {
        assert!(
            content
                .windows(5)
                .any(|word| word.starts_with(b"true") || word == b"false")
        );
    }
    if let Some(date) = said.last_update {
        assert!(date.is_ascii() && date.len() >= "2026-11-23".len());
        let plain = date.len() == 10;
        assert_eq!(plain, !date.contains(['T', 't']));
        assert!(
            plain || shorten(&date).parse::<jiff::Timestamp>().is_ok() || date.contains(":60"),
            "{date}"
        );
    }
});

/// RFC 3339 allows a fraction of a second any number of digits, jiff nine.
fn shorten(date: &str) -> String {
    let Some((whole, rest)) = date.split_once('.') else {
        return date.to_owned();
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    format!("{whole}.{}{}", &rest[..digits.min(9)], &rest[digits..])
}
