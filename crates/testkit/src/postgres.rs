//! A PostgreSQL server of the test's own.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::patience::until;
use crate::server::{Server, Started};
use crate::workplace::Workplace;
use crate::{ports, program, psql};

/// How many ports are tried, should somebody else take the one that was free.
const PORTS: usize = 5;

/// What every server is started with. Durability is under test, so it is not bought off; retries are quick, so tests are.
const SETTINGS: &[&str] = &[
    "fsync=on",
    "shared_buffers=16MB",
    "max_connections=200",
    "wal_level=replica",
    "hot_standby=on",
    "max_wal_senders=10",
    "wal_keep_size=128MB",
    "wal_retrieve_retry_interval=100ms",
    "dynamic_shared_memory_type=mmap", // Files of its folder, which go with it even if it is killed.
    "listen_addresses=127.0.0.1",
];

/// A PostgreSQL server: its own data, its own port of 127.0.0.1, durable, trusting everybody. It may be shared between threads, and
/// goes when it is dropped or the test's process ends.
pub struct Postgres {
    pub(crate) server: Server,
    pub(crate) extra: Vec<String>,
    port: u16,
}

/// A program that comes with the server, such as `pgbench`.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    program::postgres(name)
}

impl Postgres {
    /// Starts one, which takes about a second, and waits until it takes connections.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts one with further settings, as names and values of `postgresql.conf`. They outrank `ALTER SYSTEM`.
    #[must_use]
    pub fn start_with(settings: &[(&str, &str)]) -> Self {
        let server = Server::new(Workplace::make("postgres"));
        server.workplace.run(
            &program::postgres("initdb"),
            &[
                "--auth=trust",
                "--username=refrain",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                &format!("--pgdata={}", server.workplace.data().display()),
            ],
        );
        let extra = settings
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        Self::start_on_data(server, extra.collect())
    }

    /// Its port of 127.0.0.1, which stays the same for as long as it lives.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of a database on it: `postgres://refrain@127.0.0.1:PORT/DATABASE`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        ports::url(self.port, database)
    }

    /// Makes an empty database with a name of its own, and returns its URL.
    #[must_use]
    pub fn new_database(&self) -> String {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// Runs SQL and returns the rows, as [`psql::run`] does; panics with the message if it fails.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        psql::run(&self.url(database), sql)
            .unwrap_or_else(|failed| panic!("{sql}: {}", failed.message))
    }

    /// Kills the server and all of its processes at one moment (SIGKILL). The machine lives on: what PostgreSQL gave to the
    /// operating system is not lost, also if it was not synced.
    pub fn kill(&self) {
        self.server.kill();
    }

    /// Stops the server in order, ending its connections ("fast" shutdown).
    pub fn stop(&self) {
        self.thaw(); // A frozen one would not hear it.
        self.server.end("INT");
    }

    /// Starts a killed or stopped server on the same data and port, and waits until it takes connections.
    pub fn start_again(&self) {
        until("the server's port to be free", || self.begin());
    }

    /// Stops the clock of the server and all of its processes (SIGSTOP): connections stay, and nothing answers. New connections
    /// are taken by the operating system, and wait.
    pub fn freeze(&self) {
        self.server.workplace.signal("STOP");
    }

    /// Lets a frozen server go on as if nothing had been.
    pub fn thaw(&self) {
        self.server.workplace.signal("CONT");
    }

    /// Starts one on the data that is already in its folder.
    pub(crate) fn start_on_data(server: Server, extra: Vec<String>) -> Self {
        let mut postgres = Self {
            server,
            extra,
            port: ports::free(),
        };
        for _ in 0..PORTS {
            if postgres.begin().is_some() {
                return postgres;
            }
            postgres.port = ports::free();
        }
        panic!("{PORTS} ports were taken by others just before PostgreSQL could");
    }

    /// Starts the program; `None` if somebody else has its port.
    fn begin(&self) -> Option<()> {
        match self.server.start(&mut self.command(), self.port) {
            Started::Listens => Some(()),
            Started::Ended => {
                let log = || self.server.workplace.log();
                assert!(ports::is_taken(self.port), "PostgreSQL ended: {}", log());
                None
            }
        }
    }

    fn command(&self) -> Command {
        let workplace = &self.server.workplace;
        let mut command = workplace.command(&program::postgres("postgres"));
        command.arg("-D").arg(workplace.data());
        command.args(["-p", &self.port.to_string(), "-k"]);
        command.arg(workplace.path());
        command.args(["-c", &format!("cluster_name={}", workplace.name())]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        for setting in &self.extra {
            command.args(["-c", setting]);
        }
        command
    }
}
