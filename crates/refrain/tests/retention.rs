//! A record whose time is over, from its request to the years after it was erased.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support {
    pub mod http;
    pub mod installation;
    pub mod patience;
}

use std::fs;
use std::path::Path;

use optout::{
    Channel, Entry, Identifier, InstallationKey, Kind, PurposeSet, ReceiptCodes, Recorded,
    TokenKeys, business_day_deadline,
};
use serde_json::{Value, json};
use store::{Commit, Onto, Salt};

use support::http::Connection;
use support::installation::{Installation, Server, run};
use support::patience::until;

const EMAIL: &str = "ada@example.com";

fn key(installation: &Installation) -> InstallationKey {
    let text = fs::read_to_string(installation.data().join("keys/installation.key")).unwrap();
    let digits = text.trim();
    let byte = |at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap();
    InstallationKey::new(std::array::from_fn(byte))
}

/// Writes an opt-out that was received years ago, and returns where.
fn opted_out_years_ago(installation: &Installation) -> u64 {
    let tokens = TokenKeys::new(&key(installation));
    let mut subjects = Vec::new();
    let identifier = Identifier::of(Kind::Email, EMAIL).unwrap();
    identifier.tokens(&tokens, |subject| subjects.push(subject));
    let at = "2020-02-29T12:00:00Z".parse().unwrap();
    let entry = Entry::OptOut(Recorded {
        at,
        channel: Channel::WebForm,
        purposes: PurposeSet::OPT_OUT,
        subjects,
        deadline: business_day_deadline(at),
        state: None,
        agent: None,
        policy: "us/2020".into(),
    });
    let new = Commit::new(Salt([7; 16]), entry).into_new_entry();
    installation.store().append(&[new], Onto::ANY).unwrap()
}

fn opt_out(server: &Server, key: &str) -> Value {
    let body = json!({ "identifiers": [{ "kind": "email", "value": EMAIL }] });
    let mut connection = Connection::open(server.address).unwrap();
    let headers = format!("Authorization: Bearer {key}\r\nPrefer: wait=10\r\n");
    let answer = connection.post("/v1/opt-outs", &headers, &body).unwrap();
    assert_eq!(answer.status, 200, "it stands: {}", answer.body);
    answer.json()
}

fn get(server: &Server, path: &str) -> (u16, String) {
    let answer = Connection::open(server.address).unwrap().get(path, "");
    let answer = answer.unwrap();
    (answer.status, answer.body)
}

/// What `refrain verify` says of a receipt, with nothing but the log's key.
fn verify(installation: &Installation, receipt: &str, key: &str) -> String {
    let file = installation.data().join("receipt.tlog-proof");
    fs::write(&file, receipt).unwrap();
    run(["verify".as_ref(), &*file, "--key".as_ref(), Path::new(key)]).succeeded()
}

#[test]
fn a_record_is_erased_its_choice_stands_and_everything_is_proved() {
    let installation = Installation::new("retention.years = 100\n");
    let new_key = ["key", "new", "--scope", "intake"];
    let new_key = installation.run(&new_key).succeeded();
    let opt_out = |server: &Server| opt_out(server, new_key.trim());
    let position = opted_out_years_ago(&installation);
    let path = format!(
        "/receipts/{}.tlog-proof",
        ReceiptCodes::new(&key(&installation)).code(position)
    );

    // While its time runs: it stands, and the person keeps its receipt.
    let server = installation.serve();
    assert_eq!(opt_out(&server)["entry"]["index"], position);
    let (status, receipt) = get(&server, &path);
    assert_eq!(status, 200);
    let (_, log_key) = get(&server, "/log/key");
    assert!(server.stop().success());

    // When it is over.
    let config = installation.data().join("refrain.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("years = 100", "years = 2")).unwrap();
    let server = installation.serve();
    let store = installation.store();
    until("the record to be erased", || {
        let stored = store.read(position, 1).unwrap().remove(0);
        matches!(stored.entry().unwrap(), Entry::Erased { told: true }).then_some(())
    });
    let (status, gone) = get(&server, &path);
    assert_eq!(status, 410, "{gone}");
    let repeat = opt_out(&server);
    let carried = repeat["entry"]["index"].as_u64().unwrap();
    assert_eq!(carried, position + 1);
    assert!(server.stop().success());

    // Years later it is read from what is left, and proved.
    let server = installation.serve();
    assert_eq!(opt_out(&server)["entry"]["index"], carried);
    assert!(server.stop().success());
    let kept = installation.data().join("kept.tlog-proof");
    fs::write(&kept, &receipt).unwrap();
    let check = ["ledger", "check", "--against", kept.to_str().unwrap()];
    let proved = installation.run(&check).succeeded();
    assert!(proved.starts_with("PROVED"), "{proved}");
    let said = verify(&installation, &receipt, log_key.trim());
    assert!(
        said.contains("in force since 2020-02-29T12:00:00Z"),
        "{said}"
    );
    let said = verify(
        &installation,
        repeat["receipt"].as_str().unwrap(),
        log_key.trim(),
    );
    assert!(
        said.contains("received on 2020-02-29 and carried forward"),
        "{said}"
    );
}
