//! `GET /.well-known/gpc.json`.

use insta::assert_snapshot;

use crate::support::{Call, TestNode};

#[tokio::test]
async fn it_says_that_the_signal_is_honoured_and_since_when() {
    let node = TestNode::start().await;
    let answer = node.send(Call::get("/.well-known/gpc.json")).await;
    assert_snapshot!(answer.text(), @r#"{"gpc":true,"lastUpdate":"2026-11-23"}"#);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
}
