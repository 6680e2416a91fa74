//! The schema, step by step. A step that was released is never edited: a change is a new step, which the program before it can
//! live with (expand), and what only that one needs goes in a later one (contract).

use sha2::{Digest, Sha256};
use store::StoreError;
use tokio_postgres::error::SqlState;

use crate::connection::Connection;
use crate::failure::Failure;
use crate::rows;

/// A step, by the name of its file.
struct Step {
    name: &'static str,
    sql: &'static str,
}

const STEPS: [Step; 1] = [Step {
    name: "0001_log",
    sql: include_str!("../migrations/0001_log.sql"),
}];

const IS_THERE: &str = "/* schema_is_there */ SELECT to_regclass('refrain.migration') IS NOT NULL";
const DONE: &str =
    "/* migrations */ SELECT version, digest FROM refrain.migration ORDER BY version";
const BEGIN: [&str; 2] = [
    "/* make_schema */ CREATE SCHEMA IF NOT EXISTS refrain",
    "/* make_migrations */ CREATE TABLE IF NOT EXISTS refrain.migration (
        version integer PRIMARY KEY,
        name    text NOT NULL,
        digest  text NOT NULL,                            -- SHA-256 of the step, in hexadecimal
        at      timestamptz NOT NULL DEFAULT now()
    )",
];

/// How far a database's schema is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaState {
    /// There is nothing of Refrain in it.
    Empty,
    /// It has the first of the steps that this program knows, and not all: `refrain migrate` does the rest.
    Behind {
        /// The step that it has.
        found: i64,
    },
    /// It is the one that this program reads and writes.
    Current,
    /// A program that this one does not know has been here.
    Unknown {
        /// The step that it has.
        found: i64,
        /// What is not as this program knows it.
        why: &'static str,
    },
}

/// What migrating did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The steps that were done now, by name.
    pub steps: Vec<&'static str>,
    /// The version that the schema has.
    pub version: i64,
}

/// How many steps this program knows.
fn known() -> i64 {
    i64::try_from(STEPS.len()).expect("few steps")
}

pub(crate) fn state(connection: &mut Connection) -> Result<SchemaState, StoreError> {
    const ACTION: &str = "reading the schema's version";
    let there = connection.one(ACTION, IS_THERE, &[])?;
    let there = there.map_or(Ok(false), |row| rows::get(&row, "pg_class", "oid", 0))?;
    if !there {
        return Ok(SchemaState::Empty);
    }
    let mut found = 0;
    for (row, step) in connection.query(ACTION, DONE, &[])?.iter().zip(
        STEPS
            .iter()
            .map(Some)
            .chain(std::iter::repeat_with(|| None)),
    ) {
        let version: i32 = rows::get(row, "migration", "version", 0)?;
        let digest: String = rows::get(row, "migration", "digest", 1)?;
        found = i64::from(version);
        let why = match step {
            None => "it was made by a later version of Refrain: use that version",
            Some(step) if digest != self::digest(step.sql) => {
                "it was made by a program whose steps are others than this one's: use that program"
            }
            Some(_) => continue,
        };
        return Ok(SchemaState::Unknown { found, why });
    }
    Ok(match found {
        0 => SchemaState::Empty,
        found if found < known() => SchemaState::Behind { found },
        _ => SchemaState::Current,
    })
}

/// Refuses a schema that is not the one that this program knows.
pub(crate) fn check(connection: &mut Connection) -> Result<(), StoreError> {
    let refused = |found, advice| {
        Err(StoreError::Schema {
            found,
            known: known(),
            advice,
        })
    };
    match state(connection)? {
        SchemaState::Current => Ok(()),
        SchemaState::Empty => refused(0, "run `refrain migrate`"),
        SchemaState::Behind { found } => refused(
            found,
            "run `refrain migrate`; nodes of the version before can go on meanwhile",
        ),
        SchemaState::Unknown { found, why } => refused(found, why),
    }
}

pub(crate) fn migrate(connection: &mut Connection) -> Result<Migrated, StoreError> {
    let mut steps = Vec::new();
    loop {
        let found = match state(connection)? {
            SchemaState::Current => {
                let version = known();
                return Ok(Migrated { steps, version });
            }
            SchemaState::Unknown { .. } => {
                check(connection)?;
                unreachable!("an unknown schema was refused");
            }
            SchemaState::Empty => {
                BEGIN.iter().try_for_each(|sql| run(connection, sql))?;
                0
            }
            SchemaState::Behind { found } => found,
        };
        let step = &STEPS[usize::try_from(found).expect("few steps")];
        if run(connection, &with_note(found + 1, step)).map(|()| true)? {
            steps.push(step.name);
        }
    }
}

/// A step and the note that it was done, in one transaction. The note comes first: of two programs, the second waits for the
/// first one's note, finds it there and looks again.
fn with_note(version: i64, Step { name, sql }: &Step) -> String {
    let digest = digest(sql);
    format!(
        "/* migrate */ INSERT INTO refrain.migration (version, name, digest) VALUES ({version}, '{name}', '{digest}');\n{sql}"
    )
}

fn run(connection: &mut Connection, sql: &str) -> Result<(), StoreError> {
    match connection.batch(sql) {
        Err(failure) if is_done(&failure) => Ok(()),
        done => done.map_err(|failure| failure.during("bringing the schema up to date")),
    }
}

/// Another program was faster.
fn is_done(failure: &Failure) -> bool {
    failure.is(&SqlState::UNIQUE_VIOLATION)
        || failure.is(&SqlState::DUPLICATE_SCHEMA)
        || failure.is(&SqlState::DUPLICATE_TABLE)
        || failure.is(&SqlState::DUPLICATE_OBJECT)
}

fn digest(sql: &str) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(sql.as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes every write");
        hex
    })
}
