//! Several businesses in one installation.

use rusqlite::Connection as Database;
use serde_json::{Value, json};

use crate::support::http::Connection;
use crate::support::installation::{Installation, Server};
use crate::support::patience::until;
use crate::support::receiver::Receiver;

const MAIN: &str = "privacy.first.example";
const JUNIPER: &str = "privacy.juniper.example";

const CONFIG: &str = r#"
[server]
public_url = "https://privacy.first.example"
[business]
name = "First"
contact = "mailto:privacy@first.example"
[delivery]
allow_private_addresses = true
batch_wait_ms = 20
longest_wait_seconds = 1
[businesses.juniper]
name = "Juniper & Rye"
public_url = "https://privacy.juniper.example"
"#;

fn opt_out(connection: &mut Connection, email: &str) -> (u16, Value) {
    let body = json!({ "identifiers": [{ "kind": "email", "value": email }] });
    let answer = connection.post("/v1/opt-outs", "Prefer: wait=60\r\n", &body);
    let answer = answer.unwrap();
    (answer.status, answer.json())
}

/// A connection for the requests of one business.
fn connect(server: &Server, host: &'static str) -> Connection {
    let mut connection = Connection::open(server.address).unwrap();
    connection.host = host;
    connection
}

fn key(installation: &Installation, business: &str) -> String {
    let new = ["key", "new", "--scope", "decide", "--business", business];
    let key = installation.run(&new).succeeded();
    format!("Authorization: Bearer {}\r\n", key.trim())
}

#[test]
fn each_has_its_own_people_and_keys() {
    let installation = Installation::new(CONFIG);
    let keys = ["main", "juniper"].map(|business| key(&installation, business));
    let server = installation.serve();
    let mut connections = [MAIN, JUNIPER].map(|host| connect(&server, host));
    let question = json!({
        "identifiers": [{ "kind": "email", "value": "ada@example.com" }],
        "recipient": "acme-ads",
        "purpose": "sale",
    });
    let mut decide = |business: usize, key: usize| {
        let answer = connections[business].post("/v1/decisions", &keys[key], &question);
        let answer = answer.unwrap();
        let decision = answer.json()["decision"].as_str().map(str::to_owned);
        (answer.status, decision.unwrap_or_default())
    };
    assert_eq!(decide(0, 0), (200, "allow".into()));
    assert_eq!(decide(1, 1), (200, "allow".into()));
    assert_eq!(decide(0, 1).0, 401, "a key of the other business");
    assert_eq!(decide(1, 0).0, 401);

    let (status, said) = opt_out(&mut connect(&server, JUNIPER), "ada@example.com");
    assert_eq!((status, &said["entry"]["index"]), (201, &json!(1)));
    let url = said["receipt_url"].as_str().unwrap();
    assert!(url.starts_with("https://privacy.juniper.example/"), "{url}");
    assert_eq!(decide(0, 0), (200, "allow".into()));
    assert_eq!(decide(1, 1), (200, "deny".into()));

    let words = ["opt-out", "--email", "ada@example.com", "--json"];
    let known = installation.run(&[&words[..], &["--business", "juniper"]].concat());
    let known: Value = serde_json::from_str(&known.succeeded()).unwrap();
    assert_eq!(known["request_id"], said["request_id"]);
    let new = installation.run(&words).succeeded();
    assert!(new.contains("https://privacy.first.example/"), "{new}");

    assert!(server.stop().success(), "{}", installation.server_log());
    for business in ["main", "juniper"] {
        let check = ["ledger", "check", "--json", "--business", business];
        let checked: Value = serde_json::from_str(&installation.run(&check).succeeded()).unwrap();
        assert_eq!(checked["entries"], 2, "{business}: {checked}");
    }
}

