//! The log's database as somebody has it who may write to it, past Refrain: a file, or what a password opens on a server.

use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

use testkit::psql;

use crate::support::installation::Installation;

/// The files of SQLite.
const FILES: [&str; 3] = ["log.db", "log.db-wal", "log.db-shm"];

/// The database. Both have the same tables, and SQL that both understand needs no other names.
pub enum Database {
    File(rusqlite::Connection),
    Server { url: String },
}

impl Database {
    pub fn of(installation: &Installation) -> Self {
        match &installation.database {
            None => {
                let file = installation.data().join(FILES[0]);
                Self::File(rusqlite::Connection::open(file).unwrap())
            }
            Some(url) => Self::Server { url: url.clone() },
        }
    }

    /// Changes rows, and returns how many.
    pub fn execute(&self, sql: &str) -> usize {
        match self {
            Self::File(file) => file.execute(sql, []).unwrap(),
            Self::Server { url } => {
                // The last of the server's words is how many.
                let done = ask(url, sql);
                let count = done.rsplit(' ').next().unwrap();
                count.parse().unwrap_or_else(|_| panic!("{sql}: {done}"))
            }
        }
    }

    /// The bytes in this column of an entry.
    pub fn bytes(&self, column: &str, position: u64) -> Vec<u8> {
        self.value(&format!(
            "SELECT {column} FROM entry WHERE position = {position}"
        ))
    }

    /// The bytes that a query gives.
    pub fn value(&self, query: &str) -> Vec<u8> {
        match self {
            Self::File(file) => file.query_row(query, [], |row| row.get(0)).unwrap(),
            Self::Server { url } => {
                let hexadecimal = ask(url, query);
                let digits = hexadecimal.rsplit(r"\x").next().unwrap().as_bytes();
                let byte = |two: &[u8]| u8::from_str_radix(str::from_utf8(two).unwrap(), 16);
                digits.chunks(2).map(|two| byte(two).unwrap()).collect()
            }
        }
    }

    /// Bytes as SQL has them.
    pub fn literal(&self, bytes: &[u8]) -> String {
        let before = match self {
            Self::File(_) => "X'",
            Self::Server { .. } => r"'\x",
        };
        let mut literal = before.to_owned();
        for byte in bytes {
            write!(literal, "{byte:02x}").unwrap();
        }
        literal + "'"
    }

    /// Lets the head say what the rows do: a server has one, which says how many entries there are, and whoever drops the last
    /// of them unseen sets it too.
    pub fn set_head(&self) {
        if let Self::Server { .. } = self {
            let rows = "SELECT coalesce(max(position) + 1, 0) FROM entry";
            assert_eq!(self.execute(&format!("UPDATE log SET size = ({rows})")), 1);
        }
    }

    /// Removes everything that Refrain has ever written.
    pub fn clear(installation: &Installation) {
        match &installation.database {
            None => {
                for file in FILES {
                    let _ = fs::remove_file(installation.data().join(file));
                }
            }
            Some(url) => drop(ask(url, "DROP SCHEMA refrain CASCADE")),
        }
    }

    /// Puts everything into the one file, so that a byte of it is a byte of the log.
    pub fn settle(&self) {
        if let Self::File(file) = self {
            let settle = "PRAGMA wal_checkpoint(TRUNCATE)";
            file.execute_batch(settle).unwrap();
        }
    }
}

/// A copy of a database on its server, while nobody is connected to it.
pub fn copy(url: &str) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let copy = format!("copy_{}", MADE.fetch_add(1, Ordering::Relaxed));
    let (server, name) = url.rsplit_once('/').unwrap();
    let made = format!("CREATE DATABASE {copy} TEMPLATE {name}");
    psql::run(&format!("{server}/postgres"), &made).unwrap();
    format!("{server}/{copy}")
}

fn ask(url: &str, sql: &str) -> String {
    psql::run(url, &format!("SET search_path = refrain; {sql}")).unwrap()
}
