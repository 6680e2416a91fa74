//! `POST /v1/decisions` and `POST /v1/decisions:batch`.

use std::time::Duration;

use insta::assert_snapshot;
use optout::{Contract, DestinationDeclared, Entry, Purpose, Recipient, Role};
use serde_json::{Value, json};

use crate::support::{Call, TestNode, advance_instant};

const PATH: &str = "/v1/decisions";

async fn ask(node: &TestNode, question: &Value) -> Value {
    let answer = node.send(Call::post(PATH, question).key("decide")).await;
    assert_eq!(answer.status, 200, "{answer}");
    answer.json()
}

/// Asks about Ada, with more in the question, and compares decision, reason and rule.
async fn check(node: &TestNode, more: Value, expected: [&str; 3]) {
    let mut question = json!({
        "identifiers": [{ "kind": "email", "value": "ada@example.com" }],
        "recipient": "acme-ads",
        "purpose": "sharing",
    });
    let fields = more.as_object().unwrap().clone();
    question.as_object_mut().unwrap().extend(fields);
    let answer = ask(node, &question).await;
    let said = ["decision", "reason", "rule"].map(|name| answer[name].as_str().unwrap());
    assert_eq!(said, expected, "{more}");
    assert_eq!(answer["as_of"]["size"], node.size());
    assert!(answer["as_of"]["age_ms"].is_u64());
}

async fn opt_out(node: &TestNode, more: Value) {
    let mut body = json!({ "identifiers": [{ "kind": "email", "value": "ada@example.com" }] });
    let fields = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(fields);
    let answer = node.send(Call::post("/v1/opt-outs", &body)).await;
    assert_eq!(answer.status, 201, "{answer}");
}

const NO_OPT_OUT: [&str; 3] = ["allow", "no_opt_out", "Cal. Civ. Code 1798.120(a)"];
const OPTED_OUT: [&str; 3] = [
    "deny",
    "opted_out",
    "Cal. Civ. Code 1798.120(d), 1798.135(c)(4)",
];
const SIGNAL: [&str; 3] = ["deny", "preference_signal", "11 CCR 7025(c)(1)"];
const MINOR: [&str; 3] = ["deny", "minor_not_authorized", "Cal. Civ. Code 1798.120(c)"];
const LIMITED: [&str; 3] = ["deny", "limited", "Cal. Civ. Code 1798.121(b)"];

#[tokio::test]
async fn who_said_nothing_may_be_sold_except_a_minor_or_against_a_signal() {
    let node = TestNode::start().await;
    check(&node, json!({}), NO_OPT_OUT).await;
    check(&node, json!({ "identifiers": [] }), NO_OPT_OUT).await;
    check(&node, json!({ "signals": { "gpc": false } }), NO_OPT_OUT).await;
    check(&node, json!({ "signals": { "gpc": true } }), SIGNAL).await;
    for (name, string, expected) in [
        ("gpp", "DBABLA~CVQVAAAAAACA.QA", SIGNAL),
        ("gpp", "DBABLA~CVQqAAAAAACA.QA", NO_OPT_OUT),
        ("gpp", "DBABBg~BUoAAACA.YA", SIGNAL), // Its fields say otherwise: the signal wins.
        ("gpp", "DBABBg~B", SIGNAL),           // What cannot be read counts as a no.
        ("gpp", "DBABBg~BUoAAACA.", SIGNAL),   // So does a part: its sub-section,
        ("gpp", "DBABBg=~BUoAAACA.QA", SIGNAL), // or the end of its header.
        ("gpp", "DBABBg~BU8AAACA", SIGNAL),    // 3 may have been meant as a no.
        ("gpp", "DBABBg~CUoAAACA.QA", SIGNAL), // A version that is not known.
        ("gpp", "DBABEYA~BVqo.QA", SIGNAL),    // A section on which libraries disagree.
        ("gpp", "DBACBlY~BUoAAACA.QA~BUUAAACA", SIGNAL), // A section that is not known.
        ("gpp", "DBABMA~CPXx.YA", NO_OPT_OUT), // Europe's section says nothing about the US.
        ("gpp", "DBACNMA~CPXx.YA~BUoAAACA.QA", NO_OPT_OUT),
        ("gpp", "DBABLA~CqgqAAAAAACA.QA", SIGNAL), // A yes without notice of the right to say no.
        ("gpp", "", NO_OPT_OUT),
        ("us_privacy", "", NO_OPT_OUT),
        ("us_privacy", "1YYN", SIGNAL),
        ("us_privacy", "1YNN", NO_OPT_OUT),
        ("us_privacy", "1---", NO_OPT_OUT),
    ] {
        check(&node, json!({ "signals": { name: string } }), expected).await;
    }
    check(
        &node,
        json!({ "identifiers": [], "signals": { "gpc": true } }),
        SIGNAL,
    )
    .await;
    check(&node, json!({ "age": "under_13" }), MINOR).await;
    check(&node, json!({ "age": "13_to_15" }), MINOR).await;
    check(&node, json!({ "age": "16_or_older" }), NO_OPT_OUT).await;
}

