//! Signed notes of other implementations, good and bad.

use ledger::note::Verified;
use ledger::{Error, KeyKind, Note, VerifierKey};
use serde::Deserialize;

use crate::section;

#[derive(Deserialize)]
struct Signed {
    name: String,
    verifier_keys: Vec<VerifierKeyText>,
    note: String,
    verified: Vec<String>,
}

#[derive(Deserialize)]
struct MustFail {
    why: String,
    verifier_keys: Vec<VerifierKeyText>,
    note: String,
}

type VerifierKeyText = String;

fn parse_keys(texts: &[VerifierKeyText]) -> Vec<VerifierKey> {
    let keys: Vec<VerifierKey> = texts.iter().map(|text| text.parse().unwrap()).collect();
    assert!(
        keys.iter()
            .map(ToString::to_string)
            .eq(texts.iter().cloned())
    );
    keys
}

fn describe(verified: &Verified<'_>) -> String {
    let name = verified.key.name();
    match (verified.key.kind(), verified.time) {
        (KeyKind::Ed25519, None) => format!("{name} ed25519"),
        (KeyKind::CosignatureV1, Some(time)) => format!("{name} cosignature/v1@{time}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn good_notes() {
    let Some(notes) = section::<Vec<Signed>>("signed_notes") else {
        return;
    };
    assert_eq!(notes.len(), 5);
    for signed in &notes {
        let keys = parse_keys(&signed.verifier_keys);
        let note = Note::parse(&signed.note).unwrap();
        let verified = note.verify(&keys).unwrap();
        let verified: Vec<_> = verified.iter().map(describe).collect();
        assert_eq!(verified, signed.verified, "{}", signed.name);
        assert_eq!(note.to_text(), signed.note, "{}", signed.name);
    }
}

#[test]
fn bad_notes() {
    let Some(notes) = section::<Vec<MustFail>>("signed_notes_must_fail") else {
        return;
    };
    assert_eq!(notes.len(), 6);
    for signed in &notes {
        let keys = parse_keys(&signed.verifier_keys);
        let verified = Note::parse(&signed.note).and_then(|note| note.verify(&keys).map(|_| ()));
        let as_expected = match signed.why.as_str() {
            "text altered" => matches!(verified, Err(Error::BadSignature { .. })),
            "wrong key id bytes" => verified == Err(Error::NoKnownSignature),
            _ => matches!(verified, Err(Error::Malformed { .. })),
        };
        assert!(as_expected, "{}: {verified:?}", signed.why);
    }
}
