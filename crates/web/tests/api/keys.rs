//! Keys to the API.

use insta::assert_snapshot;
use optout::{Entry, Scope};
use serde_json::json;

use crate::support::{Call, TestNode};

/// What needs a key, and the scope that it needs.
fn closed() -> [(Call, &'static str); 5] {
    let nothing = json!({});
    [
        (Call::post("/v1/decisions", &nothing), "decide"),
        (Call::post("/v1/decisions:batch", &nothing), "decide"),
        (Call::post("/v1/opt-ins", &nothing), "intake"),
        (Call::post("/v1/opt-ins/x/confirm", &nothing), "intake"),
        (Call::get("/v1/destinations"), "read"),
    ]
}

#[tokio::test]
async fn what_is_closed_needs_a_key_of_its_scope() {
    let node = TestNode::start().await;
    for (call, _) in closed() {
        assert_eq!(node.send(call).await.status, 401);
    }
    for (call, _) in closed() {
        assert_eq!(node.send(call.key("unheard-of")).await.status, 401);
    }
    for (call, _) in closed() {
        assert_eq!(node.send(call.key("disclose")).await.status, 403);
    }
    for scope in Scope::ALL.map(Scope::name) {
        for (call, needed) in closed() {
            let status = node.send(call.key(scope)).await.status;
            let allowed = scope == needed || scope == "admin";
            assert_eq!(allowed, status != 403, "{scope} for {needed}: {status}");
            assert_ne!(status, 401);
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_key_is_said() {
    let node = TestNode::start().await;
    let call = || Call::post("/v1/decisions", &json!({}));
    assert_snapshot!(node.send(call()).await, @r#"401 {"detail":"send `Authorization: Bearer KEY` with a key of scope `decide`","field":"Authorization","status":401,"title":"A key is needed","type":"urn:refrain:problem:unauthorized"}"#);
    assert_snapshot!(node.send(call().key("unheard-of")).await, @r#"401 {"detail":"this key is not known: it may have been revoked","field":"Authorization","status":401,"title":"A key is needed","type":"urn:refrain:problem:unauthorized"}"#);
    assert_snapshot!(node.send(call().key("read")).await, @r#"403 {"detail":"this key lacks the scope `decide`","status":403,"title":"Not allowed","type":"urn:refrain:problem:forbidden"}"#);
    for none in ["Basic YTpi", "Bearer", "rfk_decide", "Bearerrfk_decide"] {
        let answer = node.send(call().header("authorization", none)).await;
        assert_eq!(answer.text(), node.send(call()).await.text(), "{none}");
    }
    // A scheme's name is in any case.
    for good in ["bearer rfk_decide", "BEARER  rfk_decide"] {
        let answer = node.send(call().header("authorization", good)).await;
        assert_eq!(answer.status, 400, "{good}");
    }
}

#[tokio::test]
async fn who_shows_a_key_where_none_is_needed_must_show_a_good_one() {
    let node = TestNode::start().await;
    let body = json!({ "identifiers": [{ "kind": "email", "value": "ada@example.com" }] });
    for (key, status) in [
        ("unheard-of", 401),
        ("read", 403),
        ("intake", 201),
        ("admin", 200),
    ] {
        let answer = node.send(Call::post("/v1/opt-outs", &body).key(key)).await;
        assert_eq!(answer.status, status, "{key}");
    }
    // What the site's own proxy asks for is no key of ours.
    let proxied = Call::post("/v1/opt-outs", &body).header("authorization", "Basic YTpi");
    assert_eq!(node.send(proxied).await.status, 200);
}

#[tokio::test]
async fn a_revoked_key_opens_nothing() {
    let node = TestNode::start().await;
    let call = || Call::get("/v1/destinations").key("read");
    assert_eq!(node.send(call()).await.status, 200);
    node.record(Entry::ApiKeyRevoked {
        at: "2026-11-23T15:00:00Z".parse().unwrap(),
        id: "read".into(),
    })
    .await;
    assert_eq!(node.send(call()).await.status, 401);
}
