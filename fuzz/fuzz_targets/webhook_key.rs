//! A webhook key has one spelling, whichever sort it is; what is signed with it verifies.
#![no_main]

use delivery::webhook::{ID, PublicKey, Received, SIGNATURE, Secret, TIMESTAMP, Verifier};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

const SECONDS: i64 = 1_795_629_600;

fuzz_target!(|text: &str| {
    if let Ok(key) = text.parse::<PublicKey>() {
        assert_eq!(key.to_string(), text);
    }
    let Ok(secret) = text.parse::<Secret>() else {
        return;
    };
    let (spelt, verifier, signature) = match secret {
        Secret::Symmetric(secret) => {
            let signature = secret.sign("msg", SECONDS, b"{}");
            (secret.expose(), Verifier::Symmetric(secret), signature)
        }
        Secret::Signing(secret) => {
            let signature = secret.sign("msg", SECONDS, b"{}");
            (
                secret.expose(),
                Verifier::Public(secret.public_key()),
                signature,
            )
        }
    };
    assert_eq!(spelt, text);
    let seconds = SECONDS.to_string();
    let headers = [
        (ID, "msg"),
        (TIMESTAMP, seconds.as_str()),
        (SIGNATURE, signature.as_str()),
    ];
    let now = Timestamp::from_second(SECONDS).unwrap();
    assert_eq!(verifier.verify(&Received::new(headers, b"{}"), now), Ok(()));
    assert!(
        verifier
            .verify(&Received::new(headers, b"[]"), now)
            .is_err()
    );
});
