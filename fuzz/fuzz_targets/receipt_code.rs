//! What is read as a receipt's code is the code of that position, typed in some way.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use optout::{InstallationKey, ReceiptCodes};

static CODES: LazyLock<ReceiptCodes> =
    LazyLock::new(|| ReceiptCodes::new(&InstallationKey::new([7; 32])));

fuzz_target!(|text: &str| {
    if let Some(position) = CODES.position(text) {
        assert_eq!(plain(&CODES.code(position)), plain(text));
    }
    // What an attacker types names nothing; what was given out names itself.
    let position = text
        .bytes()
        .fold(0, |sum, byte| (sum << 8 | u64::from(byte)) & 0xff_ffff_ffff);
    assert_eq!(CODES.position(&CODES.code(position)), Some(position));
});

fn plain(code: &str) -> String {
    let characters = code.chars().filter(|c| !"- ".contains(*c));
    characters
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}
