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
    let repeat = node.send(Call::post(PATH, &body).key("intake")).await;
    assert_eq!((repeat.status, repeat.index()), (200, first.index()));
    assert!(repeat.json()["receipt"].is_null(), "nothing was looked up");
    assert_eq!(node.size(), size);
}

#[tokio::test]
async fn edges_tell_of_many_at_once() {
    let node = TestNode::start().await;
    let path = "/v1/signals:batch";
    let seen =
        |value: &str| json!({ "signal": "gpc", "identifiers": [{ "kind": "ga", "value": value }] });
    let batch = json!({ "signals": [seen("1"), seen("2"), { "signal": "gpc" }] });
    assert_eq!(node.send(Call::post(path, &batch)).await.status, 401);
    let first = node.send(Call::post(path, &batch).key("intake")).await;
    assert_snapshot!(first, @r#"200 {"recorded":2,"repeats":0,"skipped":[],"unbound":1}"#);
    let size = node.size();
    let again = node.send(Call::post(path, &batch).key("intake")).await;
    assert_snapshot!(again, @r#"200 {"recorded":0,"repeats":2,"skipped":[],"unbound":1}"#);
    assert_eq!(node.size(), size);

    // One browser asks for many things at once.
    let equal = json!({ "signals": vec![seen("4"); 1000] });
    assert_snapshot!(node.send(Call::post(path, &equal).key("intake")).await, @r#"200 {"recorded":1,"repeats":999,"skipped":[],"unbound":0}"#);
    assert_eq!(node.size(), size + 1);

    // A visitor's cookie may be anything, and must not keep others' signals from being recorded.
    let odd = json!({ "signals": [seen("3"), seen("undefined"), seen(&"x".repeat(300))] });
    assert_snapshot!(node.send(Call::post(path, &odd).key("intake")).await, @r#"200 {"recorded":1,"repeats":0,"skipped":[{"detail":"names nobody: it is what programs write where there is nothing","field":"signals[1].identifiers[0].value"},{"detail":"is longer than 256 bytes","field":"signals[2].identifiers[0].value"}],"unbound":2}"#);
    let size = node.size();

    let bad = json!({ "signals": [seen("1"), { "signal": "gpc", "identifiers": [{ "kind": "gaa", "value": "x" }] }, seen("3")] });
    assert_snapshot!(node.send(Call::post(path, &bad).key("intake")).await, @r#"422 {"detail":"unknown kind; this installation knows email, phone, account, browser, advertising_id, loyalty_card, ga","field":"signals[1].identifiers[0].kind","status":422,"title":"A value cannot be used","type":"urn:refrain:problem:invalid-value"}"#);
    assert_eq!(
        node.size(),
        size,
        "nothing of a batch with a mistake is recorded"
    );
    let many = json!({ "signals": vec![seen("1"); web::api::MAX_SIGNALS + 1] });
    assert_snapshot!(node.send(Call::post(path, &many).key("intake")).await, @r#"422 {"detail":"send at most 1000 signals at a time","field":"signals","status":422,"title":"A value cannot be used","type":"urn:refrain:problem:invalid-value"}"#);
}

#[tokio::test]
async fn what_a_cookie_says_does_not_keep_a_signal_from_being_recorded() {
    let node = TestNode::start().await;
    let ga = |value: &str| json!({ "kind": "ga", "value": value });
    let size = node.size();
    let body = json!({ "signal": "gpc", "identifiers": [ga("null"), ga("GA1.1.1.2")] });
    assert_eq!(node.send(Call::post(PATH, &body)).await.status, 201);
    assert_snapshot!(node.entry(size), @r#"{"opt_out":{"channel":"signal","deadline":"2026-12-15","kinds":["ga"],"purposes":["sale","sharing","targeted_advertising"]}}"#);
    let alone = json!({ "signal": "gpc", "identifiers": [ga("null")] });
    assert_snapshot!(node.send(Call::post(PATH, &alone)).await, @r#"422 {"detail":"names nobody: it is what programs write where there is nothing","field":"identifiers[0].value","status":422,"title":"A value cannot be used","type":"urn:refrain:problem:invalid-value"}"#);
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
