//! Each limit is reached, and one more is refused.

use ledger::receipt::{self, Draft, MAX_EXTRA};
use ledger::{Checkpoint, Error, Format, Hash, Note, Receipt, Salt, Signer, note, proof};

use crate::leaves;

fn too_large<T>(parsed: &Result<T, Error>, format: Format) -> bool {
    matches!(parsed, Err(Error::TooLarge { format: found, .. }) if *found == format)
}

fn checkpoint() -> String {
    let signer = Signer::from_seed("log", &[1; 32]).unwrap();
    let head = Checkpoint::new("log", 0, Hash::EMPTY_ROOT).unwrap();
    head.sign(&signer)
}

fn receipt(record: &[u8], path: usize, checkpoint: &str) -> String {
    let draft = Draft {
        salt: &Salt([1; 16]),
        record,
        index: u64::MAX,
        path: &leaves(path),
        checkpoint,
    };
    draft.to_text()
}

#[test]
fn bytes_of_a_note() {
    let signatures = "\n— name AAAAAAAA\n";
    let padded = |bytes: usize| {
        let text = "x".repeat(bytes - signatures.len() - 1);
        format!("{text}\n{signatures}")
    };
    assert!(Note::parse(&padded(note::MAX_BYTES)).is_ok());
    assert!(too_large(
        &Note::parse(&padded(note::MAX_BYTES + 1)),
        Format::Note
    ));
}

#[test]
fn signatures_of_a_note() {
    let signed = |count| format!("text\n\n{}", "— name AAAAAAAA\n".repeat(count));
    assert!(Note::parse(&signed(note::MAX_SIGNATURES)).is_ok());
    assert!(too_large(
        &Note::parse(&signed(note::MAX_SIGNATURES + 1)),
        Format::Note
    ));
}

#[test]
fn extra_data_of_a_receipt() {
    let record = vec![1; MAX_EXTRA - Salt::LEN + 1];
    let sized = |bytes: usize| receipt(&record[..bytes], 0, &checkpoint());
    assert!(Receipt::parse(&sized(record.len() - 1)).is_ok());
    assert!(too_large(
        &Receipt::parse(&sized(record.len())),
        Format::Receipt
    ));
}

#[test]
fn path_of_a_receipt() {
    let long = |hashes| receipt(b"", hashes, &checkpoint());
    assert!(Receipt::parse(&long(proof::MAX_PATH)).is_ok());
    assert!(too_large(
        &Receipt::parse(&long(proof::MAX_PATH + 1)),
        Format::Receipt
    ));
}

#[test]
fn bytes_of_a_receipt() {
    let extension = "x".repeat(note::MAX_BYTES - checkpoint().len() - 1);
    let body = format!("log\n0\n{}\n{extension}\n", Hash::EMPTY_ROOT);
    let largest = Signer::from_seed("log", &[1; 32])
        .unwrap()
        .sign(&body)
        .unwrap();
    assert_eq!(largest.len(), note::MAX_BYTES);
    let text = receipt(&vec![1; MAX_EXTRA - Salt::LEN], proof::MAX_PATH, &largest);
    assert!(
        text.len() <= receipt::MAX_BYTES,
        "each part fits, so the whole does"
    );
    assert!(Receipt::parse(&text).is_ok());

    let over = "x".repeat(receipt::MAX_BYTES + 1);
    assert!(too_large(&Receipt::parse(&over), Format::Receipt));
}
