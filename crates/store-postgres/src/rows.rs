//! Reading rows: what no longer parses is named by table, column and row.

use std::fmt::Display;

use store::StoreError;
use tokio_postgres::Row;
use tokio_postgres::types::FromSqlOwned;

/// The value in column `index`, which is called `column` in `table`.
pub(crate) fn get<T: FromSqlOwned>(
    row: &Row,
    table: &'static str,
    column: &'static str,
    index: usize,
) -> Result<T, StoreError> {
    row.try_get(index)
        .map_err(|error| damaged((table, column), "?", &error.to_string()))
}

/// Positions and sizes are far below 2^63; a negative number is damage.
pub(crate) fn unsigned(
    table: &'static str,
    column: &'static str,
    value: i64,
) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|_| damaged((table, column), value, "it is negative"))
}

pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).expect("positions and sizes are below 2^63")
}

pub(crate) fn damaged(
    (table, column): (&'static str, &'static str),
    row: impl Display,
    why: &str,
) -> StoreError {
    StoreError::Row {
        table,
        column,
        row: row.to_string(),
        why: why.to_owned(),
    }
}
