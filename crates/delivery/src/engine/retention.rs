//! Erasing the records of choices whose time is over. Every choice stays in force, and every proof valid.
//!
//! Crash order, for a chunk of the log:
//!
//! 1. *Looked*: what still stands of each record is known. Nothing is written.
//! 2. *Carried*: what stands is in the log twice, in the record and in a new entry. A crash leaves it at that; the next look
//!    finds that what was carried stands by its new entry, and carries only the rest.
//! 3. *Said*: one entry says which records are erased from here on. Without it, an erased record would look like a stolen one.
//! 4. *Erased*: in two transactions, because two stubs differ. A crash before, between or after them leaves rows that the next
//!    look finds, and says and erases again; rows that were erased are passed over.
//!
//! 2 and 3 are committed under a lease, so that one process at a time decides what stands. 4 needs none: whatever is erased was
//! carried. What is carried is decided on what this process knows: an opt-out or an opt-in that it has not heard of counts,
//! because it is a word of the person's own ([`optout::end`]).
//!
//! Only choices hold personal data, so outcomes, destinations and keys are kept. What was carried counts from the day on which it
//! was; older than the retention, it is kept as long as any of it stands, without being carried again.

mod plan;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use optout::{Entry, Retention};
use store::{Commit, CommitError, Destinations, StoreError};
use tokio::task::JoinSet;

use super::context::Context;
use super::eraser::{first_younger, time_at};
use super::tenure::{Hold, Lost, Tenure};
use plan::{Plan, Search, start_of};

/// How often there is a look.
const EVERY: Duration = Duration::from_hours(24);
/// How soon after one that did not get to its end.
const AGAIN: Duration = Duration::from_hours(1);
/// How many records are dealt with at once.
const CHUNK: u64 = 4_096;
/// How many entries are committed at once: enough to share batches, too few to keep requests waiting.
const IN_FLIGHT: usize = 256;
/// The name of the lease. No destination's name begins with a dot.
const LEASE: &str = ".retention";

/// The day before which choices must have been received for their records to be erased: the first of the calendar year (UTC)
/// that lies `years` before this one.
///
/// ```
/// let now = "2032-03-01T12:00:00Z".parse().unwrap();
/// assert_eq!(delivery::engine::received_before(now, 5).to_string(), "2027-01-01");
/// ```
#[must_use]
pub fn received_before(now: Timestamp, years: u16) -> Date {
    let this = i32::from(Offset::UTC.to_datetime(now).year());
    let year = i16::try_from(this - i32::from(years));
    let first = year.ok().and_then(|year| Date::new(year, 1, 1).ok());
    first.unwrap_or(Date::MIN)
}

pub(super) async fn erase_daily(context: Arc<Context>) {
    let mut worker = Worker {
        context: context.clone(),
        tenure: Tenure::default(),
        before: Date::MIN,
        done: 0,
    };
    loop {
        let looked = worker.look().await;
        worker.tenure.release(&context).await;
        let pause = match looked {
            Ok(Looked::ToTheEnd) => EVERY,
            Ok(Looked::Elsewhere) | Err(Lost::Lease | Lost::Log) => AGAIN,
            Err(Lost::Stopped) => break,
        };
        let pause = tokio::time::sleep(pause);
        if context.unless_stopped(pause).await.is_err() {
            break;
        }
    }
}

struct Worker {
    context: Arc<Context>,
    tenure: Tenure,
    /// Up to which day the last look went,
    before: Date,
    /// and up to which position. What is carried may stand no longer in another year, so that one begins anew.
    done: u64,
}

enum Looked {
    ToTheEnd,
    /// Another process is at it.
    Elsewhere,
}

impl Worker {
    async fn look(&mut self) -> Result<Looked, Lost> {
        let context = self.context.clone();
        context.follows_everything().await??;
        let before = received_before(context.now(), context.settings.keep_records_years);
        if before != self.before {
            (self.before, self.done) = (before, 0);
        }
        let (done, told) = (self.done, context.look(told_up_to).max(self.done));
        let young = context
            .store(move |log| {
                first_younger(done..told, start_of(before), |position| {
                    time_at(log, position)
                })
            })
            .await?;
        let mut carried = 0;
        let mut erased = 0;
        while self.done < young {
            if context.is_stopped() {
                return Err(Lost::Stopped);
            }
            if let Hold::Elsewhere = self.tenure.hold(&context, LEASE).await? {
                return Ok(Looked::Elsewhere);
            }
            let through = young.min(self.done + CHUNK);
            let plan = self.plan(through).await?;
            carried += plan.carried.len();
            erased += self.carry_out(plan, through).await?;
            self.done = through;
        }
        if erased > 0 {
            tracing::info!(
                erased,
                carried,
                received_before = %before,
                "the records of choices whose time was over were erased"
            );
        }
        Ok(Looked::ToTheEnd)
    }

