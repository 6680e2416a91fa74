//! `POST /v1/signals`.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::{Call, TestNode};

const PATH: &str = "/v1/signals";

#[tokio::test]
async fn a_signal_of_a_known_browser_is_an_opt_out() {
    let node = TestNode::start().await;
    let body = json!({ "signal": "gpc", "identifiers": [
        { "kind": "browser", "value": "AAECAwQFBgcICQoLDA0ODw" },
        { "kind": "email", "value": "ada@example.com" },
    ] });
    let first = node.send(Call::post(PATH, &body)).await;
    assert_snapshot!(first, @r#"201 {"entry":{"index":5},"receipt":"c2sp.org/tlog-proof@v1","receipt_url":"https://privacy.shop.example/receipts/GKTD-GMJD-6XZG-ZZGH","request_id":"GKTD-GMJD-6XZG-ZZGH","status":"in_force"}"#);
    assert_snapshot!(node.entry(first.index()), @r#"{"opt_out":{"channel":"signal","deadline":"2026-12-15","kinds":["browser","email"],"purposes":["sale","sharing","targeted_advertising"]}}"#);

    let size = node.size();
    let repeat = node.send(Call::post(PATH, &body)).await;
    assert_eq!((repeat.status, repeat.index()), (200, first.index()));
    assert_eq!(node.size(), size);
}

#[tokio::test]
async fn a_signal_of_nobody_known_is_honored_and_not_recorded() {
    let node = TestNode::start().await;
    let size = node.size();
    let answer = node
        .send(Call::post(PATH, &json!({ "signal": "gpc" })))
        .await;
    assert_snapshot!(answer, @r#"200 {"entry":null,"status":"honored"}"#);
    let empty = json!({ "signal": "gpc", "identifiers": [] });
    let same = node.send(Call::post(PATH, &empty)).await;
    assert_eq!(same.to_string(), answer.to_string());
    assert_eq!(node.size(), size);
}
