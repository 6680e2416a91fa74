//! What decodes as a bundle of entries encodes as the same bytes.
#![no_main]

use ledger::tile::bundle;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(entries) = bundle::decode(bytes) else {
        return;
    };
    assert!(entries.len() <= bundle::MAX_ENTRIES);
    assert_eq!(bundle::encode(entries).unwrap(), bytes);
});
