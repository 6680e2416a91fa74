//! `refrain destination`.

use serde_json::Value;

use crate::support::installation::{Installation, Ran};

fn add(installation: &Installation, name: &str, url: &str) -> Ran {
    let rest = [
        "--recipient",
        "acme-ads",
        "--role",
        "third_party",
        "--purpose",
        "sale,sharing",
    ];
    let words = [&["destination", "add", name, "--url", url], &rest[..]].concat();
    installation.run(&words)
}

fn list(installation: &Installation) -> Value {
    let listed = installation.run(&["destination", "list", "--json"]);
    serde_json::from_str(&listed.succeeded()).unwrap()
}

#[test]
fn it_is_declared_held_resumed_and_removed() {
    let installation = Installation::new("");
    let secrets = add(&installation, "acme", "https://acme.example/hook").succeeded();
    let mut lines = secrets.lines();
    assert!(lines.next().unwrap().starts_with("whsec_"), "{secrets}");
    assert!(lines.next().unwrap().starts_with("whpk_"), "{secrets}");
    let again = installation.run(&["destination", "secrets", "acme"]);
    assert_eq!(again.succeeded(), secrets, "they are derived");

    let line = list(&installation)[0].clone();
    for (name, value) in [
        ("name", "acme".into()),
        ("recipient", "acme-ads".into()),
        ("role", "third_party".into()),
        ("purposes", serde_json::json!(["sale", "sharing"])),
        ("cursor", 0.into()),
        ("lag", 0.into()),
        ("state", "active".into()),
    ] {
        assert_eq!(line[name], value, "{name}");
    }
    installation
        .run(&["destination", "hold", "acme"])
        .succeeded();
    assert_eq!(list(&installation)[0]["state"], "held");
    let table = installation.run(&["destination", "list"]).succeeded();
    assert!(table.contains("held: held by a person"), "{table}");
    installation
        .run(&["destination", "resume", "acme"])
        .succeeded();
    assert_eq!(list(&installation)[0]["state"], "active");
    installation
        .run(&["destination", "remove", "acme"])
        .succeeded();
    assert_eq!(list(&installation), serde_json::json!([]));
    for act in ["hold", "resume", "remove", "secrets"] {
        let gone = installation.run(&["destination", act, "acme"]);
        assert_eq!(gone.code, Some(2), "{act}");
        assert!(gone.err.contains("no destination named `acme`"), "{gone:?}");
    }
}

#[test]
fn a_name_that_is_none_or_taken_is_refused() {
    let installation = Installation::new("");
    let long = "a".repeat(65);
    for name in ["", "Acme", "a b", "a/b", "ä", "a.b", &long] {
        let ran = add(&installation, name, "https://acme.example/hook");
        assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{name}: {ran:?}");
        assert!(ran.err.contains("cannot name a destination"), "{ran:?}");
    }
    add(&installation, "acme", "https://acme.example/hook").succeeded();
    let twice = add(&installation, "acme", "https://other.example/hook");
    assert_eq!(twice.code, Some(2));
    assert!(twice.err.contains("named `acme` already"), "{twice:?}");
}

#[test]
fn an_address_that_cannot_or_must_not_be_told_is_refused() {
    let installation = Installation::new("");
    for url in [
        "",
        "acme.example",
        "ftp://acme.example/",
        "file:///etc/passwd",
        "http://acme.example/hook",
        "https://127.0.0.1/hook",
        "https://10.0.0.1/hook",
        "https://192.168.1.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/hook",
        "https://[fe80::1]/hook",
        "https://[::ffff:127.0.0.1]/hook",
        "https://2130706433/hook",
        "https://user:password@acme.example/hook",
    ] {
        let ran = add(&installation, "acme", url);
        assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{url}: {ran:?}");
        assert!(ran.err.contains("--url"), "{ran:?}");
    }
    let private = Installation::new("delivery.allow_private_addresses = true");
    add(&private, "acme", "http://127.0.0.1:9/hook").succeeded();
}

#[test]
fn a_role_or_purpose_that_is_none_is_refused_with_those_that_are() {
    let installation = Installation::new("");
    for (role, purpose, known) in [
        (
            "friend",
            "sale",
            "third_party, service_provider, contractor",
        ),
        (
            "third_party",
            "sale,fun",
            "sale, sharing, targeted_advertising",
        ),
    ] {
        let ran = installation.run(&[
            "destination",
            "add",
            "acme",
            "--url",
            "https://acme.example/",
            "--recipient",
            "acme",
            "--role",
            role,
            "--purpose",
            purpose,
        ]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(known), "{ran:?}");
    }
}
