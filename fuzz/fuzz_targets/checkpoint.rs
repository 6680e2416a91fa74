//! A checkpoint has one spelling: what parses prints as the same text, and can be signed and opened.
#![no_main]

use ledger::{Checkpoint, Signer};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(checkpoint) = text.parse::<Checkpoint>() else {
        return;
    };
    assert_eq!(checkpoint.to_string(), text);
    let Ok(signer) = Signer::from_seed(checkpoint.origin(), &[7; 32]) else {
        return;
    };
    let note = checkpoint.sign(&signer);
    match Checkpoint::open(&note, &signer.verifier_key()) {
        Ok(opened) => assert_eq!(opened, checkpoint),
        Err(error) => assert!(note.len() > ledger::note::MAX_BYTES, "{error}"),
    }
});
