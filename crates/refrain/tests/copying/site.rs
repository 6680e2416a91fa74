//! An installation that is moved.

use std::fs;
use std::sync::LazyLock;

use serde_json::{Value, json};
use testkit::Postgres;

use crate::support::http::Connection;
use crate::support::installation::{Installation, Ran, Server};
use crate::support::patience::until;

/// The server that logs are moved to.
pub static POSTGRES: LazyLock<Postgres> = LazyLock::new(Postgres::start);

const CONFIG: &str = r#"
[log]
origin = "copy.example/log"
[delivery]
allow_private_addresses = true
batch_wait_ms = 20
longest_wait_seconds = 1
lease_seconds = 5
[logging]
level = "warn"
"#;

/// An installation on a file.
pub fn installation() -> Installation {
    Installation::on(None, CONFIG)
}

/// Lets the installation use this database from now on.
pub fn turn_to(installation: &mut Installation, url: &str) {
    let file = installation.data().join("refrain.toml");
    let config = fs::read_to_string(&file).unwrap();
    let mut config: toml::Table = config.parse().unwrap();
    let store = toml::Table::from_iter([("url".to_owned(), url.into())]);
    config.insert("store".into(), store.into());
    fs::write(file, config.to_string()).unwrap();
    installation.database = url.starts_with("postgres:").then(|| url.to_owned());
}

/// Copies the logs of the installation to another database.
pub fn copy(installation: &Installation, to: &str) -> Ran {
    installation.run(&["copy", "--to", to])
}

/// Starts a server that is to end at once, and waits until it has.
pub fn serve(installation: &Installation) -> Ran {
    let mut server = installation.start();
    let ended = until("the server to refuse", || server.child.try_wait().unwrap());
    Ran {
        code: ended.code(),
        out: String::new(),
        err: installation.server_log(),
    }
}

/// Declares a destination at this address.
pub fn declare(installation: &Installation, name: &str, address: impl std::fmt::Display) {
    let url = format!("http://{address}/hook");
    let add = ["destination", "add", name, "--url", &url];
    let what = ["--recipient", "acme-ads", "--role", "third_party"];
    let all = [&add[..], &what, &["--purpose", "sale,sharing"]].concat();
    installation.run(&all).succeeded();
}

/// A connection to a running server.
pub fn connect(server: &Server) -> Connection {
    Connection::open(server.address).unwrap()
}

/// Opts somebody out, waiting so many seconds for the receipt.
pub fn opt_out(connection: &mut Connection, email: &str, wait: u32) -> Value {
    let body = json!({ "identifiers": [{ "kind": "email", "value": email }] });
    let prefer = format!("Prefer: wait={wait}\r\n");
    let answer = connection.post("/v1/opt-outs", &prefer, &body).unwrap();
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()
}
