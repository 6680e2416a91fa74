//! `POST /v1/opt-ins` and `POST /v1/opt-ins/{request_id}/confirm`.

use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Answer, Call, TestNode, advance};

fn ada() -> Value {
    json!({ "identifiers": [{ "kind": "email", "value": "ada@example.com" }] })
}

async fn opt_out(node: &TestNode) -> Answer {
    node.send(Call::post("/v1/opt-outs", &ada())).await
}

async fn ask(node: &TestNode) -> Answer {
    node.send(Call::post("/v1/opt-ins", &ada()).key("intake"))
        .await
}

async fn confirm(node: &TestNode, first: &Answer) -> Answer {
    let path = format!("/v1/opt-ins/{}/confirm", first.code());
    node.send(Call::post(&path, &Value::Null).key("intake"))
        .await
}

async fn decision(node: &TestNode) -> Value {
    let mut question = ada();
    question["recipient"] = "acme-ads".into();
    question["purpose"] = "sale".into();
    let call = Call::post("/v1/decisions", &question).key("decide");
    node.send(call).await.json()["decision"].clone()
}

#[tokio::test]
async fn two_separate_acts_allow_again() {
    let node = TestNode::start().await;
    opt_out(&node).await;
    let first = ask(&node).await;
    assert_snapshot!(first, @r#"201 {"entry":{"index":6},"request_id":"5KPZ-TCA7-3B2R-ZY7Q","status":"awaiting_confirmation"}"#);
    assert_eq!(decision(&node).await, "deny", "one act changes nothing");
    let second = confirm(&node, &first).await;
    assert_snapshot!(second, @r#"200 {"entry":{"index":7},"receipt_url":"https://privacy.shop.example/receipts/86MZ-PCJG-0HPP-2RNB","request_id":"86MZ-PCJG-0HPP-2RNB","status":"opted_in"}"#);
    assert_eq!(decision(&node).await, "allow");
    // A second confirmation has nothing left to widen.
    assert_snapshot!(confirm(&node, &first).await, @r#"409 {"detail":"nothing is opted out that could be opted in again","status":409,"title":"The request was not carried out","type":"urn:refrain:problem:refused"}"#);
    // And a new no is a new entry.
    assert_eq!(opt_out(&node).await.status, 201);
    assert_eq!(decision(&node).await, "deny");
}

#[tokio::test]
async fn a_no_in_between_stands() {
    let node = TestNode::start().await;
    opt_out(&node).await;
    let first = ask(&node).await;
    assert_eq!(opt_out(&node).await.status, 201, "said again, it is news");
    let size = node.size();
    assert_snapshot!(confirm(&node, &first).await, @r#"409 {"detail":"an opt-out was received after the request to opt in: it stands","status":409,"title":"The request was not carried out","type":"urn:refrain:problem:refused"}"#);
    assert_eq!((decision(&node).await, node.size()), ("deny".into(), size));
}

#[tokio::test]
async fn a_no_of_anything_linked_in_between_stands() {
    const BROWSER: &str = "AAECAwQFBgcICQoLDA0ODw";
    let cookie = format!("refrain_browser={BROWSER}");
    let browser = json!([{ "kind": "browser", "value": BROWSER }]);
    let account = json!([{ "kind": "account", "value": "17" }]);
    let said = |call: Call| call.header("cookie", &cookie);
    for (what, no) in [
        (
            "the account",
            Call::post("/v1/opt-outs", &json!({ "identifiers": account })),
        ),
        (
            "a press",
            said(Call::post("/v1/visits", &json!({ "act": "opt_out" }))),
        ),
        (
            "a signal",
            Call::post(
                "/v1/signals",
                &json!({ "signal": "gpc", "identifiers": browser }),
            ),
        ),
        (
            "the header, to the script",
            said(Call::get("/refrain.js")).header("sec-gpc", "1"),
        ),
        (
            "the header, to the page",
            said(Call::get("/privacy-choices")).header("sec-gpc", "1"),
        ),
    ] {
        let node = TestNode::start().await;
        opt_out(&node).await;
        let links = [
            json!({ "identifiers": [ada()["identifiers"][0], account[0]] }),
            json!({ "identifiers": [account[0], browser[0]] }),
        ];
        for link in links {
            let body = json!({ "links": [link] });
            let linked = node.send(Call::post("/v1/links", &body).key("intake"));
            assert_eq!(linked.await.status, 200);
        }
        let first = ask(&node).await;
        assert!(node.send(no).await.status < 300, "{what}");
        assert_eq!(confirm(&node, &first).await.status, 409, "{what}");
        assert_eq!(decision(&node).await, "deny", "{what}");
    }
}

#[tokio::test]
async fn what_is_too_late_or_about_nothing_is_refused() {
    let node = TestNode::start().await;
    assert_snapshot!(ask(&node).await, @r#"409 {"detail":"nothing is opted out that could be opted in again","status":409,"title":"The request was not carried out","type":"urn:refrain:problem:refused"}"#);
    let no = opt_out(&node).await;
    assert_snapshot!(confirm(&node, &no).await, @r#"404 {"detail":"this is not a request to opt in","status":404,"title":"There is nothing here","type":"urn:refrain:problem:not-found"}"#);
    let first = ask(&node).await;
    advance(SignedDuration::from_hours(25));
    assert_snapshot!(confirm(&node, &first).await, @r#"409 {"detail":"the request to opt in is older than 24 hours: begin again","status":409,"title":"The request was not carried out","type":"urn:refrain:problem:refused"}"#);
    assert_eq!(decision(&node).await, "deny");
}

#[tokio::test]
async fn it_needs_a_key_of_the_intake() {
    let node = TestNode::start().await;
    opt_out(&node).await;
    let first = ask(&node).await;
    let size = node.size();
    for path in [
        "/v1/opt-ins".into(),
        format!("/v1/opt-ins/{}/confirm", first.code()),
    ] {
        let call = || Call::post(&path, &ada());
        assert_eq!(node.send(call()).await.status, 401, "{path}");
        assert_eq!(node.send(call().key("decide")).await.status, 403, "{path}");
        assert_eq!(node.send(call().key("nobody")).await.status, 401, "{path}");
    }
    assert_eq!(node.size(), size);
    let unknown = "/v1/opt-ins/0000-0000-0000-0000/confirm";
    assert_snapshot!(node.send(Call::post(unknown, &Value::Null).key("intake")).await, @r#"404 {"detail":"there is no such request","status":404,"title":"There is nothing here","type":"urn:refrain:problem:not-found"}"#);
}
