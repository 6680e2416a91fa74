//! An installation in a folder of its own, and the binary at work on it.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, LazyLock};

use store::Store;
use store_postgres::{Address, PostgresDatabase};
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use testkit::Postgres;

use super::http::Connection;
use super::patience::until;

/// An installation. Its folder goes when it does.
pub struct Installation {
    folder: TempDir,
    /// The URL of its database, where that is not a file in the folder.
    pub database: Option<String>,
    /// What its server has in its environment besides.
    pub environment: Vec<(&'static str, String)>,
}

/// A command that has ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// What it wrote, if it did what it was asked.
    pub fn succeeded(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }
}

/// A running server. Killed when it is dropped.
pub struct Server {
    pub address: SocketAddr,
    pub child: Child,
}

impl Installation {
    /// An installation with this configuration and nothing else, on the database that `REFRAIN_TEST_STORE` names.
    pub fn new(config: &str) -> Self {
        Self::on(new_database(), config)
    }

    /// An installation with this configuration on a database of this URL; `None` is the default.
    pub fn on(database: Option<String>, config: &str) -> Self {
        let config = match &database {
            None => config.to_owned(),
            Some(url) => with_store(config, url),
        };
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let data = folder.path().join("data");
        std::fs::create_dir(&data).expect("a folder can be made in it");
        std::fs::write(data.join("refrain.toml"), config).expect("a file can be written");
        Self {
            folder,
            database,
            environment: Vec::new(),
        }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Its log, opened beside whatever else runs on it.
    pub fn store(&self) -> Arc<dyn Store> {
        match &self.database {
            None => Arc::new(
                SqliteStore::open(&self.data().join("log.db")).expect("the log can be opened"),
            ),
            Some(url) => {
                let address = Address::parse(url).expect("the URL is one");
                let database = PostgresDatabase::new(address);
                Arc::new(database.open("main").expect("the log can be opened"))
            }
        }
    }

    /// Runs a command on it to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let data = self.data();
        run(arguments
            .iter()
            .map(AsRef::<Path>::as_ref)
            .chain(["--data".as_ref(), data.as_path()]))
    }

    /// Starts the server on a free port; it is not ready yet.
    pub fn start(&self) -> Server {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = free.local_addr().expect("it has an address");
        drop(free);
        let log = std::fs::File::create(self.folder.path().join("server.log"))
            .expect("a file can be made");
        let child = Command::new(binary())
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(self.data())
            .envs(self.environment.iter().cloned())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the binary starts");
        Server { address, child }
    }

    /// Starts the server and waits until it is ready.
    pub fn serve(&self) -> Server {
        let mut server = self.start();
        until("the server to be ready", || {
            let ended = server.child.try_wait().expect("a child can be asked");
            assert_eq!(ended, None, "the server ended: {}", self.server_log());
            (server.readiness() == Some(200)).then_some(())
        });
        server
    }

    /// What the server last started wrote to its log.
    pub fn server_log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }
}

impl Server {
    /// The status of `/readyz`; `None` while nobody listens.
    pub fn readiness(&self) -> Option<u16> {
        let mut connection = Connection::open(self.address).ok()?;
        Some(connection.get("/readyz", "").ok()?.status)
    }

    /// Asks it to stop (SIGTERM) and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.expect("kill starts").success());
        until("the server to stop", || {
            self.child.try_wait().expect("a child can be asked")
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server on which the whole suite runs where `REFRAIN_TEST_STORE` is `postgres`.
static POSTGRES: LazyLock<Postgres> = LazyLock::new(Postgres::start);

/// The URL of a new, empty database; `None` for a file in the installation's folder.
#[expect(
    clippy::disallowed_methods,
    reason = "the suite is run once on each backend"
)]
pub fn new_database() -> Option<String> {
    match std::env::var("REFRAIN_TEST_STORE").as_deref() {
        Err(_) | Ok("sqlite") => None,
        Ok("postgres") => Some(POSTGRES.new_database()),
        Ok(other) => panic!("REFRAIN_TEST_STORE is sqlite or postgres, not {other}"),
    }
}

/// The configuration with this database in place of a file. One that cannot be read or names another kind stays as it is.
fn with_store(config: &str, url: &str) -> String {
    let Ok(mut table) = config.parse::<toml::Table>() else {
        return config.to_owned();
    };
    let store = table
        .entry("store")
        .or_insert_with(|| toml::Table::new().into());
    let named = store.get("url").and_then(toml::Value::as_str);
    let is_a_file = named.is_none_or(|named| named.starts_with("sqlite:"));
    if let (true, Some(store)) = (is_a_file, store.as_table_mut()) {
        store.insert("url".into(), url.into());
    }
    table.to_string()
}

/// Runs the binary to its end.
pub fn run<'a>(arguments: impl IntoIterator<Item = &'a Path>) -> Ran {
    let output = Command::new(binary())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the binary starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    Ran {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The binary under test: the one of this build, or another one for long runs.
#[expect(
    clippy::disallowed_methods,
    reason = "a test may be pointed at another binary"
)]
pub fn binary() -> PathBuf {
    std::env::var("REFRAIN_BIN").map_or_else(|_| env!("CARGO_BIN_EXE_refrain").into(), Into::into)
}
