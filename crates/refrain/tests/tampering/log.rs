//! The log that is tampered with, always on a copy.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::json;

use super::database::{self, Database};
use crate::support::http::Connection;
use crate::support::installation::{Installation, Ran};
use crate::support::patience::until;

/// How many opt-outs the log has, behind one entry for a key: two full tiles and a part of a third.
pub const OPT_OUTS: u64 = 600;
/// How many entries it has.
pub const SIZE: u64 = OPT_OUTS + 1;
/// How many entries an earlier checkpoint covers, which somebody kept.
pub const EARLIER: u64 = 400;

const CONFIG: &str = "log.origin = 'tamper.example/log'\n";

/// What the log was before anybody touched it.
pub struct Pristine {
    installation: Installation,
    /// The log's public key.
    pub key: String,
    /// The receipt of the last entry.
    pub receipt: String,
    /// The checkpoint of the first [`EARLIER`] entries.
    pub earlier: String,
}

/// Made once, for all tests.
pub static PRISTINE: LazyLock<Pristine> = LazyLock::new(Pristine::make);

impl Pristine {
    fn make() -> Self {
        let installation = Installation::new(CONFIG);
        installation
            .run(&["key", "new", "--scope", "read"])
            .succeeded();
        let (key, receipt, earlier) = fill(&installation, "ada");
        Database::of(&installation).settle();
        Self {
            installation,
            key,
            receipt,
            earlier,
        }
    }

    /// Whether the log is a file, and not on a server.
    pub fn is_a_file(&self) -> bool {
        self.installation.database.is_none()
    }

    /// A copy to be tampered with.
    pub fn copy(&self) -> Installation {
        let database = self.installation.database.as_deref().map(database::copy);
        let copy = Installation::on(database, CONFIG);
        copy_folder(&self.installation.data(), &copy.data());
        copy
    }
}

/// Records opt-outs up to [`SIZE`]; returns the log's key, the last one's receipt, and the checkpoint of the first
/// [`EARLIER`].
pub fn fill(installation: &Installation, whose: &str) -> (String, String, String) {
    let server = installation.serve();
    let mut connection = Connection::open(server.address).unwrap();
    let (mut earlier, mut receipt) = (String::new(), String::new());
    for number in 1..=OPT_OUTS {
        let email = format!("{whose}-{number}@example.com");
        let body = json!({ "identifiers": [{ "kind": "email", "value": email }] });
        let waited_for = number + 1 == EARLIER || number == OPT_OUTS;
        let wait = if waited_for { "60" } else { "0" };
        let prefer = format!("Prefer: wait={wait}\r\n");
        let answer = connection.post("/v1/opt-outs", &prefer, &body).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.body);
        let answer = answer.json();
        assert_eq!(answer["entry"]["index"], number);
        if waited_for {
            receipt = answer["receipt"].as_str().map(str::to_owned).unwrap();
        }
        if number + 1 == EARLIER {
            earlier = connection.get("/log/checkpoint", "").unwrap().body;
        }
    }
    let key = connection.get("/log/key", "").unwrap().body;
    drop(connection);
    assert!(server.stop().success());
    (key.trim().to_owned(), receipt, earlier)
}

/// Changes the database of a copy, and sees to it that `refrain ledger check` refutes it and says `named`.
pub fn refuted(named: &str, alter: impl FnOnce(&Database)) -> Installation {
    let copy = PRISTINE.copy();
    alter(&Database::of(&copy));
    let checked = copy.run(&["ledger", "check"]);
    assert_refuted(&checked, named);
    copy
}

/// As [`refuted`], and the server does not serve it.
pub fn refuted_and_not_served(named: &str, alter: impl FnOnce(&Database)) {
    let copy = refuted(named, alter);
    let mut server = copy.start();
    until("the server to refuse the log", || {
        copy.server_log()
            .contains("the log has stopped")
            .then_some(())
    });
    let status = until("the server to answer", || server.readiness());
    assert_eq!(status, 503, "{named}");
    assert_eq!(server.child.try_wait().unwrap(), None, "it tells why");
}

pub fn assert_refuted(ran: &Ran, named: &str) {
    assert_eq!(ran.code, Some(1), "{named}: {ran:?}");
    assert!(
        ran.err.contains("REFUTED") && ran.err.contains(named),
        "not named: {named}: {ran:?}"
    );
}

/// Takes from an installation what its machine remembers of the log, besides the database.
pub fn forget(installation: &Installation) {
    fs::remove_file(installation.data().join("newest-checkpoint")).unwrap();
}

/// A file beside an installation's own.
pub fn keep(installation: &Installation, name: &str, text: &str) -> PathBuf {
    let file = installation.data().join(name);
    fs::write(&file, text).unwrap();
    file
}

/// Copies what is not there yet: the configuration is the copy's own.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.file_type().unwrap().is_dir() {
            copy_folder(&item.path(), &target);
        } else if !target.exists() {
            fs::copy(item.path(), target).unwrap(); // With its mode.
        }
    }
}
