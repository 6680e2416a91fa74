//! How many public requests one address may send.

use serde_json::json;

use crate::support::{Call, TestNode};

const FOREIGN: &str = "203.0.113.9:4711";
const NEIGHBOUR: &str = "203.0.113.10:4711";
/// The burst, and what a slow machine lets through while it is being sent.
const MANY: u32 = web::PUBLIC_BURST * 5;

/// Everything that is public and costs something.
fn public() -> [Call; 5] {
    [
        Call::post("/v1/visits", &json!({ "act": "opt_out" })),
        asked(),
        Call::get("/receipts/0000-0000-0000-0000"),
        Call::form("/privacy-choices", ""),
        asked().header("x-forwarded-for", "::1"),
    ]
}

/// A public call that is counted and leaves nothing behind.
fn asked() -> Call {
    Call::raw("/v1/opt-outs", "{}")
}

/// Uses up what an address may send.
async fn use_up(node: &TestNode, address: &str) {
    for _ in 0..MANY {
        if node.send(asked().peer(address)).await.status == 429 {
            return;
        }
    }
    panic!("{MANY} requests were taken");
}

#[tokio::test]
async fn an_address_that_sends_too_much_is_told_when_to_come_back() {
    let node = TestNode::start().await;
    use_up(&node, FOREIGN).await;
    let mut refused = 0;
    for call in public() {
        let answer = node.send(call.peer(FOREIGN)).await;
        // A moment has passed: one of them may be let through again.
        if answer.status == 429 {
            assert_eq!(answer.header("retry-after"), "1");
            refused += 1;
        }
    }
    assert!(refused > 1, "{refused}");
    for call in public() {
        assert_ne!(node.send(call.peer(NEIGHBOUR)).await.status, 429);
    }
}

#[tokio::test]
async fn the_machine_itself_and_whoever_has_a_key_are_not_limited() {
    let node = TestNode::start().await;
    for _ in 0..MANY {
        assert_eq!(node.send(asked()).await.status, 400);
        let keyed = asked().peer(FOREIGN).key("intake");
        assert_eq!(node.send(keyed).await.status, 400);
    }
}

#[tokio::test]
async fn what_comes_through_a_proxy_on_this_machine_counts_for_whom_it_comes_from() {
    let node = TestNode::start().await;
    let through = |address: &str| asked().header("x-forwarded-for", address);
    let mut statuses = Vec::new();
    for _ in 0..MANY {
        statuses.push(node.send(through("198.51.100.7")).await.status);
    }
    assert!(statuses.contains(&429));
    assert_eq!(node.send(through("198.51.100.8")).await.status, 400);
}

#[tokio::test]
async fn signals_of_nobody_take_nothing_from_whoever_presses() {
    let node = TestNode::start().await;
    for _ in 0..MANY {
        let signal = Call::post("/v1/signals", &json!({ "signal": "gpc" }));
        assert_eq!(node.send(signal.peer(FOREIGN)).await.status, 200);
    }
    let press = Call::form("/privacy-choices", "").peer(FOREIGN);
    assert_eq!(node.send(press).await.status, 200);
}

#[tokio::test]
async fn a_page_can_always_be_looked_at() {
    let node = TestNode::start().await;
    use_up(&node, FOREIGN).await;
    for path in [
        "/privacy-choices",
        "/.well-known/gpc.json",
        "/log/checkpoint",
        "/readyz",
    ] {
        assert_eq!(
            node.send(Call::get(path).peer(FOREIGN)).await.status,
            200,
            "{path}"
        );
    }
}

#[tokio::test]
async fn made_up_browsers_do_not_make_the_log_longer_than_an_address_may() {
    let node = TestNode::start().await;
    use_up(&node, FOREIGN).await;
    let before = node.size();
    let cookie = |nth: u32| format!("refrain_browser={nth:022}");
    for nth in 0..MANY {
        let calls = [
            Call::get("/refrain.js"),
            Call::get("/privacy-choices"),
            Call::post("/v1/visits", &json!({})),
        ];
        for call in calls {
            let call = call.header("sec-gpc", "1").header("cookie", cookie(nth));
            let path_is_page = node.send(call.peer(FOREIGN)).await.status;
            assert!([200, 429].contains(&path_is_page));
        }
    }
    let made = node.size() - before;
    assert!(made < u64::from(MANY), "{made}");

    // A repeat costs nothing, so it is free.
    let known = cookie(MANY);
    let visit = || Call::post("/v1/visits", &json!({})).header("cookie", &known);
    let signal = || visit().header("sec-gpc", "1");
    assert_eq!(node.send(signal()).await.status, 200);
    let size = node.size();
    for _ in 0..MANY {
        assert_eq!(node.send(signal().peer(NEIGHBOUR)).await.status, 200);
    }
    let told = json!({ "signal": "gpc", "identifiers": [{ "kind": "browser", "value": format!("{MANY:022}") }] });
    for _ in 0..MANY {
        let call = Call::post("/v1/signals", &told).peer(NEIGHBOUR);
        assert_eq!(node.send(call).await.status, 200);
    }
    assert_eq!(node.size(), size);
}
