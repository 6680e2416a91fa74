//! The log: `refrain.log` has its head, `refrain.entry` its entries.

use std::sync::PoisonError;

use ledger::Commitment;
use store::contract::MAX_ENTRY_BYTES;
use store::{
    AppendError, Fence, Known, LogStore, NewEntry, Onto, Salt, StoreError, StoredEntry, Wake,
};
use tokio_postgres::Row;

use crate::connection::Connection;
use crate::failure::Failure;
use crate::rows::{damaged, get, signed, unsigned};
use crate::session::{Value, value};
use crate::{PostgresStore, partitions};

const SIZE: &str = "/* log_size */ SELECT size FROM refrain.log WHERE log = $1";
/// Bounded on both sides, so that it is a walk along the index whatever the server knows of the table, such as nothing after it
/// was restored. The head comes along, so that entries which are not there are told from those that were never written.
const READ: &str = "/* read_entries */
    SELECT log.size, position, commitment, salt, body, sealed FROM refrain.log AS log
    LEFT JOIN refrain.entry AS entry ON entry.log = log.log AND position >= $2 AND position < $3
    WHERE log.log = $1 ORDER BY position";
const ERASE_SEALED: &str = "/* erase_sealed */ UPDATE refrain.entry SET sealed = NULL
    WHERE log = $1 AND position >= $2 AND position < $3 AND sealed IS NOT NULL";
const ERASE_RECORDS: &str =
    "/* erase_records */ UPDATE refrain.entry SET salt = NULL, body = $3, sealed = NULL
    WHERE log = $1 AND position = ANY($2) AND salt IS NOT NULL";
const CLAIM: &str = "/* claim */ UPDATE refrain.log SET owner = $3
    WHERE log = $1 AND owner IS NOT DISTINCT FROM $2";
const OWNER: &str = "/* owner */ SELECT owner FROM refrain.log WHERE log = $1";
const LAST: &str = "/* last_entry */
    SELECT coalesce(max(position) + 1, 0) FROM refrain.entry WHERE log = $1";
const COMMITMENT: &str =
    "/* commitment */ SELECT commitment FROM refrain.entry WHERE log = $1 AND position = $2";
const TOKENS: &str = "/* lease_tokens */ SELECT destination, token FROM refrain.lease
    WHERE log = $1 AND destination = ANY($2)";

/// Moves the head and inserts behind it. Where another node holds the head, the statement waits and then sees its size; where
/// the head does not move, nothing is inserted and there is no row.
const APPEND: &str = "/* append_entries */
    WITH head AS (
        UPDATE refrain.log SET size = size + $2
        WHERE log = $1 AND ($3::bigint IS NULL OR size = $3) AND ($4::bigint IS NULL OR EXISTS (
            SELECT FROM refrain.entry WHERE log = $1 AND position = $4 AND commitment = $5
        ))
        RETURNING size - $2 AS first
    ), appended AS (
        INSERT INTO refrain.entry (log, position, commitment, salt, body, sealed)
        SELECT $1, head.first + batch.nth - 1, batch.commitment, batch.salt, batch.body, batch.sealed
        FROM head, unnest($6::bytea[], $7::bytea[], $8::bytea[], $9::bytea[]) WITH ORDINALITY
            AS batch (commitment, salt, body, sealed, nth)
    )
    SELECT first FROM head";

/// As [`APPEND`], if every lease is still the newest. Its row is locked first, so nobody takes it over until this is done; then
/// its plan is cleared.
const APPEND_FENCED: &str = "/* append_fenced_entries */
    WITH fence AS (
        SELECT lease.destination FROM refrain.lease AS lease
        JOIN unnest($10::text[], $11::bigint[]) AS wanted (destination, token)
            ON lease.destination = wanted.destination AND lease.token = wanted.token
        WHERE lease.log = $1 ORDER BY lease.destination FOR UPDATE OF lease
    ), head AS (
        UPDATE refrain.log SET size = size + $2
        WHERE log = $1 AND ($3::bigint IS NULL OR size = $3) AND ($4::bigint IS NULL OR EXISTS (
            SELECT FROM refrain.entry WHERE log = $1 AND position = $4 AND commitment = $5
        ))
            AND (SELECT count(*) FROM fence) = cardinality($10::text[])
        RETURNING size - $2 AS first
    ), settled AS (
        UPDATE refrain.lease SET planned_first = NULL, planned_last = NULL
        WHERE log = $1 AND destination = ANY($10) AND EXISTS (SELECT FROM head)
    ), appended AS (
        INSERT INTO refrain.entry (log, position, commitment, salt, body, sealed)
        SELECT $1, head.first + batch.nth - 1, batch.commitment, batch.salt, batch.body, batch.sealed
        FROM head, unnest($6::bytea[], $7::bytea[], $8::bytea[], $9::bytea[]) WITH ORDINALITY
            AS batch (commitment, salt, body, sealed, nth)
    )
    SELECT first FROM head";

/// What is being done, for errors.
const APPENDING: &str = "appending entries";

