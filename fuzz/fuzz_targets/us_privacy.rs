//! A US Privacy string has one spelling.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signals::{Said, UsPrivacy};

fuzz_target!(|text: &str| {
    let Ok(string) = text.parse::<UsPrivacy>() else {
        assert!(Said::us_privacy(text).is_err());
        return;
    };
    assert_eq!(string.to_string(), text);
    assert_eq!(text.as_bytes()[2] == b'Y', !string.said().no.is_empty());
});
