//! Whole logs: Tessera's of 15 entries in each of its states, with receipts, and Sunlight's of 300.

use ledger::tile::{self, Resource, TileId, TilePath, Width, bundle};
use ledger::{Checkpoint, Error, Hash, Note, Receipt, Signer, Tree, VerifierKey, hash};
use serde::Deserialize;

use crate::{hashes, section, unhex};

#[derive(Deserialize)]
struct Tessera {
    origin: String,
    verifier_key: String,
    signer_key_test_only: String,
    entries_utf8: Vec<String>,
    states: Vec<State>,
}

#[derive(Deserialize)]
struct State {
    size: u64,
    checkpoint: String,
    tile_path: Option<String>,
    tile: Option<String>,
    entries_path: Option<String>,
    entries_bundle: Option<String>,
}

#[test]
fn tessera() {
    let Some(log) = section::<Tessera>("tessera_log") else {
        return;
    };
    let signer = Signer::parse(&log.signer_key_test_only).unwrap();
    let key: VerifierKey = log.verifier_key.parse().unwrap();
    assert_eq!(signer.to_private_key(), log.signer_key_test_only);
    assert_eq!(signer.verifier_key(), key);
    assert_eq!(log.states.len(), log.entries_utf8.len() + 1);

    let mut tree = Tree::new();
    for state in &log.states {
        if let Some(last) = state.size.checked_sub(1) {
            let entry = &log.entries_utf8[usize::try_from(last).unwrap()];
            tree.push(hash::leaf(entry.as_bytes()));
        }
        assert_eq!(tree.size(), state.size);

        let opened = Checkpoint::open(&state.checkpoint, &key).unwrap();
        let ours = Checkpoint::new(&log.origin, state.size, tree.root()).unwrap();
        assert_eq!(opened, ours);
        assert_eq!(ours.sign(&signer), state.checkpoint, "byte for byte");
        check_files(&log, state, &tree);
    }
}

/// The tile and the entry bundle of a state, and their paths.
fn check_files(log: &Tessera, state: &State, tree: &Tree) {
    let Some(width) = Width::partial(state.size.try_into().unwrap()) else {
        assert!(state.tile.is_none());
        return;
    };
    let id = TileId { level: 0, index: 0 };
    let path = |resource| TilePath { resource, width }.to_string();
    assert_eq!(Some(path(Resource::Hashes(id))), state.tile_path);
    assert_eq!(Some(path(Resource::Entries(0))), state.entries_path);

    let tile = unhex(state.tile.as_ref().unwrap());
    assert_eq!(tile::encode(tree.partial(0)), tile);
    assert_eq!(tile::decode(&tile).unwrap(), tree.partial(0));

    let entries = log.entries_utf8[..width.get()].iter().map(String::as_bytes);
    let expected = unhex(state.entries_bundle.as_ref().unwrap());
    assert_eq!(bundle::encode(entries.clone()).unwrap(), expected);
    assert!(bundle::decode(&expected).unwrap().into_iter().eq(entries));
}

#[derive(Deserialize)]
struct ProofFiles {
    verifier_key: String,
    proofs: Vec<ProofFile>,
}

#[derive(Deserialize)]
struct ProofFile {
    entry_utf8: String,
    index: u64,
    tlog_proof: String,
}

#[test]
fn tlog_proofs() {
    let Some(files) = section::<ProofFiles>("tlog_proof_files") else {
        return;
    };
    let key: VerifierKey = files.verifier_key.parse().unwrap();
    assert_eq!(files.proofs.len(), 15);
    for file in &files.proofs {
        let receipt = Receipt::parse(&file.tlog_proof).unwrap();
        assert_eq!(receipt.index(), file.index);
        assert_eq!(receipt.to_text(), file.tlog_proof);

        let leaf = hash::leaf(file.entry_utf8.as_bytes());
        let checkpoint = receipt.verify_leaf(&key, leaf).unwrap();
        assert_eq!(checkpoint.size(), 15);

        let other = receipt.verify_leaf(&key, hash::leaf(b"other"));
        assert!(other.unwrap_err().is_refuted());
        let without_record = receipt.verify(&key).unwrap_err();
        assert!(!without_record.is_refuted());
    }
}

#[derive(Deserialize)]
struct Sunlight {
    checkpoint: String,
    leaf_hash_tile_0_000: String,
    #[serde(rename = "leaf_hash_tile_0_001_p_44")]
    tile_0_001: String,
    #[serde(rename = "tile_1_000_p_1")]
    tile_1_000: String,
}

#[test]
fn sunlight() {
    let Some(log) = section::<Sunlight>("sunlight_300_leaf_log") else {
        return;
    };
    let note = Note::parse(&log.checkpoint).unwrap();
    let checkpoint: Checkpoint = note.text().parse().unwrap();
    let full = hashes(&log.leaf_hash_tile_0_000);
    let tail = hashes(&log.tile_0_001);
    let above = hashes(&log.tile_1_000);

    let mut pushed = Tree::new();
    pushed.extend(full.iter().chain(&tail).copied());
    let first = TileId { level: 0, index: 0 };
    assert_eq!(pushed.take_full_tiles(), [(first, full.clone())]);

    let from_partial = Tree::resume(300, |id, _| match id.level {
        0 => Ok::<_, Error>(tail.clone()),
        _ => Ok(above.clone()),
    });
    let from_full = Tree::resume_from_full_tiles(300, &tail, |_| Ok::<_, Error>(full.clone()));
    for tree in [pushed, from_partial.unwrap(), from_full.unwrap()] {
        assert_eq!((tree.size(), tree.root()), (300, checkpoint.root()));
        assert_eq!(tree.partial(0), tail);
        assert_eq!(tree.partial(1), above);
        assert_eq!(tree.partial(2), [] as [Hash; 0]);
    }
}
