//! A receipt on a machine without the database.

use std::path::Path;

use ledger::receipt;

use super::log::PRISTINE;
use crate::support::installation::{self, Ran};

/// How many changed receipts are given to the binary; all are given to the library.
const THROUGH_THE_BINARY: usize = 40;

#[test]
fn a_receipt_verifies_with_nothing_but_the_logs_key() {
    let proved = verify(PRISTINE.receipt.as_bytes(), &PRISTINE.key);
    assert_eq!(proved.code, Some(0), "{proved:?}");
    assert!(proved.out.starts_with("PROVED."), "{proved:?}");
    assert!(proved.out.contains("entry 600 of the 601"), "{proved:?}");
}

#[test]
fn a_changed_receipt_is_never_proved() {
    let bytes = PRISTINE.receipt.as_bytes();
    let key = PRISTINE.key.parse().unwrap();
    let every = bytes.len() * 8 / THROUGH_THE_BINARY;
    let mut codes = [0; 3];
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        if let Ok(text) = str::from_utf8(&changed) {
            assert!(receipt::verify(text, &key).is_err(), "bit {bit}");
        }
        if bit % every == 0 {
            let ran = verify(&changed, &PRISTINE.key);
            let code = ran.code.and_then(|code| usize::try_from(code).ok());
            codes[code.unwrap()] += 1;
        }
    }
    assert_eq!(codes[0], 0);
    assert!(
        codes[1] > 0 && codes[2] > 0,
        "refuted, unreadable: {codes:?}"
    );
}

#[test]
fn a_receipt_that_says_something_else_is_refuted() {
    let text = &PRISTINE.receipt;
    for (from, to) in [("index 600", "index 599"), ("\n601\n", "\n602\n")] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, *text, "{from:?} is in it");
        let ran = verify(changed.as_bytes(), &PRISTINE.key);
        assert_eq!(ran.code, Some(1), "{to:?}: {ran:?}");
        assert!(ran.err.contains("REFUTED"), "{ran:?}");
    }
}

#[test]
fn what_cannot_be_checked_is_neither_proved_nor_refuted() {
    let other = ledger::Signer::from_seed("tamper.example/log", &[9; 32]).unwrap();
    let elsewhere = ledger::Signer::from_seed("other.example/log", &[9; 32]).unwrap();
    let receipt = PRISTINE.receipt.as_bytes();
    let long = vec![b'a'; receipt::MAX_BYTES + 1];
    for (what, text, key) in [
        ("another key", receipt, other.verifier_key().to_string()),
        ("another log", receipt, elsewhere.verifier_key().to_string()),
        ("no key", receipt, "nonsense".into()),
        ("nothing", b"", PRISTINE.key.clone()),
        ("garbage", b"garbage", PRISTINE.key.clone()),
        ("no text", b"\xff\xfe\0", PRISTINE.key.clone()),
        ("half", &receipt[..receipt.len() / 2], PRISTINE.key.clone()),
        ("too long", &long, PRISTINE.key.clone()),
        (
            "only a checkpoint",
            PRISTINE.earlier.as_bytes(),
            PRISTINE.key.clone(),
        ),
    ] {
        let ran = verify(text, &key);
        assert_eq!(ran.code, Some(2), "{what}: {ran:?}");
    }
    let missing = ["verify", "/nowhere/at-all", "--key", &PRISTINE.key];
    assert_eq!(installation::run(missing.map(Path::new)).code, Some(2));
}

/// Runs `refrain verify` where there is nothing but the receipt.
fn verify(receipt: &[u8], key: &str) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("receipt.tlog-proof");
    std::fs::write(&file, receipt).unwrap();
    installation::run(["verify".as_ref(), &*file, "--key".as_ref(), key.as_ref()])
}
