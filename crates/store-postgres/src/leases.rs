//! Who works for which destination.

use store::{Lease, LeaseStore, StaleLease, StoreError};

use crate::rows::signed;
use crate::session::{Value, value};
use crate::{PostgresStore, rows, unsigned};

const TAKE: &str = "/* take_lease */
    INSERT INTO refrain.lease AS held (log, destination, token, holder, until_ms) VALUES ($1, $2, 1, $3, $4)
    ON CONFLICT (log, destination) DO UPDATE
        SET token = held.token + 1, holder = excluded.holder, until_ms = excluded.until_ms
        WHERE held.holder = excluded.holder OR held.until_ms <= $5
    RETURNING token, planned_first, planned_last";
const RENEW: &str = "/* renew_lease */ UPDATE refrain.lease SET until_ms = $4
    WHERE log = $1 AND destination = $2 AND token = $3";
const PLAN: &str = "/* plan */ UPDATE refrain.lease SET planned_first = $4, planned_last = $5
    WHERE log = $1 AND destination = $2 AND token = $3";
const RELEASE: &str = "/* release_lease */ UPDATE refrain.lease SET until_ms = 0
    WHERE log = $1 AND destination = $2 AND token = $3";

impl LeaseStore for PostgresStore {
    fn lease(
        &self,
        destination: &str,
        holder: &str,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<Option<Lease>, StoreError> {
        let values = [
            value::int(&self.log),
            value::text(&destination),
            value::text(&holder),
            value::bigint(&until_ms),
            value::bigint(&now_ms),
        ];
        let row = self
            .pool
            .with(|connection| connection.one("taking a lease", TAKE, &values))?;
        let Some(row) = row else {
            return Ok(None);
        };
        let position = |column, index| {
            let position: Option<i64> = rows::get(&row, "lease", column, index)?;
            position
                .map(|position| unsigned("lease", column, position))
                .transpose()
        };
        let token: i64 = rows::get(&row, "lease", "token", 0)?;
        Ok(Some(Lease {
            destination: destination.to_owned(),
            token: unsigned("lease", "token", token)?,
            planned: position("planned_first", 1)?.zip(position("planned_last", 2)?),
        }))
    }

    fn renew(&self, lease: &Lease, until_ms: i64) -> Result<Result<(), StaleLease>, StoreError> {
        self.change(
            "renewing a lease",
            RENEW,
            lease,
            &[value::bigint(&until_ms)],
        )
    }

    fn plan(
        &self,
        lease: &Lease,
        (first, last): (u64, u64),
    ) -> Result<Result<(), StaleLease>, StoreError> {
        let (first, last) = (signed(first), signed(last));
        let plan = [value::bigint(&first), value::bigint(&last)];
        self.change("planning a message", PLAN, lease, &plan)
    }

    fn release(&self, lease: &Lease) -> Result<(), StoreError> {
        self.change("releasing a lease", RELEASE, lease, &[])
            .map(drop)
    }
}

impl PostgresStore {
    /// Changes the row of a lease, if its token is still the newest.
    fn change(
        &self,
        action: &'static str,
        sql: &str,
        lease: &Lease,
        more: &[Value<'_>],
    ) -> Result<Result<(), StaleLease>, StoreError> {
        let token = signed(lease.token);
        let mut values = vec![
            value::int(&self.log),
            value::text(&lease.destination),
            value::bigint(&token),
        ];
        values.extend_from_slice(more);
        let changed = self
            .pool
            .with(|connection| connection.execute(action, sql, &values))?;
        Ok(if changed == 1 {
            Ok(())
        } else {
            Err(StaleLease)
        })
    }
}
