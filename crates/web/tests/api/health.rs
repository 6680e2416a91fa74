//! `GET /healthz` and `GET /readyz`.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::json;

use crate::support::{Call, TestNode, advance_instant};

#[tokio::test]
async fn it_is_alive_before_it_is_ready() {
    let node = TestNode::starting();
    assert_snapshot!(node.send(Call::get("/healthz")).await, @"200 ok");
    assert_snapshot!(node.send(Call::get("/readyz")).await, @r#"503 {"age_ms":null,"entries":0,"reason":"the log is still being read, or could not be: see the process's log","status":"not ready"}"#);
}

#[tokio::test]
async fn it_is_ready_when_the_log_has_been_read_and_not_when_that_is_long_ago() {
    let node = TestNode::start().await;
    let ready = node.send(Call::get("/readyz")).await;
    assert_eq!((ready.status, &ready.json()["entries"]), (200, &json!(5)));
    advance_instant(Duration::from_secs(11));
    let stale = node.send(Call::get("/readyz")).await;
    assert_eq!(stale.status, 503);
    let reason = stale.json()["reason"].clone();
    assert_eq!(reason, "the log has not been heard of for too long");
    assert_eq!(node.send(Call::get("/healthz")).await.status, 200);
}