#[tokio::test]
async fn who_said_no_is_denied_everywhere_and_nobody_else() {
    let node = TestNode::start().await;
    opt_out(&node, json!({})).await;
    for purpose in ["sale", "sharing", "targeted_advertising"] {
        check(&node, json!({ "purpose": purpose }), OPTED_OUT).await;
        check(
            &node,
            json!({ "purpose": purpose, "recipient": "anybody" }),
            OPTED_OUT,
        )
        .await;
    }
    check(&node, json!({ "purpose": "sensitive" }), NO_OPT_OUT).await;
    let grace = json!([{ "kind": "email", "value": "grace@example.com" }]);
    check(&node, json!({ "identifiers": grace }), NO_OPT_OUT).await;
    let both = json!([grace[0], { "kind": "email", "value": "ADA@example.com" }]);
    check(&node, json!({ "identifiers": both }), OPTED_OUT).await;
    // The same letters of another kind are somebody else.
    let account = json!([{ "kind": "account", "value": "ada@example.com" }]);
    check(&node, json!({ "identifiers": account }), NO_OPT_OUT).await;
}

#[tokio::test]
async fn what_was_not_said_no_to_stays_allowed() {
    let node = TestNode::start().await;
    opt_out(&node, json!({ "purposes": ["sale"] })).await;
    check(&node, json!({ "purpose": "sale" }), OPTED_OUT).await;
    check(&node, json!({ "purpose": "sharing" }), NO_OPT_OUT).await;
    opt_out(&node, json!({ "purposes": ["sensitive"] })).await;
    check(&node, json!({ "purpose": "sensitive" }), LIMITED).await;
    check(&node, json!({ "purpose": "sharing" }), NO_OPT_OUT).await;
}

#[tokio::test]
async fn a_business_purpose_is_a_sale_unless_a_contract_is_on_file() {
    let node = TestNode::start().await;
    for (name, role, contract) in [
        ("cloud", Role::ServiceProvider, Some("C-1")),
        ("handshake", Role::ServiceProvider, None),
        ("broker", Role::ThirdParty, Some("C-2")),
    ] {
        node.record(destination(name, role, contract)).await;
    }
    opt_out(&node, json!({})).await;
    let contract = [
        "allow",
        "under_contract",
        "Cal. Civ. Code 1798.140(e), (ag); 11 CCR 7050, 7051",
    ];
    for (recipient, expected) in [
        ("cloud", contract),
        ("handshake", OPTED_OUT),
        ("broker", OPTED_OUT),
        ("stranger", OPTED_OUT),
    ] {
        let more = json!({ "purpose": "fraud_prevention", "recipient": recipient });
        check(&node, more, expected).await;
    }
    // A sale is a sale, whoever buys.
    check(&node, json!({ "recipient": "cloud" }), OPTED_OUT).await;
}

fn destination(name: &str, role: Role, contract: Option<&str>) -> Entry {
    Entry::Destination(Box::new(DestinationDeclared {
        at: "2026-11-23T14:00:00Z".parse().unwrap(),
        name: name.to_owned(),
        url: "https://example.com/hook".into(),
        recipient: Recipient {
            name: name.to_owned(),
            role,
            contract: contract.map(|reference| Contract {
                reference: reference.to_owned(),
                until: None,
            }),
        },
        purposes: [Purpose::Sale].into_iter().collect(),
        secrets: 1,
    }))
}

#[tokio::test]
async fn a_batch_answers_in_order() {
    let node = TestNode::start().await;
    opt_out(&node, json!({})).await;
    let about = |email: &str| {
        let identifiers = json!([{ "kind": "email", "value": email }]);
        json!({ "identifiers": identifiers, "recipient": "acme-ads", "purpose": "sale" })
    };
    let batch = |questions: Vec<Value>| {
        Call::post("/v1/decisions:batch", &json!({ "questions": questions })).key("decide")
    };
    let questions = vec![about("grace@example.com"), about("ada@example.com")];
    let answer = node.send(batch(questions)).await.json();
    let said = |place: usize| answer["decisions"][place]["decision"].clone();
    assert_eq!(
        [said(0), said(1), said(2)],
        [json!("allow"), json!("deny"), Value::Null]
    );

    assert_snapshot!(node.send(batch(Vec::new())).await, @r#"200 {"decisions":[]}"#);
    let most = vec![about("grace@example.com"); web::api::MAX_QUESTIONS];
    assert_eq!(node.send(batch(most.clone())).await.status, 200);
    let more = [most, vec![about("grace@example.com")]].concat();
    assert_snapshot!(node.send(batch(more)).await, @r#"422 {"detail":"send at most 1000 questions at a time","field":"questions","status":422,"title":"A value cannot be used","type":"urn:refrain:problem:invalid-value"}"#);
    let wrong = vec![about("grace@example.com"), about("nobody")];
    assert_snapshot!(node.send(batch(wrong)).await, @r#"422 {"detail":"is not an e-mail address: it needs one @, a name before it and a domain with a dot after it, and neither spaces nor mailto:","field":"questions[1].identifiers[0].value","status":422,"title":"A value cannot be used","type":"urn:refrain:problem:invalid-value"}"#);
}

#[tokio::test]
async fn what_cannot_be_known_is_denied() {
    let node = TestNode::start().await;
    check(&node, json!({}), NO_OPT_OUT).await;
    advance_instant(Duration::from_secs(11));
    let stale = [
        "deny",
        "stale",
        "fail closed: the log was last read too long ago",
    ];
    check(&node, json!({}), stale).await;
}
