//! What this crate costs, in one run: `cargo run --release -p ledger --example bench`.
//!
//! Each line is the best of several rounds, because on a shared machine noise only ever adds. Three things have a floor to be
//! measured against, in alternating rounds: appending (a frontier that only hashes, and stores nothing), signing and verifying
//! (the bare Ed25519 operation).
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use ed25519_dalek::{Signer as _, SigningKey};
use ledger::receipt::Draft;
use ledger::{Checkpoint, Hash, Receipt, Salt, Signer, Tree, commit, hash};

const ROUNDS: usize = 9;
const LEAVES: u32 = 1 << 19;
/// Leaves between two calls of `take_full_tiles`: a batch of a busy log.
const BATCH: u32 = 1_000;
const RECENT: u64 = 8_000;
const SIGNATURES: u32 = 1_000;

fn main() {
    println!("{:<44}{:>12}", "operation", "ns/op");
    appending();
    proving();
    signing();
}

fn appending() {
    let floor = || {
        let mut frontier = Vec::new();
        for n in 0..LEAVES {
            append_to_frontier(&mut frontier, leaf(n));
        }
        black_box(&frontier);
    };
    let tree = || {
        let mut tree = Tree::new();
        for n in 0..LEAVES {
            tree.push(leaf(n));
            if n % BATCH == 0 {
                black_box(tree.take_full_tiles());
            }
        }
        black_box(&tree);
    };
    compare(
        LEAVES,
        ("append: frontier, hashing only", floor),
        ("append: Tree::push, tiles taken per 1,000", tree),
    );
}

fn proving() {
    let tree = grown();
    let size = tree.size();
    let (salt, record) = (Salt([7; 16]), [b'r'; 200]);
    let checkpoint = sealed(&tree, &signer());
    let recent = || size - RECENT..size;
    let count = u32::try_from(RECENT).expect("a small constant");

    measure("root of a ragged tree", 1_000, || {
        for _ in 0..1_000 {
            black_box(black_box(&tree).root());
        }
    });
    let prove = measure("inclusion proof, recent leaf", count, || {
        for index in recent() {
            black_box(tree.inclusion(index, size).expect("recent"));
        }
    });
    let path = tree.inclusion(size - 1_000, size).expect("recent");
    let draft = |index| Draft {
        salt: &salt,
        record: &record,
        index,
        path: &path,
        checkpoint: &checkpoint,
    };
    let mut buffer = String::new();
    let write = measure(
        "receipt text, 200-byte record, buffer reused",
        count,
        || {
            for index in recent() {
                buffer.clear();
                draft(index).write(&mut buffer);
                black_box(&buffer);
            }
        },
    );
    ratio("  receipts a second, one core", 1e9 / (prove + write));
    println!("  ({} hashes, {} bytes of text)", path.len(), buffer.len());
}

fn signing() {
    let signer = signer();
    let bare = SigningKey::from_bytes(&[7; 32]);
    let key = signer.verifier_key();
    let (salt, record) = (Salt([7; 16]), [b'r'; 200]);

    let mut tree = grown();
    let index = tree.size();
    tree.push(commit(&salt, &record).leaf_hash());
    let note = sealed(&tree, &signer);
    let path = tree.inclusion(index, tree.size()).expect("recent");
    let text = Draft {
        salt: &salt,
        record: &record,
        index,
        path: &path,
        checkpoint: &note,
    }
    .to_text();
    let body = Checkpoint::open(&note, &key).expect("ours");
    let message = body.to_string();
    let signature = bare.sign(message.as_bytes());

    let floor = || {
        black_box(bare.sign(black_box(message.as_bytes())));
    };
    let sign = || {
        black_box(black_box(&body).sign(&signer));
    };
    compare(
        SIGNATURES,
        ("sign: Ed25519 alone", || repeat(floor)),
        ("sign a checkpoint", || repeat(sign)),
    );

    let public = bare.verifying_key();
    let floor = || {
        let verified = public.verify_strict(black_box(message.as_bytes()), &signature);
        verified.expect("ours");
    };
    let verify = || {
        let receipt = Receipt::parse(black_box(&text)).expect("ours");
        black_box(receipt.verify(&key).expect("ours"));
    };
    compare(
        SIGNATURES,
        ("verify: Ed25519 alone", || repeat(floor)),
        ("read and verify a receipt", || repeat(verify)),
    );
}

fn repeat(operation: impl Fn()) {
    for _ in 0..SIGNATURES {
        operation();
    }
}

fn signer() -> Signer {
    Signer::from_seed("optout.example.com/log", &[7; 32]).expect("a good name")
}

fn sealed(tree: &Tree, signer: &Signer) -> String {
    Checkpoint::new(signer.name(), tree.size(), tree.root())
        .expect("a good origin")
        .sign(signer)
}

/// A tree whose size has many bits set, so that its right edge is as ragged as it gets.
fn grown() -> Tree {
    let mut tree = Tree::new();
    for n in 0..LEAVES - 1 {
        tree.push(leaf(n));
        if n % BATCH == 0 {
            tree.take_full_tiles();
        }
    }
    tree
}

/// A leaf as the log has them: 32 bytes of data.
fn leaf(n: u32) -> Hash {
    let mut data = [0; 32];
    data[..4].copy_from_slice(&n.to_be_bytes());
    hash::leaf(&data)
}

/// The least a log can do: hash, and keep one node for each height.
fn append_to_frontier(frontier: &mut Vec<Option<Hash>>, leaf: Hash) {
    let mut node = leaf;
    for slot in frontier.iter_mut() {
        let Some(left) = slot.take() else {
            *slot = Some(node);
            return;
        };
        node = hash::node(&left, &node);
    }
    frontier.push(Some(node));
}

/// Prints and returns the nanoseconds that each of `count` operations takes in the fastest round.
fn measure(name: &str, count: u32, mut round: impl FnMut()) -> f64 {
    let fastest = (0..ROUNDS).map(|_| time(&mut round)).min();
    report(name, count, fastest)
}

/// Measures an operation against its floor, round by round, so that both meet the same noise.
fn compare(count: u32, mut floor: (&str, impl FnMut()), mut ours: (&str, impl FnMut())) {
    let rounds: Vec<_> = (0..ROUNDS)
        .map(|_| (time(&mut floor.1), time(&mut ours.1)))
        .collect();
    let fastest_floor = rounds.iter().map(|round| round.0).min();
    let fastest_ours = rounds.iter().map(|round| round.1).min();
    let floor = report(floor.0, count, fastest_floor);
    let ours = report(ours.0, count, fastest_ours);
    ratio("  speed, where the floor is 1", floor / ours);
}

fn time(mut round: impl FnMut()) -> Duration {
    let start = Instant::now();
    round();
    start.elapsed()
}

fn report(name: &str, count: u32, fastest: Option<Duration>) -> f64 {
    let nanos = fastest.unwrap_or_default().as_secs_f64() * 1e9 / f64::from(count);
    println!("{name:<44}{nanos:>12.1}");
    nanos
}

fn ratio(name: &str, value: f64) {
    println!("{name:<44}{value:>12.2}");
}
