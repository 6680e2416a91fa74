//! `refrain serve`, from its start to its end.

use serde_json::json;

use crate::support::http::Connection;
use crate::support::installation::Installation;

#[test]
fn asked_to_stop_it_publishes_what_it_took_and_ends_well() {
    let installation = Installation::new("");
    let server = installation.serve();
    let mut connection = Connection::open(server.address).unwrap();
    for number in 0..50 {
        let body =
            json!({ "identifiers": [{ "kind": "account", "value": format!("ada-{number}") }] });
        let answer = connection.post("/v1/opt-outs", "Prefer: wait=0\r\n", &body);
        assert_eq!(answer.unwrap().status, 201);
    }
    // The connection stays open: an idle client does not hold the server up.
    assert!(server.stop().success(), "{}", installation.server_log());
    let checked = installation.run(&["ledger", "check", "--json"]).succeeded();
    let checked: serde_json::Value = serde_json::from_str(&checked).unwrap();
    assert_eq!(
        (&checked["entries"], &checked["published"]),
        (&json!(50), &json!(50))
    );
}

#[test]
fn an_address_that_is_taken_is_refused_with_a_hint() {
    let installation = Installation::new("");
    let server = installation.serve();
    let address = server.address.to_string();
    let other = Installation::new("");
    let ran = other.run(&["serve", "--listen", &address]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("give another with --listen"), "{ran:?}");
}

#[test]
fn two_servers_on_one_folder_serve_one_log() {
    let installation = Installation::new("");
    let (one, other) = (installation.serve(), installation.serve());
    let mut connections = [&one, &other].map(|server| Connection::open(server.address).unwrap());
    for number in 0..20 {
        let body =
            json!({ "identifiers": [{ "kind": "account", "value": format!("ada-{number}") }] });
        let connection = &mut connections[number % 2];
        let answer = connection.post("/v1/opt-outs", "", &body).unwrap();
        assert_eq!(
            (answer.status, &answer.json()["entry"]["index"]),
            (201, &json!(number))
        );
    }
    assert!(one.stop().success() && other.stop().success());
    installation.run(&["ledger", "check"]).succeeded();
}

#[test]
fn a_log_keeps_its_key_and_its_name_over_restarts() {
    let installation = Installation::new("log.origin = 'first.example/log'");
    let key = |installation: &Installation| {
        let server = installation.serve();
        let mut connection = Connection::open(server.address).unwrap();
        connection.get("/log/key", "").unwrap().body
    };
    let before = key(&installation);
    assert!(before.starts_with("first.example/log+"), "{before}");
    let config = installation.data().join("refrain.toml");
    std::fs::write(config, "log.origin = 'second.example/log'").unwrap();
    assert_eq!(key(&installation), before);
}

#[test]
fn a_decision_over_a_socket_is_refused_like_any_other() {
    let installation = Installation::new("");
    let key = |scope| {
        let key = installation.run(&["key", "new", "--scope", scope]);
        format!("Authorization: Bearer {}\r\n", key.succeeded().trim())
    };
    let (decide, read) = (key("decide"), key("read"));
    let server = installation.serve();
    let unknown = "Authorization: Bearer rfk_unknown\r\n";
    let question = json!({ "identifiers": [], "recipient": "acme", "purpose": "sale" });
    let with = |name: &str, value: serde_json::Value| {
        let mut question = question.clone();
        question[name] = value;
        question
    };
    let many = vec![json!({ "kind": "account", "value": "1" }); 10_000];
    for (key, body, status, field) in [
        (&*decide, question.clone(), 200, json!(null)),
        ("", question.clone(), 401, json!("Authorization")),
        (unknown, question.clone(), 401, json!("Authorization")),
        (&read, question.clone(), 403, json!(null)),
        (&decide, json!(7), 400, json!("body")),
        (
            &decide,
            with("recipient", json!(7)),
            400,
            json!("recipient"),
        ),
        (&decide, with("extra", json!(7)), 400, json!("body")),
        (
            &decide,
            with("purpose", json!("fun")),
            422,
            json!("purpose"),
        ),
        (
            &decide,
            with("identifiers", json!(many)),
            422,
            json!("identifiers"),
        ),
        (
            &decide,
            with("recipient", json!("a".repeat(2 << 20))),
            413,
            json!("body"),
        ),
    ] {
        let mut connection = Connection::open(server.address).unwrap();
        let answer = connection.post("/v1/decisions", key, &body).unwrap();
        assert_eq!(
            (answer.status, &answer.json()["field"]),
            (status, &field),
            "{answer:?}"
        );
    }
    let mut connection = Connection::open(server.address).unwrap();
    let answer = connection.get("/v1/decisions", &decide).unwrap();
    assert_eq!(answer.status, 405);
}
