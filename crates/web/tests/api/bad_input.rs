//! What cannot be used is refused by name, leaves no trace, and is not repeated to anybody.

mod borders;

use serde_json::{Value, json};

use crate::support::{Answer, Call, TestNode};

/// Stands in values that must not come back.
const PRIVATE: &str = "zq9private";

const OPT_OUTS: &str = "/v1/opt-outs";
const SIGNALS: &str = "/v1/signals";
const OPT_INS: &str = "/v1/opt-ins";
const DECISIONS: &str = "/v1/decisions";
const BATCH: &str = "/v1/decisions:batch";
const EVERYWHERE: [&str; 5] = [OPT_OUTS, SIGNALS, OPT_INS, DECISIONS, BATCH];

fn key(path: &str) -> &'static str {
    match path {
        DECISIONS | BATCH => "decide",
        _ => "intake",
    }
}

async fn check(node: &TestNode, path: &str, body: impl Into<Vec<u8>>, expected: (u16, &str)) {
    let body = body.into();
    let shown: String = String::from_utf8_lossy(&body).chars().take(200).collect();
    let size = node.size();
    let answer = node.send(Call::raw(path, body).key(key(path))).await;
    assert_problem(&answer, &format!("{path} {shown}"));
    let field = answer.json()["field"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert_eq!(
        (answer.status, &*field),
        expected,
        "{path} {shown}: {answer}"
    );
    assert_eq!(node.size(), size, "{path} {shown}");
}

fn assert_problem(answer: &Answer, what: &str) {
    let kind = answer.header("content-type");
    assert_eq!(kind, "application/problem+json", "{what}: {answer}");
    assert!((400..500).contains(&answer.status), "{what}: {answer}");
    assert!(!answer.text().contains(PRIVATE), "{what}: {answer}");
    let said = answer.json();
    assert_eq!(said["status"], answer.status);
    assert!(
        said["detail"]
            .as_str()
            .is_some_and(|detail| detail.len() > 5)
    );
}

/// A good body for a path.
fn good(path: &str) -> Value {
    let identifiers = json!([{ "kind": "email", "value": format!("{PRIVATE}@example.com") }]);
    let question = json!({ "identifiers": identifiers, "recipient": PRIVATE, "purpose": "sale" });
    match path {
        SIGNALS => json!({ "signal": "gpc", "identifiers": identifiers }),
        DECISIONS => question,
        BATCH => json!({ "questions": [question] }),
        _ => json!({ "identifiers": identifiers }),
    }
}

/// A good body with one thing in it replaced.
fn with(path: &str, pointer: &str, value: Value) -> String {
    let mut body = good(path);
    let pointer = match path {
        BATCH => format!("/questions/0{pointer}"),
        _ => pointer.to_owned(),
    };
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let place = body.pointer_mut(parent).unwrap();
    match place {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        other => other[name] = value,
    }
    body.to_string()
}

/// How a field is named in the problem.
fn named(path: &str, field: &str) -> String {
    match path {
        BATCH => format!("questions[0].{field}"),
        _ => field.to_owned(),
    }
}

#[tokio::test]
async fn what_is_not_json_is_malformed() {
    let node = TestNode::start().await;
    for path in EVERYWHERE {
        for body in [
            "",
            " ",
            "{",
            "}",
            "[",
            "nul",
            "\u{feff}{}",
            PRIVATE,
            "'zq9private'",
            "{} {}",
            "1e999999",
            "{,}",
            "\"\\ud800\"",
        ] {
            check(&node, path, body, (400, "body")).await;
        }
        check(&node, path, b"\"\xff\xfe\"".to_vec(), (400, "body")).await;
        check(&node, path, vec![0; 64], (400, "body")).await;
        let deep = node
            .send(Call::raw(path, "[".repeat(100_000)).key(key(path)))
            .await;
        assert_problem(&deep, "[[[…");
        let whole = good(path).to_string();
        let cut = &whole[..whole.len() - 1];
        let answer = node.send(Call::raw(path, cut).key(key(path))).await;
        assert_problem(&answer, cut);
        let more = format!("{whole}{PRIVATE}");
        check(&node, path, more, (400, "body")).await;
    }
}

#[tokio::test]
async fn the_wrong_type_is_named_wherever_it_is() {
    let node = TestNode::start().await;
    for path in EVERYWHERE {
        for body in ["null", "true", "7", "\"zq9private\""] {
            check(&node, path, body, (400, "body")).await;
        }
        let wrong = |allowed: fn(&Value) -> bool| {
            let all = [
                Value::Null,
                json!(true),
                json!(7),
                json!(-1.5e300),
                json!(PRIVATE),
                json!([PRIVATE]),
                json!({ PRIVATE: 1 }),
            ];
            all.into_iter().filter(move |value| !allowed(value))
        };
        for value in wrong(Value::is_array) {
            let body = with(path, "/identifiers", value);
            check(&node, path, body, (400, &named(path, "identifiers"))).await;
        }
        for value in wrong(|value| value.is_object() || value.is_array()) {
            let body = with(path, "/identifiers/0", value);
            check(&node, path, body, (400, &named(path, "identifiers[0]"))).await;
        }
        for part in ["kind", "value"] {
            for value in wrong(Value::is_string) {
                let body = with(path, &format!("/identifiers/0/{part}"), value);
                let field = named(path, &format!("identifiers[0].{part}"));
                check(&node, path, body, (400, &field)).await;
            }
        }
    }
}

#[tokio::test]
async fn the_wrong_type_of_whatever_is_optional_is_named() {
    let node = TestNode::start().await;
    for (path, field, value) in [
        (OPT_OUTS, "purposes", json!("sale")),
        (OPT_OUTS, "purposes", json!({})),
        (OPT_OUTS, "purposes[0]", json!([7])),
        (OPT_OUTS, "state", json!(7)),
        (OPT_OUTS, "state", json!(["CA"])),
        (OPT_OUTS, "agent", json!(7)),
        (OPT_OUTS, "agent", json!([PRIVATE])),
        (OPT_OUTS, "agent.name", json!({ "name": 7 })),
        (OPT_OUTS, "agent", json!({})),
        (OPT_OUTS, "channel", json!(7)),
        (OPT_OUTS, "channel", json!(PRIVATE)),
        (OPT_INS, "purposes[1]", json!(["sale", null])),
        (OPT_INS, "channel", json!(PRIVATE)),
        (SIGNALS, "signal", json!(PRIVATE)),
        (SIGNALS, "signal", json!(true)),
        (SIGNALS, "signal", json!(null)),
        (DECISIONS, "recipient", json!(7)),
        (DECISIONS, "purpose", json!(null)),
        (DECISIONS, "signals", json!(true)),
        (DECISIONS, "signals.gpc", json!({ "gpc": 1 })),
        (DECISIONS, "age", json!(12)),
        (DECISIONS, "age", json!(PRIVATE)),
        (BATCH, "questions[0].age", json!(12)),
    ] {
        let place = field.rsplit_once('.').map_or(field, |(before, after)| {
            if ["signals", "agent"].contains(&before) {
                before
            } else {
                after
            }
        });
        let place = place.split('[').next().unwrap();
        let body = with(path, &format!("/{place}"), value);
        check(&node, path, body, (400, field)).await;
    }
}

#[tokio::test]
async fn what_is_missing_unknown_or_said_twice_is_named() {
    let node = TestNode::start().await;
    for path in EVERYWHERE {
        let status = if path == SIGNALS {
            "signal"
        } else {
            "identifiers"
        };
        let answer = node.send(Call::raw(path, "{}").key(key(path))).await;
        assert_problem(&answer, path);
        let missing = if path == BATCH { "questions" } else { status };
        assert!(answer.text().contains(missing), "{answer}");
        // The name of what is not known may be a person's, so the place around it is named.
        let around = if path == BATCH {
            "questions[0]"
        } else {
            "body"
        };
        let unknown = with(path, &format!("/{PRIVATE}@example.com"), json!(7));
        check(&node, path, unknown, (400, around)).await;
        let unknown = with(
            path,
            &format!("/identifiers/0/{PRIVATE}@example.com"),
            json!(7),
        );
        check(&node, path, unknown, (400, &named(path, "identifiers[0]"))).await;
    }
    for agent in [
        r#"{"zq9private":7}"#,
        r#"{"zq9private":x}"#,
        r#"{"zq9private"#,
    ] {
        let body = format!(r#"{{"identifiers":[],"agent":{agent}}}"#);
        let answer = node.send(Call::raw(OPT_OUTS, body)).await;
        assert_problem(&answer, agent);
    }
    // The parser names the place around what is said twice, and the detail names the rest.
    let twice = r#"{"identifiers":[],"identifiers":[{"kind":"email","value":"a@zq9private.com"}]}"#;
    check(&node, OPT_OUTS, twice, (400, "body")).await;
    let twice = r#"{"identifiers":[{"kind":"email","kind":"phone","value":"zq9private"}]}"#;
    check(&node, OPT_OUTS, twice, (400, "identifiers[0]")).await;
    let answer = node.send(Call::raw(OPT_OUTS, twice)).await;
    assert!(answer.text().contains("duplicate field `kind`"), "{answer}");
}

/// Values that are none of their kind.
const UNUSABLE: [(&str, &[&str]); 7] = [
    (
        "email",
        &[
            "",
            " ",
            PRIVATE,
            "@zq9private.com",
            "zq9private@",
            "a@zq9private",
            "a b@zq9private.com",
        ],
    ),
    (
        "email",
        &[
            "a@zq9private..com",
            "a@@zq9private.com",
            "<a@zq9private.com>",
            "mailto:a@zq9private.com",
            "a\r\nBcc:b@zq9private.com",
        ],
    ),
    (
        "phone",
        &[
            "",
            PRIVATE,
            "1",
            "+",
            "++14155550142",
            "+0123456789",
            "+1415555014212345678",
            "555-0142 x3",
            "020 7123 4567",
            "415 555 931",
        ],
    ),
    (
        "advertising_id",
        &[
            "",
            PRIVATE,
            "00000000-0000-0000-0000-000000000000",
            "6d92078a",
            "zd92078a-8246-4ba4-ae5b-76104861e7dc",
        ],
    ),
    (
        "account",
        &[
            "",
            " \t ",
            "zq9private\0",
            "zq9private\u{7}",
            "zq9\u{85}private",
        ],
    ),
    ("browser", &["", "\n"]),
    ("loyalty_card", &["", "zq9\nprivate"]),
];

#[tokio::test]
async fn values_that_cannot_be_used_are_named() {
    let node = TestNode::start().await;
    let long = PRIVATE.repeat(100);
    for path in EVERYWHERE {
        let field = named(path, "identifiers[0].value");
        for (kind, values) in UNUSABLE {
            for value in values.iter().chain([&&*long]) {
                let identifier = json!({ "kind": kind, "value": value });
                let body = with(path, "/identifiers/0", identifier);
                check(&node, path, body, (422, &field)).await;
            }
        }
        for kind in [
            PRIVATE,
            "",
            "Email",
            "email ",
            "ssn",
            "__proto__",
            "ema\u{131}l",
        ] {
            let body = with(path, "/identifiers/0/kind", json!(kind));
            check(
                &node,
                path,
                body,
                (422, &named(path, "identifiers[0].kind")),
            )
            .await;
        }
    }
}

#[tokio::test]
async fn choices_that_make_no_sense_are_named() {
    let node = TestNode::start().await;
    let long = "n".repeat(201);
    for (path, place, value, field) in [
        (OPT_OUTS, "/identifiers", json!([]), "identifiers"),
        (OPT_INS, "/identifiers", json!([]), "identifiers"),
        (OPT_OUTS, "/purposes", json!([]), "purposes"),
        (OPT_INS, "/purposes", json!([]), "purposes"),
        (
            OPT_OUTS,
            "/purposes",
            json!(["sale", PRIVATE]),
            "purposes[1]",
        ),
        (OPT_OUTS, "/purposes", json!(["Sale"]), "purposes[0]"),
        (OPT_OUTS, "/state", json!(PRIVATE), "state"),
        (OPT_OUTS, "/state", json!(""), "state"),
        (OPT_OUTS, "/state", json!("ZZ"), "state"),
        (OPT_OUTS, "/agent", json!(""), "agent"),
        (OPT_OUTS, "/agent", json!("a\nb"), "agent"),
        (OPT_OUTS, "/agent", json!(long), "agent"),
        (DECISIONS, "/purpose", json!(PRIVATE), "purpose"),
        (DECISIONS, "/recipient", json!(""), "recipient"),
        (BATCH, "/purpose", json!(PRIVATE), "questions[0].purpose"),
    ] {
        check(&node, path, with(path, place, value), (422, field)).await;
    }
}
