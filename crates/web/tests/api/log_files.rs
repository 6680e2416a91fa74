//! `/log/`, as an independent client sees it: it knows nothing but the key, and derives everything else.

use ledger::tile::{self, bundle};
use ledger::{Checkpoint, Hash, Tree, VerifierKey, hash};
use serde_json::json;

use crate::support::{Call, TestNode};

/// More than two full tiles.
const OPT_OUTS: usize = 600;

async fn filled() -> TestNode {
    let node = TestNode::start().await;
    for number in 0..OPT_OUTS {
        let body =
            json!({ "identifiers": [{ "kind": "account", "value": format!("ada-{number}") }] });
        let wait = if number + 1 == OPT_OUTS {
            "wait=10"
        } else {
            "wait=0"
        };
        let call = Call::post("/v1/opt-outs", &body).header("prefer", wait);
        assert_eq!(node.send(call).await.status, 201);
    }
    node
}

async fn head(node: &TestNode) -> Checkpoint {
    let key = node.send(Call::get("/log/key")).await;
    let key: VerifierKey = key.text().trim().parse().unwrap();
    let signed = node.send(Call::get("/log/checkpoint")).await;
    assert_eq!(signed.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(signed.header("access-control-allow-origin"), "*");
    Checkpoint::open(signed.text(), &key).unwrap()
}

async fn fetch(node: &TestNode, path: &str) -> Vec<u8> {
    let answer = node.send(Call::get(&format!("/log/{path}"))).await;
    assert_eq!(answer.status, 200, "{path}: {answer}");
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    let cache = answer.header("cache-control");
    assert!(cache.contains("immutable"), "{path}: {cache}");
    answer.body
}

/// The paths of a level's tiles in a log of this size.
fn paths(level: &str, size: u64) -> Vec<String> {
    let full = (0..size / 256).map(|index| format!("tile/{level}/{index:03}"));
    let rest = size % 256;
    let partial = (rest > 0).then(|| format!("tile/{level}/{:03}.p/{rest}", size / 256));
    full.chain(partial).collect()
}

#[tokio::test]
async fn the_root_follows_from_the_tiles_and_from_the_entries() {
    let node = filled().await;
    let head = head(&node).await;
    assert_eq!(
        (head.origin(), head.size()),
        ("privacy.shop.example/log", node.size())
    );

    let (mut from_tiles, mut from_entries) = (Tree::new(), Tree::new());
    for path in paths("0", head.size()) {
        for leaf in tile::decode(&fetch(&node, &path).await).unwrap() {
            from_tiles.push(leaf);
        }
    }
    for path in paths("entries", head.size()) {
        for entry in bundle::decode(&fetch(&node, &path).await).unwrap() {
            from_entries.push(hash::leaf(entry));
        }
    }
    assert_eq!(
        (from_tiles.size(), from_tiles.root()),
        (head.size(), head.root())
    );
    assert_eq!(
        (from_entries.size(), from_entries.root()),
        (head.size(), head.root())
    );

    // The level above holds the roots of the full tiles below.
    let above = fetch(&node, &paths("1", head.size() / 256)[0]).await;
    let mut expected: Vec<Hash> = Vec::new();
    for path in paths("0", head.size() / 256 * 256) {
        let mut tree = Tree::new();
        tree.extend(tile::decode(&fetch(&node, &path).await).unwrap());
        expected.push(tree.root());
    }
    assert_eq!(tile::decode(&above).unwrap(), expected);
}

#[tokio::test]
async fn a_tile_that_was_partial_stays_readable_when_it_is_full() {
    let node = filled().await;
    let full = fetch(&node, "tile/0/000").await;
    for width in [1, 2, 100, 255] {
        let partial = fetch(&node, &format!("tile/0/000.p/{width}")).await;
        assert_eq!(partial, full[..width * 32]);
        let entries = fetch(&node, &format!("tile/entries/001.p/{width}")).await;
        assert_eq!(bundle::decode(&entries).unwrap().len(), width);
    }
}

#[tokio::test]
async fn entries_are_commitments_and_say_nothing() {
    let node = filled().await;
    let bundle = fetch(&node, "tile/entries/000").await;
    let entries = bundle::decode(&bundle).unwrap();
    assert!(entries.iter().all(|entry| entry.len() == 32));
}

#[tokio::test]
async fn what_is_not_there_or_not_spelt_so_is_not_found() {
    let node = filled().await;
    let rest = node.size() % 256;
    for path in [
        "tile/0/002".to_owned(),
        format!("tile/0/002.p/{}", rest + 1),
        "tile/0/003.p/1".into(),
        "tile/0/000.p/0".into(),
        "tile/0/000.p/256".into(),
        "tile/0/000.p/01".into(),
        "tile/0/0".into(),
        "tile/0/0000".into(),
        "tile/0/x000/000".into(),
        "tile/0/-01".into(),
        "tile/0/".into(),
        "tile/0".into(),
        "tile/00/000".into(),
        "tile/1/000".into(),
        "tile/1/000.p/3".into(),
        "tile/64/000".into(),
        "tile/63/000".into(),
        "tile/256/000".into(),
        "tile/entries/002".into(),
        "tile/entries/000/".into(),
        "tile/data/000".into(),
        "tile/0/x999/x999/x999/x999/x999/x999/999".into(),
        "tile/0/x018/x446/x744/x073/x709/x551/615".into(),
        "tile/0/000%00".into(),
        "tile/0/%FF".into(),
        "tile/../checkpoint".into(),
        "nothing".into(),
    ] {
        let answer = node.send(Call::get(&format!("/log/{path}"))).await;
        let kind = answer.header("content-type");
        assert_eq!(
            (answer.status, kind),
            (404, "application/problem+json"),
            "{path}: {answer}"
        );
    }
}

#[tokio::test]
async fn an_empty_log_has_a_key_and_no_checkpoint() {
    let node = TestNode::starting();
    assert_eq!(node.send(Call::get("/log/checkpoint")).await.status, 404);
    assert_eq!(
        node.send(Call::get("/log/tile/0/000.p/1")).await.status,
        404
    );
    let key = node.send(Call::get("/log/key")).await;
    assert_eq!(key.text(), format!("{}\n", node.node.log.key()));
}
