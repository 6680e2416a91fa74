//! The parts that the table of entries is cut into, by position. They are made when a log grows into them, by whichever node
//! meets the border first: its append fails for want of the part, and is done again.

use std::ops::Range;

use store::StoreError;
use tokio_postgres::error::SqlState;

use crate::connection::Connection;
use crate::failure::Failure;
use crate::rows::get;
use crate::session::value;

/// How many positions one part covers: some 8 GB of entries, whose index stays in memory.
pub const ENTRIES_PER_PART: u64 = 1 << 24;

/// What is being done, for errors.
const ADDING: &str = "adding a part to the table of entries";
const IS_THERE: &str = "/* part_is_there */ SELECT to_regclass($1) IS NOT NULL";

/// Whether a batch was refused because there is no part for it.
pub(crate) fn is_missing(failure: &Failure) -> bool {
    failure.is(&SqlState::CHECK_VIOLATION)
}

/// Makes the parts for these positions that are not there yet.
pub(crate) fn make(connection: &mut Connection, positions: Range<u64>) -> Result<(), StoreError> {
    let last = positions.end.saturating_sub(1);
    for part in positions.start / ENTRIES_PER_PART..=last / ENTRIES_PER_PART {
        let name = format!("refrain.entry_{part}");
        let there = connection.one(ADDING, IS_THERE, &[value::text(&name)])?;
        if there.map_or(Ok(false), |row| get(&row, "pg_class", "oid", 0))? {
            continue;
        }
        match connection.batch(&statement(part)) {
            // Another node was faster.
            Err(failure) if is_made(&failure) => {}
            done => {
                done.map_err(|failure| failure.during(ADDING))?;
            }
        }
    }
    Ok(())
}

/// Attaching a table that exists, unlike making one as a part, waits for nobody who reads or appends.
fn statement(part: u64) -> String {
    let from = part * ENTRIES_PER_PART;
    let to = from + ENTRIES_PER_PART;
    format!(
        "/* add_part */ CREATE TABLE refrain.entry_{part} (LIKE refrain.entry INCLUDING ALL);
         ALTER TABLE refrain.entry ATTACH PARTITION refrain.entry_{part} FOR VALUES FROM ({from}) TO ({to});"
    )
}

fn is_made(failure: &Failure) -> bool {
    // Two at the same moment meet in the system's own index of names.
    failure.is(&SqlState::DUPLICATE_TABLE)
        || failure.is(&SqlState::UNIQUE_VIOLATION)
        || failure.is(&SqlState::DUPLICATE_OBJECT)
}
