//! The schema, step by step. A step that was released is never edited: a change is a new step.

use rusqlite::Transaction;
use store::StoreError;

use crate::database;

/// Each step brings the schema from its index to the next version.
const STEPS: [&str; 2] = [
    include_str!("../migrations/0001_log.sql"),
    include_str!("../migrations/0002_retention_and_owner.sql"),
];

pub(crate) fn migrate(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let failed = database("reading the schema's version");
    let found: i64 = transaction
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(failed)?;
    let known = i64::try_from(STEPS.len()).expect("few steps");
    let Some(done) = usize::try_from(found)
        .ok()
        .filter(|done| *done <= STEPS.len())
    else {
        let advice = "it was made by a later version of Refrain: use that version";
        return Err(StoreError::Schema {
            found,
            known,
            advice,
        });
    };
    for step in &STEPS[done..] {
        transaction
            .execute_batch(step)
            .map_err(database("bringing the schema up to date"))?;
    }
    transaction
        .pragma_update(None, "user_version", known)
        .map_err(database("writing the schema's version"))
}
