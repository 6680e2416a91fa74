//! `POST /v1/opt-outs`.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Answer, Call, TestNode};

const PATH: &str = "/v1/opt-outs";

fn ada() -> Value {
    json!({ "identifiers": [{ "kind": "email", "value": "Ada@Example.com" }] })
}

#[tokio::test]
async fn a_no_stands_at_once_and_is_proved() {
    let node = TestNode::start().await;
    let answer = node.send(Call::post(PATH, &ada())).await;
    assert_snapshot!(answer, @r#"201 {"entry":{"index":5},"receipt":"c2sp.org/tlog-proof@v1","receipt_url":"https://privacy.shop.example/receipts/GKTD-GMJD-6XZG-ZZGH","request_id":"GKTD-GMJD-6XZG-ZZGH","status":"in_force"}"#);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_snapshot!(node.entry(answer.index()), @r#"{"opt_out":{"channel":"api","deadline":"2026-12-15","kinds":["email"],"purposes":["sale","sharing","targeted_advertising"]}}"#);

    let receipt = answer.json()["receipt"].as_str().unwrap().to_owned();
    let proved = ledger::receipt::verify(&receipt, node.node.log.key()).unwrap();
    assert_eq!(proved.index, answer.index());
    let value = String::from_utf8(proved.record).unwrap();
    assert!(!value.contains("example.com"), "{value}");
}

#[tokio::test]
async fn a_repeat_names_the_same_entry_and_adds_none() {
    let node = TestNode::start().await;
    let first = node.send(Call::post(PATH, &ada())).await;
    let size = node.size();
    let again = json!({ "identifiers": [{ "kind": "email", "value": " ADA@example.com" }] });
    for body in [ada(), again] {
        let repeat = node.send(Call::post(PATH, &body).key("intake")).await;
        assert_eq!(repeat.status, 200);
        let (mut repeat, mut first) = (repeat.json(), first.json());
        assert!(repeat["receipt"].is_string());
        (repeat["receipt"], first["receipt"]) = (Value::Null, Value::Null);
        assert_eq!(repeat, first);
    }
    assert_eq!(node.size(), size);
}

#[tokio::test]
async fn a_stranger_is_not_told_since_when_or_by_which_receipt_it_stands() {
    let node = TestNode::start().await;
    let body = json!({ "identifiers": ada()["identifiers"], "channel": "phone" });
    let hers = node.send(Call::post(PATH, &body).key("intake")).await;
    assert_eq!(hers.status, 201);
    let signal = json!({ "signal": "gpc", "identifiers": ada()["identifiers"] });
    let stranger = node.send(Call::post(PATH, &ada())).await;
    assert_snapshot!(stranger, @r#"200 {"entry":null,"receipt":null,"receipt_url":null,"request_id":null,"status":"in_force"}"#);
    let signalled = node.send(Call::post("/v1/signals", &signal)).await;
    assert_eq!(signalled.to_string(), stranger.to_string());
}

#[tokio::test]
async fn whoever_does_not_want_to_wait_gets_no_receipt() {
    let node = TestNode::start().await;
    let answer = node
        .send(Call::post(PATH, &ada()).header("prefer", "respond-async, wait=0"))
        .await;
    assert_snapshot!(answer, @r#"201 {"entry":{"index":5},"receipt":null,"receipt_url":"https://privacy.shop.example/receipts/GKTD-GMJD-6XZG-ZZGH","request_id":"GKTD-GMJD-6XZG-ZZGH","status":"in_force"}"#);
}

#[tokio::test]
async fn a_no_waits_until_the_log_has_been_read_to_its_end() {
    let node = TestNode::starting();
    let read = async {
        assert_eq!(node.size(), 0);
        node.node.views.follower().caught_up(0);
    };
    let (answer, ()) = tokio::join!(node.send(Call::post(PATH, &ada())), read);
    assert_eq!((answer.status, answer.index()), (201, 0));
}

#[tokio::test]
async fn a_key_is_not_called_unknown_before_the_log_has_been_read() {
    let node = TestNode::starting();
    let call = || Call::post(PATH, &ada()).key("intake");
    let answer = node.send(call()).await;
    assert_snapshot!(answer, @r#"503 {"detail":"the log is still being read, and the key may stand in the rest: try again in a moment","status":503,"title":"Not available just now","type":"urn:refrain:problem:unavailable"}"#);
    node.node.views.follower().caught_up(0);
    assert_eq!(node.send(call()).await.status, 401);
}

/// Sends Ada's opt-out with more in it; returns the answer's status and the entry.
async fn with(node: &TestNode, more: Value) -> String {
    let mut body = ada();
    let fields = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(fields);
    let answer: Answer = node.send(Call::post(PATH, &body).key("intake")).await;
    assert!(answer.status < 300, "{answer}");
    format!("{} {}", answer.status, node.entry(answer.index()))
}

#[tokio::test]
async fn less_may_be_asked_for_and_more_later() {
    let node = TestNode::start().await;
    assert_snapshot!(with(&node, json!({ "purposes": ["sale"] })).await, @r#"201 {"opt_out":{"channel":"api","deadline":"2026-12-15","kinds":["email"],"purposes":["sale"]}}"#);
    assert_snapshot!(with(&node, json!({ "purposes": ["sale"] })).await, @r#"200 {"opt_out":{"channel":"api","deadline":"2026-12-15","kinds":["email"],"purposes":["sale"]}}"#);
    assert_snapshot!(with(&node, json!({ "purposes": ["sharing", "sale"] })).await, @r#"201 {"opt_out":{"channel":"api","deadline":"2026-12-15","kinds":["email"],"purposes":["sale","sharing"]}}"#);
    assert_snapshot!(with(&node, json!({ "purposes": null })).await, @r#"201 {"opt_out":{"channel":"api","deadline":"2026-12-15","kinds":["email"],"purposes":["sale","sharing","targeted_advertising"]}}"#);
    assert_snapshot!(with(&node, json!({ "purposes": ["profiling"] })).await, @r#"201 {"opt_out":{"channel":"api","deadline":"2026-12-15","kinds":["email"],"purposes":["profiling"]}}"#);
    assert_snapshot!(with(&node, json!({ "purposes": ["sensitive"] })).await, @r#"201 {"limit":{"channel":"api","deadline":"2026-12-15","kinds":["email"],"purposes":["sensitive"]}}"#);
}

#[tokio::test]
async fn where_from_how_and_by_whom_is_kept() {
    for (more, kept) in [
        (json!({ "state": "CA" }), r#""state":"CA""#),
        (
            json!({ "agent": "Permission Slip" }),
            r#""agent":{"name":"Permission Slip"},"channel":"agent""#,
        ),
        (
            json!({ "agent": { "name": "Permission Slip" } }),
            r#""agent":{"name":"Permission Slip"},"channel":"agent""#,
        ),
        (json!({ "channel": "phone" }), r#""channel":"phone""#),
        (json!({}), r#""channel":"api""#),
    ] {
        let node = TestNode::start().await;
        let entry = with(&node, more.clone()).await;
        assert!(entry.contains(kept), "{more}: {entry}");
    }
}

#[tokio::test]
async fn several_identifiers_are_one_choice() {
    let node = TestNode::start().await;
    let body = json!({ "identifiers": [
        { "kind": "email", "value": "ada.l@gmail.com" },
        { "kind": "phone", "value": "(415) 555-0142" },
        { "kind": "advertising_id", "value": "6D92078A-8246-4BA4-AE5B-76104861E7DC" },
        { "kind": "account", "value": "4711" },
        { "kind": "browser", "value": "AAECAwQFBgcICQoLDA0ODw" },
        { "kind": "loyalty_card", "value": "9 317" },
    ] });
    let answer = node.send(Call::post(PATH, &body)).await;
    assert_eq!(answer.status, 201);
    assert_snapshot!(node.entry(answer.index()), @r#"{"opt_out":{"channel":"api","deadline":"2026-12-15","kinds":["email","email","phone","advertising_id","account","browser","loyalty_card"],"purposes":["sale","sharing","targeted_advertising"]}}"#);

    // Each of them is covered; together with a new one they are news.
    let one = json!({ "identifiers": [{ "kind": "phone", "value": "+1 415 555 0142" }] });
    let repeat = node.send(Call::post(PATH, &one).key("intake")).await;
    assert_eq!((repeat.status, repeat.index()), (200, answer.index()));
    let two = json!({ "identifiers": [
        { "kind": "account", "value": "4711" },
        { "kind": "account", "value": "4712" },
    ] });
    assert_eq!(node.send(Call::post(PATH, &two)).await.status, 201);
}
