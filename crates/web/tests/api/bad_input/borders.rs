//! More than there may be, deeper than it may be, and where nothing is.

use serde_json::{Value, json};

use super::{
    EVERYWHERE, OPT_INS, OPT_OUTS, PRIVATE, assert_problem, check, good, key, named, with,
};
use crate::support::{Call, TestNode};

#[tokio::test]
async fn too_much_is_refused_at_every_border() {
    let node = TestNode::start().await;
    let many = |count: usize| {
        let one = |number| json!({ "kind": "account", "value": format!("{PRIVATE}{number}") });
        Value::Array((0..count).map(one).collect())
    };
    for path in EVERYWHERE {
        for count in [web::intake::MAX_IDENTIFIERS + 1, 10_000] {
            let body = with(path, "/identifiers", many(count));
            check(&node, path, body, (422, &named(path, "identifiers"))).await;
        }
        let most = with(path, "/identifiers", many(web::intake::MAX_IDENTIFIERS));
        let answer = node.send(Call::raw(path, most).key(key(path))).await;
        // To opt in, there must be something to opt in to.
        assert!(
            answer.status < 300 || path == OPT_INS && answer.status == 409,
            "{answer}"
        );

        let mut padded = good(path).to_string();
        padded.push_str(&" ".repeat(web::MAX_BODY_BYTES - padded.len()));
        let answer = node
            .send(Call::raw(path, padded.clone()).key(key(path)))
            .await;
        assert_ne!(answer.status, 413, "{path}: exactly the limit");
        padded.push(' ');
        check(&node, path, padded, (413, "body")).await;
        check(&node, path, vec![b'a'; 5 << 20], (413, "body")).await;
    }
}

#[tokio::test]
async fn depth_and_width_break_nothing() {
    let node = TestNode::start().await;
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(50_000), close.repeat(50_000));
    for (field, value) in [
        ("agent", deep("[", "]")),
        ("agent", deep("{\"name\":", "}")),
        ("state", deep("[", "]")),
        ("extra", deep("[", "]")),
    ] {
        let body = format!(r#"{{"identifiers":[],"{field}":{value}}}"#);
        let answer = node.send(Call::raw(OPT_OUTS, body).key("intake")).await;
        assert_problem(&answer, field);
    }
    for number in ["1e400", "99999999999999999999999999", "-0", "0.1e-400"] {
        let body = format!(r#"{{"identifiers":[{{"kind":"account","value":{number}}}]}}"#);
        let answer = node.send(Call::raw(OPT_OUTS, body).key("intake")).await;
        assert_problem(&answer, number);
    }
}

#[tokio::test]
async fn what_has_no_address_or_another_method_is_a_problem_too() {
    let node = TestNode::start().await;
    let nowhere = "/v1/zq9private";
    for (what, call, status) in [
        ("nowhere", Call::get(nowhere), 404),
        ("method", Call::get(OPT_OUTS), 405),
        ("method", Call::new("DELETE", OPT_OUTS, Vec::new()), 405),
        (
            "method",
            Call::raw("/v1/destinations", "{}").key("read"),
            405,
        ),
        (
            "code",
            Call::raw("/v1/opt-ins/zq9private/confirm", "").key("intake"),
            404,
        ),
        (
            "code",
            Call::raw("/v1/opt-ins/%FF/confirm", "").key("intake"),
            404,
        ),
        (
            "program",
            Call::raw("/v1/programs/%FF/stays", "{}").key("intake"),
            422,
        ),
    ] {
        let answer = node.send(call).await;
        assert_eq!(answer.status, status, "{what}: {answer}");
        assert_problem(&answer, what);
    }
    let answer = node.send(Call::get("/receipts/%FF")).await;
    assert_eq!(answer.status, 404, "{answer}");
}
