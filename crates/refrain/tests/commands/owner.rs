//! Whose log it is: a log is opened with the keys that it began with, or not at all.

use std::fs;

use crate::support::installation::{Installation, Ran};

const INSTALLATION_KEY: &str = "keys/installation.key";
const LOG_KEY: &str = "keys/log.key";

/// An installation with one entry.
fn installation() -> Installation {
    let installation = Installation::new("log.origin = 'owner.example/log'");
    opt_out(&installation, "1").succeeded();
    installation
}

fn opt_out(installation: &Installation, account: &str) -> Ran {
    installation.run(&["opt-out", "--account", account])
}

fn claim(installation: &Installation) -> String {
    let claim = installation.store().claim(Some(""), "");
    claim.unwrap().unwrap_or_default()
}

/// Sees to it that nothing opens the log, that everything says why, and that nothing is written.
fn refused(installation: &Installation, said: &[&str]) {
    let state = || (installation.store().size().unwrap(), claim(installation));
    let before = state();
    for words in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["opt-out", "--account", "2"],
        &["key", "new", "--scope", "read"],
        &["ledger", "check"],
    ] {
        let ran = installation.run(words);
        assert_eq!(ran.code, Some(2), "{words:?}: {ran:?}");
        for said in said {
            assert!(ran.err.contains(said), "{words:?}: {said}: {ran:?}");
        }
    }
    assert_eq!(state(), before);
}

#[test]
fn a_log_is_not_opened_with_the_keys_of_another() {
    let other = installation();
    for file in [INSTALLATION_KEY, LOG_KEY] {
        let installation = installation();
        fs::copy(other.data().join(file), installation.data().join(file)).unwrap();
        refused(
            &installation,
            &[
                "this log belongs to an installation with other keys",
                "owner.example/log+",
                "installation key",
                "Every node needs the same `keys.installation` and `keys.log`",
                "Nothing was written",
            ],
        );
    }
}

#[test]
fn a_claim_tells_the_keys_apart_and_nothing_of_the_secret_ones() {
    let installation = installation();
    let claim = claim(&installation);
    let (log, fingerprint) = claim.split_once(' ').unwrap();
    assert!(log.starts_with("owner.example/log+"), "{claim}");
    assert_eq!(fingerprint.len(), 16, "{claim}");
    let secret = fs::read_to_string(installation.data().join(INSTALLATION_KEY)).unwrap();
    assert!(!secret.contains(fingerprint));
}

#[test]
fn no_key_is_made_for_a_log_that_has_an_owner() {
    for file in [INSTALLATION_KEY, LOG_KEY] {
        let installation = installation();
        let path = installation.data().join(file);
        let kept = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        refused(
            &installation,
            &[path.to_str().unwrap(), "is missing", "copy the file"],
        );
        assert!(!path.exists(), "none was made");
        let checked = installation.run(&["check"]);
        assert_eq!(checked.code, Some(1), "{checked:?}");
        assert!(checked.out.contains("is missing"), "{checked:?}");

        write_secret(&path, &kept);
        let again = opt_out(&installation, "2").succeeded();
        assert!(again.starts_with("In force"), "{again}");
    }
}

#[test]
fn a_log_of_an_older_version_is_claimed_by_who_has_its_keys() {
    let installation = Installation::on(None, "");
    opt_out(&installation, "1").succeeded();
    let before = claim(&installation);
    let log = rusqlite::Connection::open(installation.data().join("log.db")).unwrap();
    log.execute("DELETE FROM owner", []).unwrap();
    let path = installation.data().join(LOG_KEY);
    let kept = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    refused(&installation, &["this log has entries", "is missing"]);
    assert_eq!(claim(&installation), "");
    write_secret(&path, &kept);
    opt_out(&installation, "2").succeeded();
    assert_eq!(claim(&installation), before);
}

#[test]
fn half_a_copy_is_not_opened() {
    let installation = installation();
    let ours = claim(&installation);
    let copying = format!("copying {ours}");
    let store = installation.store();
    store.claim(Some(&ours), &copying).unwrap();
    drop(store);
    refused(&installation, &["has not been finished", "refrain copy"]);
    fs::remove_file(installation.data().join(LOG_KEY)).unwrap();
    refused(&installation, &["has not been finished", "refrain copy"]);
}

fn write_secret(path: &std::path::Path, secret: &[u8]) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::write(path, secret).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}