impl LogStore for PostgresStore {
    fn size(&self) -> Result<u64, StoreError> {
        self.pool.read(|connection| self.head(connection))
    }

    fn append(&self, batch: &[NewEntry], onto: Onto) -> Result<u64, AppendError> {
        if let Some(at) = batch
            .iter()
            .position(|entry| entry.body.len() > MAX_ENTRY_BYTES)
        {
            return Err(AppendError::TooLong { at });
        }
        self.write(|connection| {
            loop {
                if let Some(first) = self.try_append(connection, batch, onto)? {
                    return Ok(Ok(first));
                }
                // The head did not move. What it had to wait for may have changed again since: then it is tried again.
                if let Some(refusal) = self.refusal(connection, batch, onto)? {
                    return Ok(Err(refusal));
                }
            }
        })?
    }

    fn read(&self, from: u64, limit: usize) -> Result<Vec<StoredEntry>, StoreError> {
        let first = signed(from);
        let end = first.saturating_add(i64::try_from(limit).unwrap_or(i64::MAX));
        let values = [
            value::int(&self.log),
            value::bigint(&first),
            value::bigint(&end),
        ];
        let rows = self
            .pool
            .read(|connection| connection.query("reading entries", READ, &values))?;
        let size = rows
            .first()
            .map_or(Ok(0), |row| get(row, "log", "size", 0))?;
        let end = unsigned("log", "size", size.min(end))?.max(from);
        let mut rows = rows.iter();
        let entries = (from..end).map(|expected| {
            let there = rows.next().map(position).transpose()?.flatten();
            match there {
                Some((row, position)) if position == expected => stored(row, position),
                _ => {
                    let why = "there is no such row: entries were taken out";
                    Err(damaged(("entry", "position"), expected, why))
                }
            }
        });
        entries.collect()
    }

    fn erase_sealed(&self, from: u64, to: u64) -> Result<u64, StoreError> {
        let (from, to) = (signed(from), signed(to));
        let values = [
            value::int(&self.log),
            value::bigint(&from),
            value::bigint(&to),
        ];
        self.pool.with(|connection| {
            connection.execute("erasing sealed identifiers", ERASE_SEALED, &values)
        })
    }

    fn erase_records(&self, positions: &[u64], stub: &[u8]) -> Result<u64, StoreError> {
        let positions: Vec<i64> = positions.iter().map(|one| signed(*one)).collect();
        let values = [
            value::int(&self.log),
            value::bigints(&positions),
            value::bytes(&stub),
        ];
        self.pool
            .with(|connection| connection.execute("erasing entries", ERASE_RECORDS, &values))
    }

    fn claim(&self, from: Option<&str>, to: &str) -> Result<Option<String>, StoreError> {
        let values = [value::int(&self.log), value::text(&from), value::text(&to)];
        self.pool.with(|connection| {
            connection.execute("claiming the log", CLAIM, &values)?;
            let row = connection.one("claiming the log", OWNER, &values[..1])?;
            row.map_or(Ok(None), |row| get(&row, "log", "owner", 0))
        })
    }

    fn wake_on_append(&self, wake: Wake) {
        self.waker.register(self.log, wake);
    }

    fn integrity(&self) -> Result<Option<String>, StoreError> {
        self.pool.read(|connection| {
            let head = self.head(connection)?;
            let row = connection.one("checking the head", LAST, &[value::int(&self.log)])?;
            let last = row.map_or(Ok(0), |row| get(&row, "entry", "position", 0))?;
            let last = unsigned("entry", "position", last)?;
            Ok((head != last).then(|| {
                format!("the log's head says {head} entries, but the last row is that of {last}")
            }))
        })
    }
}

