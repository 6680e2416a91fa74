//! Vectors made by others: transparency-dev/merkle, Tessera, Sunlight, C2SP and Go's `note` (see `sources` in the file).
//!
//! The file lies beside the workspace, not in it. Without it these tests say that they were skipped; in CI they fail.
#![expect(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod log;
mod merkle;
mod note;
mod tile;

use std::path::Path;

use ledger::Hash;
use serde::Deserialize;

/// Reads the part `name` of the vectors, or says why not.
fn section<T: for<'de> Deserialize<'de>>(name: &str) -> Option<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/merkle.json");
    let Ok(file) = std::fs::read(&path) else {
        assert!(!in_ci(), "{} must be there in CI", path.display());
        eprintln!("SKIPPED {name}: there is no {}", path.display());
        return None;
    };
    let mut vectors: serde_json::Value = serde_json::from_slice(&file).unwrap();
    Some(serde_json::from_value(vectors[name].take()).unwrap())
}

#[expect(
    clippy::disallowed_methods,
    reason = "whether missing vectors may be skipped depends on where the test runs"
)]
fn in_ci() -> bool {
    std::env::var("CI").is_ok()
}

/// Bytes written as hexadecimal.
fn unhex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2));
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

/// Hashes written as hexadecimal, one after the other.
fn hashes(text: &str) -> Vec<Hash> {
    ledger::tile::decode(&unhex(text)).unwrap()
}

/// One hash written as hexadecimal.
fn hash(text: &str) -> Hash {
    Hash(unhex(text).try_into().unwrap())
}
