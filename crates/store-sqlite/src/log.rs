//! The log in the table `entry`.

use ledger::Commitment;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use store::contract::MAX_ENTRY_BYTES;
use store::{AppendError, Fence, Known, LogStore, NewEntry, Onto, Salt, StoreError, StoredEntry};

use crate::connection::Sync;
use crate::{SqliteStore, database, signed, unsigned};

const SIZE: &str = "/* log_size */ SELECT coalesce(max(position) + 1, 0) FROM entry";
const APPEND: &str = "/* append_entry */ INSERT INTO entry (position, commitment, salt, body, sealed) VALUES (?1, ?2, ?3, ?4, ?5)";
const READ: &str = "/* read_entries */ SELECT position, commitment, salt, body, sealed FROM entry WHERE position >= ?1 ORDER BY position LIMIT ?2";
const ERASE: &str = "/* erase_sealed */ UPDATE entry SET sealed = NULL WHERE position >= ?1 AND position < ?2 AND sealed IS NOT NULL";
const ERASE_RECORD: &str = "/* erase_record */ UPDATE entry SET salt = NULL, body = ?2, sealed = NULL WHERE position = ?1 AND salt IS NOT NULL";
const OWNER: &str = "/* owner */ SELECT name FROM owner";
const CLAIM: &str = "/* claim */ INSERT INTO owner (only, name) VALUES (1, ?1)
    ON CONFLICT (only) DO UPDATE SET name = excluded.name";
const COMMITMENT: &str = "/* commitment */ SELECT commitment FROM entry WHERE position = ?1";
const NEWEST_TOKEN: &str = "/* newest_token */ SELECT token FROM lease WHERE destination = ?1";
const PLAN_DONE: &str = "/* plan_done */ UPDATE lease SET planned_first = NULL, planned_last = NULL WHERE destination = ?1";

impl LogStore for SqliteStore {
    fn size(&self) -> Result<u64, StoreError> {
        self.readers.read("reading the log's size", size)
    }

    fn append(&self, batch: &[NewEntry], onto: Onto) -> Result<u64, AppendError> {
        if let Some(at) = batch
            .iter()
            .position(|entry| entry.body.len() > MAX_ENTRY_BYTES)
        {
            return Err(AppendError::TooLong { at });
        }
        self.writer
            .run("appending entries", Sync::Full, |transaction| {
                let first = size(transaction)?;
                if onto.size.is_some_and(|expected| expected != first) {
                    return Err(AppendError::Moved { size: first });
                }
                if let Some(known) = onto.holds {
                    check_known(transaction, known)?;
                }
                for (at, fence) in batch
                    .iter()
                    .enumerate()
                    .filter_map(|(at, entry)| Some((at, entry.fence.as_ref()?)))
                {
                    check_fence(transaction, fence, at)?;
                }
                insert(transaction, first, batch).map_err(database("appending entries"))?;
                Ok(first)
            })?
    }

    fn read(&self, from: u64, limit: usize) -> Result<Vec<StoredEntry>, StoreError> {
        self.readers.read("reading entries", |connection| {
            let failed = || database("reading entries");
            let mut statement = connection.prepare_cached(READ).map_err(failed())?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut rows = statement
                .query(params![signed(from), limit])
                .map_err(failed())?;
            let mut entries = Vec::new();
            let mut expected = from;
            while let Some(row) = rows.next().map_err(failed())? {
                let entry = stored(row)?;
                if entry.position != expected {
                    return Err(damaged(
                        "position",
                        expected,
                        "there is no such row: entries were taken out",
                    ));
                }
                expected += 1;
                entries.push(entry);
            }
            Ok(entries)
        })
    }

    fn erase_sealed(&self, from: u64, to: u64) -> Result<u64, StoreError> {
        self.writer
            .run("erasing sealed identifiers", Sync::Full, |transaction| {
                let erased = transaction.execute(ERASE, params![signed(from), signed(to)]);
                erased
                    .map(|rows| rows as u64)
                    .map_err(database("erasing sealed identifiers"))
            })?
    }

    fn erase_records(&self, positions: &[u64], stub: &[u8]) -> Result<u64, StoreError> {
        self.writer
            .run("erasing entries", Sync::Full, |transaction| {
                let failed = || database("erasing entries");
                let mut statement = transaction.prepare_cached(ERASE_RECORD).map_err(failed())?;
                let mut erased = 0;
                for position in positions {
                    let rows = statement.execute(params![signed(*position), stub]);
                    erased += rows.map_err(failed())? as u64;
                }
                Ok(erased)
            })?
    }

