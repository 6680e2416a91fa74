//! What decodes as a tile encodes as the same bytes, and is a part of itself.
#![no_main]

use ledger::tile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(hashes) = tile::decode(bytes) else {
        return;
    };
    assert!((1..=tile::FULL).contains(&hashes.len()));
    assert_eq!(tile::encode(&hashes), bytes);
    for hash in hashes {
        assert_eq!(ledger::Hash::from_base64(&hash.to_string()), Ok(hash));
    }
});