impl PostgresStore {
    /// Does `work` on the connection that writes.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = writer.take().and_then(Connection::if_usable);
        let mut connection = match kept {
            Some(connection) => connection,
            None => self.pool.open()?,
        };
        let done = work(&mut connection);
        *writer = Some(connection);
        done
    }

    fn head(&self, connection: &mut Connection) -> Result<u64, StoreError> {
        let row = connection.one("reading the log's size", SIZE, &[value::int(&self.log)])?;
        let gone = || damaged(("log", "size"), self.log, "there is no such row");
        unsigned(
            "log",
            "size",
            get(&row.ok_or_else(gone)?, "log", "size", 0)?,
        )
    }

    /// Appends the batch, making parts of the table as they are needed; `None` where the head did not move.
    fn try_append(
        &self,
        connection: &mut Connection,
        batch: &[NewEntry],
        onto: Onto,
    ) -> Result<Option<u64>, StoreError> {
        let failed = match insert(connection, self.log, batch, onto) {
            Err(failure) if partitions::is_missing(&failure) => {
                let size = self.head(connection)?;
                partitions::make(connection, size..size + batch.len() as u64)?;
                insert(connection, self.log, batch, onto)
            }
            done => done,
        };
        let Some(row) = failed.map_err(|failure| failure.during(APPENDING))? else {
            return Ok(None);
        };
        unsigned("log", "size", get(&row, "log", "size", 0)?).map(Some)
    }

    /// Why the head did not move, if that reason still stands.
    fn refusal(
        &self,
        connection: &mut Connection,
        batch: &[NewEntry],
        onto: Onto,
    ) -> Result<Option<AppendError>, StoreError> {
        let size = self.head(connection)?;
        if onto.size.is_some_and(|expected| expected != size) {
            return Ok(Some(AppendError::Moved { size }));
        }
        if let Some(Known {
            position,
            commitment,
        }) = onto.holds
        {
            let at = signed(position);
            let values = [value::int(&self.log), value::bigint(&at)];
            let row = connection.one("looking for the last known entry", COMMITMENT, &values)?;
            let found: Option<Vec<u8>> = row
                .map(|row| get(&row, "entry", "commitment", 0))
                .transpose()?;
            if found.as_deref() != Some(&commitment.0[..]) {
                return Ok(Some(AppendError::Lost { position }));
            }
        }
        let (destinations, _) = fences(batch);
        let values = [value::int(&self.log), value::texts(&destinations)];
        let rows = connection.query("checking leases", TOKENS, &values)?;
        let newest = |fence: &Fence| {
            let same = |row: &&Row| row.get::<_, &str>(0) == fence.destination;
            let token: Option<i64> = rows.iter().find(same).map(|row| row.get(1));
            token == Some(signed(fence.token))
        };
        let stale = batch
            .iter()
            .position(|entry| entry.fence.as_ref().is_some_and(|fence| !newest(fence)));
        Ok(stale.map(|at| AppendError::Stale { at }))
    }
}

fn insert(
    connection: &mut Connection,
    log: i32,
    batch: &[NewEntry],
    onto: Onto,
) -> Result<Option<Row>, Failure> {
    let count = i64::try_from(batch.len()).expect("a batch is far below 2^63");
    let size = onto.size.map(signed);
    let position = onto.holds.map(|known| signed(known.position));
    let commitment = onto.holds.as_ref().map(|known| &known.commitment.0[..]);
    let commitments: Vec<&[u8]> = batch.iter().map(|one| &one.commitment.0[..]).collect();
    let salts: Vec<Option<&[u8]>> = batch
        .iter()
        .map(|one| one.salt.as_ref().map(|salt| &salt.0[..]))
        .collect();
    let bodies: Vec<&[u8]> = batch.iter().map(|one| &one.body[..]).collect();
    let sealed: Vec<Option<&[u8]>> = batch.iter().map(|one| one.sealed.as_deref()).collect();
    let (destinations, tokens) = fences(batch);
    let mut values: Vec<Value<'_>> = vec![
        value::int(&log),
        value::bigint(&count),
        value::bigint(&size),
        value::bigint(&position),
        value::bytes(&commitment),
        value::byte_strings(&commitments),
        value::byte_strings(&salts),
        value::byte_strings(&bodies),
        value::byte_strings(&sealed),
    ];
    let sql = if destinations.is_empty() {
        APPEND
    } else {
        values.extend([value::texts(&destinations), value::bigints(&tokens)]);
        APPEND_FENCED
    };
    Ok(connection.try_query(sql, &values)?.into_iter().next())
}

/// The leases that a batch depends on, each once.
fn fences(batch: &[NewEntry]) -> (Vec<&str>, Vec<i64>) {
    let mut fences: Vec<(&str, i64)> = batch
        .iter()
        .filter_map(|entry| entry.fence.as_ref())
        .map(|fence| (&*fence.destination, signed(fence.token)))
        .collect();
    fences.sort_unstable();
    fences.dedup();
    fences.into_iter().unzip()
}

/// A row with the position of its entry; `None` where it has none.
fn position(row: &Row) -> Result<Option<(&Row, u64)>, StoreError> {
    let position: Option<i64> = get(row, "entry", "position", 1)?;
    let position = position
        .map(|position| unsigned("entry", "position", position))
        .transpose()?;
    Ok(position.map(|position| (row, position)))
}

fn stored(row: &Row, position: u64) -> Result<StoredEntry, StoreError> {
    let bytes = |column, index| {
        let found: Result<Option<Vec<u8>>, _> = row.try_get(index);
        found.map_err(|_| damaged(("entry", column), position, "it is not bytes"))
    };
    let there = |column, index| {
        bytes(column, index)?.ok_or_else(|| damaged(("entry", column), position, "it is NULL"))
    };
    let salt = bytes("salt", 3)?
        .map(|salt| sized(salt, ("salt", position)).map(Salt))
        .transpose()?;
    Ok(StoredEntry {
        position,
        commitment: Commitment(sized(there("commitment", 2)?, ("commitment", position))?),
        salt,
        body: there("body", 4)?,
        sealed: bytes("sealed", 5)?,
    })
}

fn sized<const N: usize>(
    bytes: Vec<u8>,
    (column, position): (&'static str, u64),
) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| {
        let why = "it has not the right number of bytes";
        damaged(("entry", column), position, why)
    })
}
