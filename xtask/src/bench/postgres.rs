//! How peers take an opt-out in: PostgreSQL writing the intake and a row for each of 200 deliveries in one transaction.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::server::{Folder, Running, free_port, script, wait_for};
use crate::failure::Failure;
use crate::{machine, program};

/// A running PostgreSQL of our own.
pub struct Postgres {
    port: u16,
    programs: PathBuf,
    _process: Running,
    folder: Folder,
}

impl Postgres {
    pub fn start() -> Result<Self, Failure> {
        let programs = programs()?;
        let folder = Folder::make("postgres")?;
        let data = folder.0.join("data");
        if machine::is_root() {
            // PostgreSQL refuses to run as root.
            program::run(Command::new("chown").arg("postgres").arg(&folder.0))?;
        }
        let port = free_port()?;
        let initdb = programs.join("initdb");
        let _ = program::read(
            as_postgres(&initdb)
                .args(["--auth=trust", "--username=bench", "-D"])
                .arg(&data),
        )?;
        let mut command = as_postgres(&programs.join("postgres"));
        command
            .arg("-D")
            .arg(&data)
            .args([
                "-p",
                &port.to_string(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-k",
            ])
            .arg(&folder.0);
        let process = Running::start(&mut command)?;
        wait_for(port)?;
        let postgres = Self {
            port,
            programs,
            _process: process,
            folder,
        };
        let schema = concat!(
            include_str!("../../bench/postgres_schema.sql"),
            include_str!("../../bench/postgres_insert_schema.sql")
        );
        let schema = script(&postgres.folder.0, "schema.sql", schema)?;
        for _ in 0..50 {
            let mut command = postgres.client("psql");
            if program::succeeds(command.args(["-q", "-f"]).arg(&schema)) {
                return Ok(postgres);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Err(Failure::Found("PostgreSQL did not take the schema".into()))
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

    /// A new database of this name, by its URL.
    pub fn database(&self, name: &str) -> Result<String, Failure> {
        program::run(self.client("createdb").arg(name))?;
        Ok(format!("postgres://bench@127.0.0.1:{}/{name}", self.port))
    }

    fn transactions(&self, text: &str, connections: usize, time: Duration) -> Result<f64, Failure> {
        let file = script(&self.folder.0, "transaction.sql", text)?;
        let mut command = self.client("pgbench");
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

    fn client(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.args([
            "-h",
            "127.0.0.1",
            "-p",
            &self.port.to_string(),
            "-U",
            "bench",
        ]);
        command.env("PGDATABASE", "postgres");
        command
    }
}

fn as_postgres(program: &std::path::Path) -> Command {
    if !machine::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
        .arg(program);
    command
}

fn programs() -> Result<PathBuf, Failure> {
    let installed = std::fs::read_dir("/usr/lib/postgresql")
        .ok()
        .into_iter()
        .flatten()
        .flatten();
    let newest = installed
        .map(|folder| folder.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .max();
    newest.ok_or_else(|| Failure::Missing {
        what: "PostgreSQL".into(),
        remedy: "install Debian's package postgresql".into(),
    })
}
