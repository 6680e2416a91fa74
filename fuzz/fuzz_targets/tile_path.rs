//! A resource has one path: what parses prints as the same text.
#![no_main]

use ledger::tile::{FULL, TilePath};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(path) = text.parse::<TilePath>() else {
        return;
    };
    assert!((1..=FULL).contains(&path.width.get()));
    assert_eq!(path.to_string(), text);
});
