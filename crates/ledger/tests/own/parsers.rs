//! Parsers take anything; and what they take prints back to the same bytes.

use ledger::tile::{self, Resource, TileId, TilePath, Width, bundle};
use ledger::{Checkpoint, Hash, KeyKind, Note, Receipt, Signer, VerifierKey};
use proptest::prelude::*;

use crate::leaves;

/// Feeds `text` to every text parser. A fuzzer does the same.
fn parse_all(text: &str) {
    if let Ok(note) = Note::parse(text) {
        assert_eq!(note.to_text(), text);
    }
    if let Ok(receipt) = Receipt::parse(text) {
        assert_eq!(receipt.to_text(), text);
    }
    if let Ok(signer) = Signer::parse(text) {
        assert_eq!(signer.to_private_key(), text);
    }
    check::<Checkpoint>(text);
    check::<TilePath>(text);
    check::<VerifierKey>(text);
    if let Ok(hash) = Hash::from_base64(text) {
        assert_eq!(hash.to_string(), text);
    }
}

fn check<T: std::str::FromStr + ToString>(text: &str) {
    if let Ok(parsed) = text.parse::<T>() {
        assert_eq!(parsed.to_string(), text);
    }
}

fn any_path() -> impl Strategy<Value = TilePath> {
    let index = prop_oneof![0..2_000_000_u64, any::<u64>()];
    let width = (0..=255_u8).prop_map(|width| Width::partial(width).unwrap_or(Width::FULL));
    (any::<bool>(), 0..=63_u8, index, width).prop_map(|(entries, level, index, width)| TilePath {
        resource: if entries {
            Resource::Entries(index)
        } else {
            Resource::Hashes(TileId { level, index })
        },
        width,
    })
}

/// Lines that look like ours, in any order.
fn almost_ours() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("c2sp.org/tlog-proof@v1\n".to_owned()),
        Just("extra AQID\n".to_owned()),
        Just("\n".to_owned()),
        Just("index 7\n".to_owned()),
        Just(format!("{}\n", Hash::EMPTY_ROOT)),
        Just("example.com/log\n".to_owned()),
        Just("20\n".to_owned()),
        Just("— example.com/log AAAAAAAA\n".to_owned()),
        "\\PC{0,8}\n?",
    ];
    prop::collection::vec(line, 0..14).prop_map(|lines| lines.concat())
}

proptest! {
    #[test]
    fn anything(text: String) {
        parse_all(&text);
    }

    #[test]
    fn nearly_right(text in almost_ours()) {
        parse_all(&text);
    }

    #[test]
    fn nearly_paths(text in "tile/([0-9]{1,3}|entries)/(x?[0-9]{1,4}/?){1,8}(\\.p/[0-9]{1,4})?") {
        parse_all(&text);
    }

    #[test]
    fn paths(path in any_path()) {
        prop_assert_eq!(path.to_string().parse(), Ok(path));
    }

    #[test]
    fn any_bytes(bytes: Vec<u8>) {
        if let Ok(entries) = bundle::decode(&bytes) {
            prop_assert_eq!(bundle::encode(entries).unwrap(), bytes.clone());
        }
        if let Ok(hashes) = tile::decode(&bytes) {
            prop_assert_eq!(tile::encode(&hashes), bytes);
        }
    }

    #[test]
    fn bundles(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..256)) {
        let bytes = bundle::encode(entries.iter().map(Vec::as_slice)).unwrap();
        prop_assert_eq!(bundle::decode(&bytes).unwrap(), entries);
    }

    #[test]
    fn tiles(width in 1..=256_usize) {
        let hashes = leaves(width);
        prop_assert_eq!(tile::decode(&tile::encode(&hashes)), Ok(hashes));
    }

    #[test]
    fn checkpoints(
        origin in "[^\\x00-\\x1f]{1,20}",
        size: u64,
        root: [u8; 32],
        extensions in prop::collection::vec("[^\\x00-\\x1f]{1,20}", 0..3),
    ) {
        let checkpoint = extensions.iter().try_fold(
            Checkpoint::new(&origin, size, Hash(root)).unwrap(),
            |checkpoint, line| checkpoint.with_extension(line),
        );
        let checkpoint = checkpoint.unwrap();
        prop_assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn notes(name in "[^+\\s\\x00-\\x1f]{1,20}", seed: [u8; 32], text in "(\\PC{0,20}\n){1,5}") {
        let signer = Signer::from_seed(&name, &seed).unwrap();
        let key = signer.verifier_key();
        prop_assert_eq!(key.to_string().parse(), Ok(key.clone()));
        let signed = signer.sign(&text).unwrap();
        let note = Note::parse(&signed).unwrap();
        prop_assert_eq!(note.text(), &text);
        prop_assert_eq!(note.to_text(), signed.clone());
        let keys = [key];
        prop_assert_eq!(note.verify(&keys).unwrap()[0].key, &keys[0]);

        let other = VerifierKey::new("other", KeyKind::Ed25519, &[0; 32]).unwrap();
        prop_assert!(note.verify(&[other]).is_err());
    }
}
