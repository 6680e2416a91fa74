//! What a receipt proves, and how each way of not proving it is told.

use ledger::receipt::{self, Draft, Proved, Unproved};
use ledger::{Checkpoint, Hash, Receipt, Salt, Signer, Tree, commit};
use proptest::prelude::*;

use crate::{grown, leaves};

const RECORD: &[u8] = b"opt-out of sale and sharing";
const SALT: Salt = Salt([9; 16]);
const INDEX: u64 = 7;

fn signer(name: &str) -> Signer {
    Signer::from_seed(name, &[7; 32]).unwrap()
}

fn log() -> Signer {
    signer("example.com/log")
}

/// A tree of 20 leaves, of which one is ours.
fn tree() -> Tree {
    let mut tree = grown(usize::try_from(INDEX).unwrap());
    tree.push(commit(&SALT, RECORD).leaf_hash());
    tree.extend(leaves(12));
    tree
}

fn sealed(tree: &Tree, origin: &str, signer: &Signer) -> String {
    let head = Checkpoint::new(origin, tree.size(), tree.root()).unwrap();
    head.sign(signer)
}

/// The parts of a receipt, to be changed.
struct Parts {
    salt: Salt,
    record: Vec<u8>,
    index: u64,
    path: Vec<Hash>,
    checkpoint: String,
}

impl Parts {
    fn good() -> Self {
        let tree = tree();
        Self {
            salt: SALT,
            record: RECORD.to_vec(),
            index: INDEX,
            path: tree.inclusion(INDEX, tree.size()).unwrap(),
            checkpoint: sealed(&tree, log().name(), &log()),
        }
    }

    fn to_text(&self) -> String {
        let draft = Draft {
            salt: &self.salt,
            record: &self.record,
            index: self.index,
            path: &self.path,
            checkpoint: &self.checkpoint,
        };
        draft.to_text()
    }
}

/// Verifies the good receipt after `change`.
fn verify(change: impl FnOnce(&mut Parts)) -> Result<Proved, Unproved> {
    let mut parts = Parts::good();
    change(&mut parts);
    receipt::verify(&parts.to_text(), &log().verifier_key())
}

#[test]
fn a_good_receipt_proves_its_record() {
    let proved = verify(|_| ()).unwrap();
    assert_eq!(proved.record, RECORD);
    assert_eq!(proved.index, INDEX);
    assert_eq!(proved.checkpoint.root(), tree().root());
}

#[test]
fn changed_receipts_are_refuted() {
    let changes: [fn(&mut Parts); 7] = [
        |parts| parts.record = b"opt-in".to_vec(),
        |parts| parts.salt = Salt([8; 16]),
        |parts| parts.index += 1,
        |parts| parts.index = 20,
        |parts| parts.path.truncate(2),
        |parts| parts.path.push(Hash::EMPTY_ROOT),
        |parts| parts.path = leaves(parts.path.len()),
    ];
    for (nth, change) in changes.into_iter().enumerate() {
        let refuted = verify(change).unwrap_err();
        assert!(matches!(refuted, Unproved::WrongPath(_)), "change {nth}");
        assert!(refuted.is_refuted());
    }
    let grown = verify(|parts| parts.checkpoint = parts.checkpoint.replace("\n20\n", "\n21\n"));
    assert_eq!(grown, Err(Unproved::BadSignature));
    assert!(Unproved::BadSignature.is_refuted());
}

#[test]
fn what_is_not_ours_to_judge_is_not_refuted() {
    let other = signer("example.com/other");
    let by_other = verify(|parts| parts.checkpoint = sealed(&tree(), other.name(), &other));
    assert_eq!(by_other, Err(Unproved::OtherLog));
    let of_other = verify(|parts| parts.checkpoint = sealed(&tree(), other.name(), &log()));
    assert_eq!(of_other, Err(Unproved::OtherLog));
    let cut = verify(|parts| parts.checkpoint.truncate(20)).unwrap_err();
    assert!(matches!(cut, Unproved::Malformed(_)));
    for unproved in [Unproved::OtherLog, Unproved::NoRecord, cut] {
        assert!(!unproved.is_refuted(), "{unproved}");
    }
}

