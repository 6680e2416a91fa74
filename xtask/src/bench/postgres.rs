//! How peers take an opt-out in: PostgreSQL writing the intake and a row for each of 200 deliveries in one transaction.

use std::process::{Command, Stdio};
use std::time::Duration;

use testkit::postgres;

use super::server::{Folder, script};
use crate::failure::Failure;
use crate::program;

/// What every PostgreSQL has at first; those of tests have less.
const SETTINGS: [(&str, &str); 1] = [("shared_buffers", "128MB")];
/// The database of the transactions.
const DATABASE: &str = "postgres";

/// A running PostgreSQL of our own.
pub struct Postgres {
    server: testkit::Postgres,
    folder: Folder,
}

impl Postgres {
    pub fn start() -> Result<Self, Failure> {
        let server = testkit::Postgres::start_with(&SETTINGS);
        let schema = concat!(
            include_str!("../../bench/postgres_schema.sql"),
            include_str!("../../bench/postgres_insert_schema.sql")
        );
        server.sql(DATABASE, schema);
        let folder = Folder::make("postgres")?;
        Ok(Self { server, folder })
    }

    /// Intakes with 200 delivery rows, a second.
    pub fn intakes(&self, connections: usize, time: Duration) -> Result<f64, Failure> {
        let script = include_str!("../../bench/postgres.sql");
        self.transactions(script, connections, time)
    }

    /// Inserts of one row, a second, each in a transaction of its own.
    pub fn inserts(&self, connections: usize, time: Duration) -> Result<f64, Failure> {
        let script = include_str!("../../bench/postgres_insert.sql");
        self.transactions(script, connections, time)
    }

    /// The URL of a new database.
    pub fn database(&self) -> String {
        self.server.new_database()
    }

    /// Lets the server finish what a bulk load leaves to be done.
    pub fn settle(&self, url: &str) {
        for statement in ["VACUUM (ANALYZE)", "CHECKPOINT"] {
            self.server.sql(url, statement);
        }
    }

    /// How many bytes a log's entries and its tiles take, with their indexes.
    pub fn bytes(&self, url: &str) -> [f64; 2] {
        let sizes = [
            "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('refrain.entry') WHERE isleaf",
            "SELECT pg_total_relation_size('refrain.tile')",
        ];
        sizes.map(|size| {
            self.server
                .sql(url, size)
                .parse()
                .expect("a sum is a number")
        })
    }

    fn transactions(&self, text: &str, connections: usize, time: Duration) -> Result<f64, Failure> {
        let file = script(&self.folder.0, "transaction.sql", text)?;
        let mut command = Command::new(postgres::program("pgbench"));
        command.args([
            "-n",
            "-M",
            "prepared",
            "-c",
            &connections.to_string(),
            "-j",
            "2",
        ]);
        command
            .args(["-T", &time.as_secs().to_string(), "-f"])
            .arg(&file)
            .arg(self.server.url(DATABASE))
            .stderr(Stdio::null());
        let output = String::from_utf8_lossy(&program::read(&mut command)?).into_owned();
        let rate = output.lines().find_map(|line| {
            line.strip_prefix("tps = ")?
                .split_whitespace()
                .next()?
                .parse()
                .ok()
        });
        rate.ok_or_else(|| Failure::Found(format!("pgbench printed no rate: {output}")))
    }
}