    async fn plan(&self, through: u64) -> Result<Plan, StoreError> {
        let search = Search {
            from: self.done,
            through,
            received_before: start_of(self.before),
            now: self.context.now(),
        };
        let standing = self.context.standing.clone();
        self.context
            .store(move |log| search.run(&*standing, |from, limit| log.read(from, limit)))
            .await
    }

    /// Does what was planned and says how many records were erased.
    async fn carry_out(&mut self, plan: Plan, through: u64) -> Result<u64, Lost> {
        if plan == Plan::default() {
            return Ok(0);
        }
        let mut commits = Commits::new();
        for carried in plan.carried {
            if commits.len() == IN_FLIGHT {
                self.committed(&mut commits).await?;
            }
            self.commit(Entry::Carried(carried), &mut commits)?;
        }
        while !commits.is_empty() {
            self.committed(&mut commits).await?;
        }
        let retention = Entry::Retention(Retention {
            at: self.context.now(),
            through,
            received_before: self.before,
        });
        self.commit(retention, &mut commits)?;
        self.committed(&mut commits).await?;
        let (told, untold) = (plan.told, plan.untold);
        let erased = self.context.store(move |log| {
            let stub = |told| Entry::Erased { told }.to_bytes();
            let untold = log.erase_records(&untold, &stub(false))?;
            Ok(untold + log.erase_records(&told, &stub(true))?)
        });
        let erased = erased.await?;
        metrics::counter!("refrain_records_erased_total").increment(erased);
        Ok(erased)
    }

    fn commit(&self, entry: Entry, commits: &mut Commits) -> Result<(), Lost> {
        let log = self.context.log.clone();
        let commit = Commit::new(self.context.salt(), entry).fenced(self.tenure.fence()?);
        commits.spawn(async move { log.commit(commit).await.map(drop) });
        Ok(())
    }

    async fn committed(&mut self, commits: &mut Commits) -> Result<(), Lost> {
        match commits.join_next().await {
            None | Some(Ok(Ok(()))) => Ok(()),
            Some(Err(panicked)) => std::panic::resume_unwind(panicked.into_panic()),
            Some(Ok(Err(CommitError::Stale | CommitError::Moved))) => {
                self.tenure.lose();
                Err(Lost::Lease)
            }
            Some(Ok(Err(CommitError::Stopped(_)))) => Err(Lost::Stopped),
            // Nothing was erased yet, and a later look does it all again.
            Some(Ok(Err(failure))) => {
                tracing::warn!(
                    error = &failure as &dyn std::error::Error,
                    "records whose time is over were not erased yet"
                );
                Err(Lost::Log)
            }
        }
    }
}

/// Entries on their way into the log.
type Commits = JoinSet<Result<(), CommitError>>;

/// Up to which position nobody is left to be told. Where there is no destination, there is nobody: a record is not kept beyond
/// its time for one that may be declared one day, which the gate protects from hearing of these people at all.
fn told_up_to(destinations: &Destinations) -> u64 {
    if destinations.iter().next().is_none() {
        destinations.choices_end()
    } else {
        destinations.told_up_to()
    }
}

#[cfg(test)]
mod tests {
    use optout::{DestinationDeclared, PurposeSet, Recipient, Role};

    use super::*;

    #[test]
    fn years_are_calendar_years() {
        let check = |now: &str, years, expected: &str| {
            let before = received_before(now.parse().unwrap(), years);
            assert_eq!(before.to_string(), expected, "{now} {years}");
        };
        check("2032-01-01T00:00:00Z", 5, "2027-01-01");
        check("2032-12-31T23:59:59Z", 5, "2027-01-01");
        check("2033-01-01T00:00:00Z", 5, "2028-01-01");
        check("2032-02-29T12:00:00Z", 2, "2030-01-01");
        check("2032-02-29T12:00:00Z", 0, "2032-01-01");
        assert_eq!(received_before(Timestamp::MIN, u16::MAX), Date::MIN);
    }

    #[test]
    fn nobody_is_left_to_be_told_where_there_is_nobody() {
        let mut destinations = Destinations::default();
        destinations.follow(0, &Entry::Erased { told: true });
        destinations.follow(1, &Entry::Erased { told: false });
        assert_eq!(told_up_to(&destinations), 1);
        let declared = DestinationDeclared {
            at: Timestamp::UNIX_EPOCH,
            name: "acme-ads".into(),
            url: String::new(),
            recipient: Recipient {
                name: "acme-ads".into(),
                role: Role::ThirdParty,
                contract: None,
            },
            purposes: PurposeSet::OPT_OUT,
            secrets: 1,
        };
        destinations.follow(2, &Entry::Destination(Box::new(declared)));
        assert_eq!(told_up_to(&destinations), 0);
    }
}