#[test]
fn each_has_its_own_log_and_proves_it_alone() {
    let installation = Installation::new(CONFIG);
    let server = installation.serve();
    let logs = [MAIN, JUNIPER].map(|host| {
        let mut connection = connect(&server, host);
        let receipt = opt_out(&mut connection, "ada@example.com").1["receipt"].clone();
        let key = connection.get("/log/key", "").unwrap().body;
        let checkpoint = connection.get("/log/checkpoint", "").unwrap().body;
        (key, checkpoint, receipt)
    });
    let [(first, one, _), (juniper, other, receipt)] = &logs;
    assert!(first.starts_with("privacy.first.example/log+"), "{first}");
    assert!(
        juniper.starts_with("privacy.juniper.example/log+"),
        "{juniper}"
    );
    assert!(one.starts_with("privacy.first.example/log\n1\n"), "{one}");
    assert!(
        other.starts_with("privacy.juniper.example/log\n1\n"),
        "{other}"
    );
    assert_ne!(one.lines().nth(2), other.lines().nth(2), "their roots");
    assert!(server.stop().success());

    let file = installation.data().join("receipt");
    std::fs::write(&file, receipt.as_str().unwrap()).unwrap();
    let verify = ["verify", file.to_str().unwrap(), "--business"];
    let proved = installation.run(&[&verify[..], &["juniper"]].concat());
    assert!(proved.succeeded().starts_with("PROVED"));
    let not = installation.run(&[&verify[..], &["main"]].concat());
    assert_ne!(not.code, Some(0), "{not:?}");
    for file in ["keys", "businesses/juniper/keys"] {
        let folder = installation.data().join(file);
        assert!(folder.join("installation.key").exists(), "{file}");
        assert!(folder.join("log.key").exists(), "{file}");
    }
}

#[test]
fn a_destination_is_told_of_the_people_of_its_business_alone() {
    let installation = Installation::new(CONFIG);
    let receivers = ["main", "juniper"].map(|business| {
        let receiver = Receiver::start();
        let url = format!("http://{}/hook", receiver.address);
        let add = [
            "destination",
            "add",
            "acme",
            "--url",
            &url,
            "--business",
            business,
        ];
        let what = [
            "--recipient",
            "acme",
            "--role",
            "third_party",
            "--purpose",
            "sale",
        ];
        installation
            .run(&[&add[..], &what[..]].concat())
            .succeeded();
        receiver
    });
    let server = installation.serve();
    opt_out(&mut connect(&server, MAIN), "ada@example.com");
    opt_out(&mut connect(&server, JUNIPER), "bea@example.com");
    for (receiver, expected) in receivers.iter().zip(["ada@example.com", "bea@example.com"]) {
        until("the destination to be told", || {
            (!receiver.seen().entries.is_empty()).then_some(())
        });
        let told = receiver.seen();
        let people: Vec<_> = told.entries.values().flatten().collect();
        assert_eq!(people, [expected]);
    }
    assert!(server.stop().success());
}

#[test]
fn a_host_that_nobody_has_is_sent_away_and_nothing_is_recorded() {
    let installation = Installation::new(CONFIG);
    let server = installation.serve();
    for host in ["shop.example", "127.0.0.1", "first.example", ""] {
        let mut lost = connect(&server, host);
        let (status, said) = opt_out(&mut lost, "ada@example.com");
        assert_eq!(
            (status, &said["type"]),
            (421, &json!("urn:refrain:problem:misdirected"))
        );
        let why = said["detail"].as_str().unwrap();
        assert!(
            why.contains("[businesses.NAME].public_url") && why.contains("Host header"),
            "{why}"
        );
        for path in ["/privacy-choices", "/log/key", "/v1/destinations"] {
            assert_eq!(lost.get(path, "").unwrap().status, 421, "{host} {path}");
        }
        let decision = lost.post("/v1/decisions", "", &json!({})).unwrap();
        assert_eq!(decision.status, 421);
        assert_eq!(lost.get("/healthz", "").unwrap().status, 200);
    }
    let mut twice = connect(&server, JUNIPER);
    let answer = twice
        .get("/log/key", "Host: privacy.first.example\r\n")
        .unwrap();
    assert_eq!(answer.status, 421, "{answer:?}");

    let mut other_ways = connect(&server, "Privacy.JUNIPER.example:8443");
    let answer = other_ways.get("/log/key", "").unwrap();
    assert!(answer.body.starts_with("privacy.juniper"), "{answer:?}");
    // A proxy may name the whole address; it goes before the header (RFC 9112 section 3.2.2).
    let answer = other_ways.get("http://privacy.first.example/log/key", "");
    assert!(answer.unwrap().body.starts_with("privacy.first"));
    for (host, entries) in [(MAIN, 0), (JUNIPER, 0)] {
        let ready = connect(&server, host).get("/readyz", "").unwrap().json();
        let businesses = &ready["businesses"];
        assert_eq!(businesses["main"]["entries"], entries, "{ready}");
        assert_eq!(businesses["juniper"]["entries"], entries, "{ready}");
    }
}