#[test]
fn without_salt_and_record_only_the_leaf_can_be_checked() {
    let Parts {
        path, checkpoint, ..
    } = Parts::good();
    let key = log().verifier_key();
    for extra in ["", "extra AAAAAAAAAAAAAAAAAAAA\n"] {
        let hashes: Vec<_> = path.iter().map(ToString::to_string).collect();
        let hashes = hashes.join("\n");
        let text = format!(
            "{}\n{extra}index {INDEX}\n{hashes}\n\n{checkpoint}",
            receipt::HEADER
        );
        let receipt = Receipt::parse(&text).unwrap();
        assert_eq!(receipt.to_text(), text);
        assert_eq!(receipt.opening(), None);
        assert_eq!(receipt.verify(&key), Err(Unproved::NoRecord));
        let leaf = commit(&SALT, RECORD).leaf_hash();
        assert!(receipt.verify_leaf(&key, leaf).is_ok());
    }
}

#[test]
fn malformed_receipts_are_refused() {
    let good = Parts::good().to_text();
    let extra = good.lines().nth(1).unwrap();
    for [from, to] in [
        ["tlog-proof@v1", "tlog-proof@v2"],
        ["c2sp.org", " c2sp.org"],
        [extra, "extra "],
        [extra, "extra AQI"],
        [extra, "extra AQID\nextra AQID"],
        ["extra ", "other "],
        ["index 7\n", ""],
        ["index 7", "index 07"],
        ["index 7", "index -7"],
        ["index 7", "index 18446744073709551616"],
        ["index 7\n", "index 7\nAQID\n"],
        ["index 7\n", "index 7\n\n"],
        ["\n\nexample", "\nexample"],
        ["\n20\n", "\n020\n"],
        ["— example", "- example"],
        ["\n", "\r\n"],
    ] {
        let wrong = good.replacen(from, to, 1);
        assert_ne!(wrong, good);
        assert!(Receipt::parse(&wrong).is_err(), "{from:?} for {to:?}");
    }
    assert!(Receipt::parse(good.trim_end()).is_err());
}

#[test]
fn nothing_personal_shows_in_debug() {
    let receipt = Receipt::parse(&Parts::good().to_text()).unwrap();
    let proved = receipt.verify(&log().verifier_key()).unwrap();
    let record = format!("{RECORD:?}");
    let inner = record.trim_matches(['[', ']']);
    assert!(!format!("{receipt:?}{proved:?}").contains(inner));
    assert_eq!(receipt.origin(), "example.com/log");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Salt and record of any length come back as they were: they are encoded in two pieces.
    #[test]
    fn openings_round_trip(salt: [u8; 16], record in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut tree = grown(3);
        tree.push(commit(&Salt(salt), &record).leaf_hash());
        let parts = Parts {
            salt: Salt(salt),
            record: record.clone(),
            index: 3,
            path: tree.inclusion(3, 4).unwrap(),
            checkpoint: sealed(&tree, log().name(), &log()),
        };
        let receipt = Receipt::parse(&parts.to_text()).unwrap();
        prop_assert_eq!(receipt.opening(), Some((Salt(salt), record.as_slice())));
        prop_assert_eq!(receipt.to_text(), parts.to_text());
        prop_assert_eq!((receipt.index(), receipt.path()), (3, parts.path.as_slice()));
        prop_assert_eq!(receipt.checkpoint(), &parts.checkpoint);
        prop_assert_eq!(receipt.verify(&log().verifier_key()).unwrap().record, record);
    }

    /// One changed byte anywhere in a receipt, and it proves nothing.
    #[test]
    fn no_byte_of_a_receipt_can_change(at: usize, to in b' '..b'~') {
        let good = Parts::good().to_text();
        let mut bytes = good.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] = to;
        let changed = String::from_utf8_lossy(&bytes);
        let verified = receipt::verify(&changed, &log().verifier_key());
        prop_assert_eq!(verified.is_ok(), changed == good);
    }
}
