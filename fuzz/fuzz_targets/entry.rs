//! An entry that is read and written is the same entry, on one line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use optout::Entry;

fuzz_target!(|bytes: &[u8]| {
    let Ok(entry) = Entry::from_bytes(bytes) else {
        return;
    };
    let written = entry.to_bytes();
    assert!(!written.contains(&b'\n'));
    let read = Entry::from_bytes(&written).expect("what is written is read");
    assert_eq!(read, entry);
    assert_eq!(read.to_bytes(), written);
    assert_eq!(read.choice().is_some(), entry.choice().is_some());
});
