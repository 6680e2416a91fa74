//! `refrain opt-out`, beside a running server and alone.

use serde_json::{Value, json};

use crate::support::http::Connection;
use crate::support::installation::{Installation, run};
use crate::support::patience::until;

#[test]
fn it_is_in_force_at_a_server_that_runs_beside_it() {
    let installation = Installation::new("");
    let key = installation
        .run(&["key", "new", "--scope", "decide"])
        .succeeded();
    let authorization = format!("Authorization: Bearer {}\r\n", key.trim());
    let server = installation.serve();
    let mut connection = Connection::open(server.address).unwrap();
    let question = json!({
        "identifiers": [{ "kind": "phone", "value": "+14155550142" }],
        "recipient": "acme-ads",
        "purpose": "sale",
    });
    let mut decision = || {
        let answer = connection
            .post("/v1/decisions", &authorization, &question)
            .unwrap();
        answer.json()["decision"].as_str().unwrap().to_owned()
    };
    assert_eq!(decision(), "allow");
    let said = installation.run(&["opt-out", "--phone", "(415) 555-0142", "--state", "CA"]);
    assert!(said.succeeded().starts_with("In force. Receipt "));
    until("the server to deny", || {
        (decision() == "deny").then_some(())
    });
    assert!(server.stop().success());
    installation.run(&["ledger", "check"]).succeeded();
}

#[test]
fn it_gives_a_receipt_that_verifies_and_a_repeat_adds_nothing() {
    let installation = Installation::new("");
    let receipt = installation.data().join("receipt.tlog-proof");
    let words = [
        "opt-out",
        "--email",
        "ada@example.com",
        "--channel",
        "mail",
        "--json",
        "--receipt",
    ];
    let said = installation.run(&[&words[..], &[receipt.to_str().unwrap()]].concat());
    let first: Value = serde_json::from_str(&said.succeeded()).unwrap();
    assert_eq!(
        (&first["status"], &first["entry"]["index"]),
        (&json!("in_force"), &json!(0))
    );
    let verify = [
        "verify".as_ref(),
        receipt.as_path(),
        "--data".as_ref(),
        &*installation.data(),
        "--json".as_ref(),
    ];
    let proved: Value = serde_json::from_str(&run(verify).succeeded()).unwrap();
    assert_eq!(proved["entry"]["opt_out"]["channel"], "mail", "{proved}");

    let repeat = installation.run(&["opt-out", "--email", "ADA@example.com", "--json"]);
    let repeat: Value = serde_json::from_str(&repeat.succeeded()).unwrap();
    assert_eq!(repeat["request_id"], first["request_id"]);
    let words = installation
        .run(&["opt-out", "--email", "ada@example.com"])
        .succeeded();
    assert!(
        words.starts_with("Already in force: nothing was added."),
        "{words}"
    );
}

#[test]
fn what_names_nobody_or_nothing_is_refused_and_not_repeated() {
    let installation = Installation::new("");
    for (words, said) in [
        (&[][..], "name the person"),
        (
            &["--email", "zq9private"],
            "--email is not an e-mail address",
        ),
        (
            &["--phone", "zq9private"],
            "--phone is not a telephone number",
        ),
        (&["--account", " "], "--account is empty"),
        (&["--identifier", "zq9private"], "KIND=VALUE"),
        (&["--identifier", "ssn=zq9private"], "unknown kind"),
        (
            &["--account", "1", "--state", "zq9private"],
            "two-letter code",
        ),
        (&["--account", "1", "--agent", ""], "--agent"),
        (&["--account", "1", "--purpose", "fun"], "known are"),
        (&["--account", "1", "--channel", "fax"], "known are"),
    ] {
        let ran = installation.run(&[&["opt-out"], words].concat());
        assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{words:?}: {ran:?}");
        assert!(
            ran.err.contains(said) && !ran.err.contains("zq9private"),
            "{ran:?}"
        );
    }
}
