//! Which sites' pages may call from a browser.

use serde_json::json;

use crate::support::{Answer, Call, TestNode};

const OURS: &str = "https://shop.example";
const OTHERS: [&str; 5] = [
    "https://evil.example",
    "http://shop.example",
    "https://shop.example.evil.example",
    "https://shop.example:8443",
    "null",
];

fn allowed(answer: &Answer) -> &str {
    answer.header("access-control-allow-origin")
}

#[tokio::test]
async fn a_configured_site_may_read_the_answer_and_others_may_not() {
    let node = TestNode::start().await;
    for (path, body) in [
        (
            "/v1/opt-outs",
            json!({ "identifiers": [{ "kind": "account", "value": "1" }] }),
        ),
        ("/v1/signals", json!({ "signal": "gpc" })),
    ] {
        let call = |origin| Call::post(path, &body).header("origin", origin);
        let answer = node.send(call(OURS)).await;
        assert!(answer.status < 300);
        assert_eq!(
            (allowed(&answer), answer.header("vary")),
            (OURS, "Origin"),
            "{path}"
        );
        for other in OTHERS {
            let answer = node.send(call(other)).await;
            assert_eq!(
                (allowed(&answer), answer.header("vary")),
                ("", "Origin"),
                "{other}"
            );
        }
    }
}

#[tokio::test]
async fn even_a_refusal_can_be_read_by_a_configured_site() {
    let node = TestNode::start().await;
    let answer = node
        .send(Call::raw("/v1/opt-outs", "{").header("origin", OURS))
        .await;
    assert_eq!((answer.status, allowed(&answer)), (400, OURS));
}

#[tokio::test]
async fn preflight_is_answered_for_public_paths_only() {
    let node = TestNode::start().await;
    let preflight = |path: &str, origin| {
        Call::new("OPTIONS", path, Vec::new())
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type")
    };
    for path in ["/v1/opt-outs", "/v1/signals"] {
        let answer = node.send(preflight(path, OURS)).await;
        assert_eq!((answer.status, allowed(&answer)), (204, OURS));
        assert_eq!(answer.header("access-control-allow-methods"), "POST");
        assert_eq!(
            answer.header("access-control-allow-headers"),
            "content-type, prefer"
        );
        let answer = node.send(preflight(path, OTHERS[0])).await;
        assert_eq!((answer.status, allowed(&answer)), (204, ""));
        assert_eq!(answer.header("access-control-allow-methods"), "");
    }
    for path in [
        "/v1/decisions",
        "/v1/opt-ins",
        "/v1/destinations",
        "/privacy-choices",
    ] {
        let answer = node.send(preflight(path, OURS)).await;
        assert_eq!((answer.status, allowed(&answer)), (405, ""), "{path}");
    }
}