    fn claim(&self, from: Option<&str>, to: &str) -> Result<Option<String>, StoreError> {
        self.writer
            .run("claiming the log", Sync::Full, |transaction| {
                let failed = || database("claiming the log");
                let owner: Option<String> = transaction
                    .query_row(OWNER, [], |row| row.get(0))
                    .optional()
                    .map_err(failed())?;
                if owner.as_deref() != from {
                    return Ok(owner);
                }
                transaction.execute(CLAIM, [to]).map_err(failed())?;
                Ok(Some(to.to_owned()))
            })?
    }

    fn integrity(&self) -> Result<Option<String>, StoreError> {
        self.readers.read("checking the file", |connection| {
            let failed = database("checking the file");
            let said: String = connection
                .query_row("/* integrity */ PRAGMA integrity_check(1)", [], |row| {
                    row.get(0)
                })
                .map_err(failed)?;
            Ok((said != "ok").then_some(said))
        })
    }
}

fn size(connection: &Connection) -> Result<u64, StoreError> {
    let failed = || database("reading the log's size");
    let mut statement = connection.prepare_cached(SIZE).map_err(failed())?;
    unsigned(
        "entry",
        "position",
        statement
            .query_row([], |row| row.get(0))
            .map_err(failed())?,
    )
}

fn insert(transaction: &Transaction<'_>, first: u64, batch: &[NewEntry]) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(APPEND)?;
    for (position, entry) in (first..).zip(batch) {
        statement.execute(params![
            signed(position),
            entry.commitment.0,
            entry.salt.map(|salt| salt.0),
            entry.body,
            entry.sealed
        ])?;
        if let Some(fence) = &entry.fence {
            transaction
                .prepare_cached(PLAN_DONE)?
                .execute(params![fence.destination])?;
        }
    }
    Ok(())
}

fn check_known(transaction: &Transaction<'_>, known: Known) -> Result<(), AppendError> {
    let Known {
        position,
        commitment,
    } = known;
    let failed = || database("looking for the last known entry");
    let mut statement = transaction.prepare_cached(COMMITMENT).map_err(failed())?;
    let found: Option<Vec<u8>> = statement
        .query_row([signed(position)], |row| row.get(0))
        .optional()
        .map_err(failed())?;
    if found.as_deref() == Some(&commitment.0[..]) {
        Ok(())
    } else {
        Err(AppendError::Lost { position })
    }
}

fn check_fence(transaction: &Transaction<'_>, fence: &Fence, at: usize) -> Result<(), AppendError> {
    let failed = || database("checking a lease");
    let mut statement = transaction.prepare_cached(NEWEST_TOKEN).map_err(failed())?;
    let newest: Option<i64> = statement
        .query_row([&fence.destination], |row| row.get(0))
        .optional()
        .map_err(failed())?;
    if newest == Some(signed(fence.token)) {
        Ok(())
    } else {
        Err(AppendError::Stale { at })
    }
}

fn stored(row: &rusqlite::Row<'_>) -> Result<StoredEntry, StoreError> {
    let failed = || database("reading entries");
    let position = unsigned("entry", "position", row.get(0).map_err(failed())?)?;
    let commitment = Commitment(bytes(row, 1, ("commitment", position))?);
    let erased = matches!(row.get_ref(2), Ok(rusqlite::types::ValueRef::Null));
    let salt = (!erased).then(|| bytes(row, 2, ("salt", position)));
    let salt = salt.transpose()?.map(Salt);
    let body = row
        .get(3)
        .map_err(|_| damaged("body", position, "it is not bytes"))?;
    let sealed = row
        .get(4)
        .map_err(|_| damaged("sealed", position, "it is not bytes"))?;
    Ok(StoredEntry {
        position,
        commitment,
        salt,
        body,
        sealed,
    })
}

fn bytes<const N: usize>(
    row: &rusqlite::Row<'_>,
    index: usize,
    (column, position): (&'static str, u64),
) -> Result<[u8; N], StoreError> {
    let found = row
        .get_ref(index)
        .ok()
        .and_then(|value| value.as_blob().ok());
    let right = found.and_then(|bytes| bytes.try_into().ok());
    right.ok_or_else(|| damaged(column, position, "it has not the right number of bytes"))
}

fn damaged(column: &'static str, position: u64, why: &str) -> StoreError {
    StoreError::Row {
        table: "entry",
        column,
        row: position.to_string(),
        why: why.to_owned(),
    }
}
