//! A key has one spelling, whichever half it is: what parses prints as the same text.
#![no_main]

use ledger::{Signer, VerifierKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(signer) = Signer::parse(text) {
        assert_eq!(signer.to_private_key(), text);
        let public = signer.verifier_key();
        assert_eq!(public.to_string().parse(), Ok(public));
    }
});