#[test]
fn what_is_measured_names_the_business() {
    let installation = Installation::new(CONFIG);
    let server = installation.serve();
    opt_out(&mut connect(&server, JUNIPER), "ada@example.com");
    let measured = connect(&server, "anywhere").get("/metrics", "").unwrap();
    for line in [
        "refrain_log_entries{business=\"main\"} 0",
        "refrain_log_entries{business=\"juniper\"} 1",
    ] {
        assert!(measured.body.contains(line), "{}", measured.body);
    }
    drop(server);

    let alone = Installation::new("");
    let server = alone.serve();
    let measured = connect(&server, "anywhere").get("/metrics", "").unwrap();
    assert!(
        measured.body.contains("refrain_log_entries 0"),
        "{}",
        measured.body
    );
}

#[test]
fn a_log_that_has_stopped_takes_no_other_with_it() {
    let installation = Installation::on(None, CONFIG);
    let server = installation.serve();
    opt_out(&mut connect(&server, JUNIPER), "ada@example.com");
    assert!(server.stop().success());
    let file = installation.data().join("log-juniper.db");
    let altered = Database::open(file)
        .unwrap()
        .execute("UPDATE entry SET commitment = zeroblob(32)", [])
        .unwrap();
    assert_eq!(altered, 1);

    let server = installation.start();
    let ready = until("the log to stop", || {
        let mut connection = Connection::open(server.address).ok()?;
        let ready = connection.get("/readyz", "").ok()?;
        let why = ready.json()["businesses"]["juniper"]["reason"].clone();
        let stopped = why.as_str()?.contains("has stopped");
        stopped.then_some(ready)
    });
    assert_eq!(ready.status, 503);
    let (status, _) = opt_out(&mut connect(&server, MAIN), "ada@example.com");
    assert_eq!(status, 201);
    let (status, _) = opt_out(&mut connect(&server, JUNIPER), "bea@example.com");
    assert_eq!(status, 503);
    let key = "Authorization: Bearer rfk_none\r\n";
    let mut connection = connect(&server, MAIN);
    assert_eq!(connection.get("/v1/destinations", key).unwrap().status, 401);
    assert!(server.stop().success());
}

#[test]
fn a_business_that_is_none_is_refused_with_those_that_are() {
    let installation = Installation::new(CONFIG);
    for words in [
        &["key", "list"][..],
        &["key", "new", "--scope", "read"],
        &["destination", "list"],
        &["opt-out", "--account", "1"],
        &["ledger", "check"],
        &["verify", "refrain.toml"],
    ] {
        let file = installation.data().join("refrain.toml");
        let words = words.iter().map(|word| match *word {
            "refrain.toml" => file.to_str().unwrap(),
            word => word,
        });
        let words: Vec<_> = words.chain(["--business", "oak"]).collect();
        let ran = installation.run(&words);
        assert_eq!(ran.code, Some(2), "{words:?}: {ran:?}");
        let said = "there is no business `oak` here; configured are main, juniper";
        assert!(ran.err.contains(said), "{words:?}: {ran:?}");
    }
    let none = installation.run(&["key", "list", "--business", "juniper"]);
    assert_eq!(none.code, Some(2));
    assert!(
        none.err.contains("no log of the business `juniper`"),
        "{none:?}"
    );
    let serving = installation.run(&["serve", "--business", "juniper"]);
    assert_eq!(serving.code, Some(2), "it serves all: {serving:?}");
}

#[test]
fn check_lists_them() {
    let installation = Installation::new(CONFIG);
    let checked = installation.run(&["check"]).succeeded();
    assert!(
        checked.contains("juniper: Juniper & Rye at https://privacy.juniper.example"),
        "{checked}"
    );
    let plain = CONFIG.replace("https://privacy.juniper", "http://privacy.juniper");
    let ran = Installation::new(&plain).run(&["check"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("WRONG  business"), "{ran:?}");

    let same = CONFIG.replace("privacy.juniper", "privacy.first");
    let ran = Installation::new(&same).run(&["serve"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("businesses.juniper.public_url") && ran.err.contains("server.public_url"),
        "{ran:?}"
    );
}
