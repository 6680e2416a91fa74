//! A note has one spelling, and verifies only if the key signed its text. The only text that the key ever signed is in the seeds.
#![no_main]

use ledger::{Note, Signer};
use libfuzzer_sys::fuzz_target;

const SIGNED: &str = "example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";

fuzz_target!(|text: &str| {
    let Ok(note) = Note::parse(text) else {
        return;
    };
    assert_eq!(note.to_text(), text);
    let signer = Signer::from_seed("example.com/log", &[7; 32]).unwrap();
    if let Ok(verified) = note.verify(&[signer.verifier_key()]) {
        assert!(!verified.is_empty());
        assert_eq!(note.text(), SIGNED);
    }
});
