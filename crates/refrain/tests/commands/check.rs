//! `refrain check`, `refrain config`, and configurations that cannot be used.

use std::fs;

use crate::support::installation::{Installation, run};

#[test]
fn the_printed_defaults_are_a_configuration() {
    let defaults = run([std::path::Path::new("config")]).succeeded();
    let table: toml::Table = defaults.parse().unwrap();
    assert!(table.len() > 5 && defaults.contains("# "));
    let installation = Installation::new(&defaults);
    let checked = installation.run(&["check"]).succeeded();
    assert!(!checked.contains("WRONG"), "{checked}");
    let json = installation.run(&["check", "--json"]).succeeded();
    let findings: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(findings.as_array().unwrap().len(), checked.lines().count());
}

#[test]
fn a_configuration_that_is_wrong_is_refused_with_a_hint() {
    for (config, hint) in [
        ("server.listn = '127.0.0.1:1'", "did you mean `listen`?"),
        ("[serve]\nlisten = ''", "did you mean `server`?"),
        ("nonsense = 1", "known here are"),
        ("server = 7", "server"),
        ("server.listen = 'here'", "server.listen"),
        ("delivery.batch_wait_ms = -1", "batch_wait_ms"),
        (
            "delivery.allow_private_addresses = 'yes'",
            "allow_private_addresses",
        ),
        (
            "server.public_url = 'shop.example'",
            "must begin with https://",
        ),
        (
            "server.origins = ['https://shop.example/']",
            "without a path",
        ),
        ("store.url = 'mysql:x'", "use sqlite:FILE"),
        ("business.name = ' '", "must not be empty"),
        ("business.contact = 'me'", "must begin with mailto:"),
        ("gate.staleness_ms = 1", "at least 1000"),
        ("retention.years = 1", "24 months at least"),
        ("vocabulary.kinds = ['email']", "already defined"),
        ("vocabulary.kinds = ['No Name']", "not a usable name"),
        ("keys.installation = 'zq9secret'", "file:PATH or env:NAME"),
        ("[[[", "refrain.toml"),
    ] {
        let installation = Installation::new(config);
        for command in [&["check"][..], &["serve"], &["opt-out", "--account", "1"]] {
            let ran = installation.run(command);
            assert!(
                matches!(ran.code, Some(1 | 2)),
                "{command:?} {config}: {ran:?}"
            );
            let said = format!("{}{}", ran.out, ran.err);
            assert!(said.contains(hint), "{command:?} {config}: {said}");
            assert!(!said.contains("zq9secret"), "{said}");
        }
        assert!(
            !installation.data().join("log.db").exists(),
            "nothing was made"
        );
    }
}

#[test]
fn what_is_dangerous_is_wrong_and_what_is_missing_is_unchecked() {
    let installation = Installation::new("server.public_url = 'http://shop.example'");
    let ran = installation.run(&["check"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("WRONG  address") && ran.err.contains("are wrong"),
        "{ran:?}"
    );

    let nowhere = installation.data().join("none.toml");
    let ran = installation.run(&["check", "--config", nowhere.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("none.toml cannot be read"), "{ran:?}");
}

#[test]
fn a_folder_without_an_installation_is_not_turned_into_one_by_looking() {
    let installation = Installation::new("");
    for command in [
        &["ledger", "check"][..],
        &["destination", "list"],
        &["key", "list"],
    ] {
        let ran = installation.run(command);
        assert_eq!(ran.code, Some(2), "{command:?}: {ran:?}");
        assert!(ran.err.contains("there is no installation in"), "{ran:?}");
    }
    let there: Vec<_> = fs::read_dir(installation.data()).unwrap().collect();
    assert_eq!(there.len(), 1, "only the configuration: {there:?}");
}
