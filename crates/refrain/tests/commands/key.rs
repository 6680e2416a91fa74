//! `refrain key`, and the files that hold keys.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use crate::support::installation::Installation;

#[test]
fn a_key_is_shown_once_listed_by_name_and_revoked() {
    let installation = Installation::new("");
    let new = ["key", "new", "--scope", "decide,intake", "--name", "shop"];
    let key = installation.run(&new).succeeded();
    assert!(
        key.starts_with("rfk_") && key.trim_end().len() == 68,
        "{key}"
    );
    assert_eq!(key.lines().count(), 1, "a script reads it as it is");

    let again = installation.run(&new);
    assert_eq!((again.code, &*again.out), (Some(2), ""));
    assert!(
        again.err.contains("there is a key named `shop` already"),
        "{again:?}"
    );

    let table = installation.run(&["key", "list"]).succeeded();
    assert!(
        table.contains("shop") && !table.contains(key.trim()),
        "{table}"
    );
    let listed = || installation.run(&["key", "list", "--json"]).succeeded();
    let list: serde_json::Value = serde_json::from_str(&listed()).unwrap();
    let text = list.to_string();
    assert!(text.contains("decide") && text.contains("intake"), "{text}");

    installation.run(&["key", "revoke", "shop"]).succeeded();
    assert!(!listed().contains("shop"));
    let unknown = installation.run(&["key", "revoke", "shop"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
}

#[test]
fn a_scope_that_is_none_is_refused_with_those_that_are() {
    let installation = Installation::new("");
    let ran = installation.run(&["key", "new", "--scope", "everything"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("intake, decide, disclose, read, admin"),
        "{ran:?}"
    );
}

#[test]
fn secrets_are_for_their_owner_alone() {
    let installation = Installation::new("");
    let ran = installation.run(&["key", "new", "--scope", "read"]);
    assert!(ran.err.contains("Back it up"), "{ran:?}");
    let keys = ["keys/installation.key", "keys/log.key"];
    // Who may read a database on a server is decided there.
    let log = installation.database.is_none().then_some("log.db");
    for file in keys.into_iter().chain(log) {
        let path = installation.data().join(file);
        let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file}");
    }
    let folder = fs::metadata(installation.data().join("keys")).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    let installation = Installation::new("");
    installation
        .run(&["key", "new", "--scope", "read"])
        .succeeded();
    for file in ["keys/installation.key", "keys/log.key"] {
        let path = installation.data().join(file);
        for mode in [0o644, 0o640, 0o604] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            for command in [
                &["serve"][..],
                &["key", "list"],
                &["ledger", "check"],
                &["check"],
            ] {
                let ran = installation.run(command);
                assert_ne!(ran.code, Some(0), "{command:?}");
                let said = format!("{}{}", ran.out, ran.err);
                assert!(said.contains("chmod 600"), "{command:?}: {said}");
            }
        }
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    }
    installation.run(&["key", "list"]).succeeded();
}

#[test]
fn a_key_file_that_holds_no_key_is_refused_without_being_repeated() {
    let installation = Installation::new("");
    installation
        .run(&["key", "new", "--scope", "read"])
        .succeeded();
    for file in ["keys/installation.key", "keys/log.key"] {
        let path = installation.data().join(file);
        let good = fs::read_to_string(&path).unwrap();
        for bad in ["", "zq9secret", &good[1..]] {
            fs::write(&path, bad).unwrap();
            let ran = installation.run(&["ledger", "check"]);
            assert_eq!(ran.code, Some(2), "{file}: {ran:?}");
            assert!(
                ran.err.contains(file) && !ran.err.contains("zq9secret"),
                "{ran:?}"
            );
        }
        fs::write(&path, good).unwrap();
    }
}
