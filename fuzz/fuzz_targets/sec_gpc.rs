//! One line that says 1 is enough, whatever the others say, and nothing but ones makes the signal.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let on = signals::sec_gpc(&lines);
    let only_ones = |line: &&[u8]| {
        line.contains(&b'1')
            && line
                .iter()
                .all(|byte| *byte == b'1' || b", \t\r\x0c".contains(byte))
    };
    assert!(!on || lines.iter().any(only_ones));
    assert_eq!(on, lines.iter().any(|line| signals::sec_gpc([line])));
    assert!(signals::sec_gpc(lines.iter().copied().chain([&b"1"[..]])));
});
