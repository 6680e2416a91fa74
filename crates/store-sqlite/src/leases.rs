//! Who works for which destination.

use rusqlite::{OptionalExtension, Transaction, params};
use store::{Lease, LeaseStore, StaleLease, StoreError};

use crate::connection::Sync;
use crate::{SqliteStore, database, signed, unsigned};

const CURRENT: &str =
    "/* current_lease */ SELECT token, holder, until_ms, planned_first, planned_last FROM lease
    WHERE destination = ?1";
const TAKE: &str = "/* take_lease */ INSERT INTO lease (destination, token, holder, until_ms) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (destination) DO UPDATE SET token = excluded.token, holder = excluded.holder, until_ms = excluded.until_ms";
const RENEW: &str =
    "/* renew_lease */ UPDATE lease SET until_ms = ?3 WHERE destination = ?1 AND token = ?2";
const PLAN: &str = "/* plan */ UPDATE lease SET planned_first = ?3, planned_last = ?4 WHERE destination = ?1 AND token = ?2";
const RELEASE: &str =
    "/* release_lease */ UPDATE lease SET until_ms = 0 WHERE destination = ?1 AND token = ?2";

type Row = (i64, String, i64, Option<i64>, Option<i64>);

impl LeaseStore for SqliteStore {
    fn lease(
        &self,
        destination: &str,
        holder: &str,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<Option<Lease>, StoreError> {
        self.writer
            .run("taking a lease", Sync::Later, |transaction| {
                let failed = || database("taking a lease");
                let current = current(transaction, destination).map_err(failed())?;
                if current
                    .as_ref()
                    .is_some_and(|(_, other, until, ..)| other != holder && *until > now_ms)
                {
                    return Ok(None);
                }
                let (token, planned) = match current {
                    None => (1, None),
                    Some((token, _, _, first, last)) => (token + 1, first.zip(last)),
                };
                let mut statement = transaction.prepare_cached(TAKE).map_err(failed())?;
                statement
                    .execute(params![destination, token, holder, until_ms])
                    .map_err(failed())?;
                let position = |value| unsigned("lease", "planned", value);
                let planned = match planned {
                    None => None,
                    Some((first, last)) => Some((position(first)?, position(last)?)),
                };
                let token = unsigned("lease", "token", token)?;
                Ok(Some(Lease {
                    destination: destination.to_owned(),
                    token,
                    planned,
                }))
            })?
    }

    fn renew(&self, lease: &Lease, until_ms: i64) -> Result<Result<(), StaleLease>, StoreError> {
        self.change(
            "renewing a lease",
            RENEW,
            params![lease.destination, signed(lease.token), until_ms],
        )
    }

    fn plan(
        &self,
        lease: &Lease,
        (first, last): (u64, u64),
    ) -> Result<Result<(), StaleLease>, StoreError> {
        let plan = params![
            lease.destination,
            signed(lease.token),
            signed(first),
            signed(last)
        ];
        self.change("planning a message", PLAN, plan)
    }

    fn release(&self, lease: &Lease) -> Result<(), StoreError> {
        self.change(
            "releasing a lease",
            RELEASE,
            params![lease.destination, signed(lease.token)],
        )
        .map(drop)
    }
}

impl SqliteStore {
    /// Changes the row of a lease, if its token is still the newest.
    fn change(
        &self,
        action: &'static str,
        sql: &str,
        values: &[&dyn rusqlite::ToSql],
    ) -> Result<Result<(), StaleLease>, StoreError> {
        self.writer.run(action, Sync::Later, |transaction| {
            let changed = transaction
                .prepare_cached(sql)
                .and_then(|mut statement| statement.execute(values));
            let changed = changed.map_err(database(action))?;
            Ok(if changed == 1 {
                Ok(())
            } else {
                Err(StaleLease)
            })
        })?
    }
}

fn current(transaction: &Transaction<'_>, destination: &str) -> rusqlite::Result<Option<Row>> {
    let mut statement = transaction.prepare_cached(CURRENT)?;
    let row = |row: &rusqlite::Row<'_>| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
        ))
    };
    statement.query_row([destination], row).optional()
}
