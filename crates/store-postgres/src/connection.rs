//! One connection, used by one thread at a time.

use std::ops::Deref;
use std::time::{Duration, Instant};

use store::StoreError;
use tokio::runtime::Runtime;
use tokio::time::timeout;
use tokio_postgres::{Client, Row};

use crate::address::Address;
use crate::failure::Failure;
use crate::session::Value;

/// How long the server may take for one statement before the connection is given up.
pub(crate) const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// How often a statement is done again that was rolled back because of what ran beside it.
const AGAIN: u32 = 10;
/// A connection that was idle for so long is asked whether it is still there before it is used.
const IDLE: Duration = Duration::from_secs(1);

/// A connection with a runtime of its own, so that the thread that waits for an answer is the one that receives it.
pub(crate) struct Connection {
    runtime: OwnRuntime,
    client: Client,
    used: Instant,
    broken: bool,
}

/// A runtime that may be dropped anywhere: inside another one, too, where waiting for its end would panic.
struct OwnRuntime(Option<Runtime>);

impl Deref for OwnRuntime {
    type Target = Runtime;

    fn deref(&self) -> &Runtime {
        self.0.as_ref().expect("only dropping takes it")
    }
}

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Connection {
    pub(crate) fn open(address: &Address) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::Broken {
                message: "a connection needs a runtime".into(),
                source: Some(Box::new(error)),
            })?;
        let client = runtime.block_on(async {
            let (client, driver) = within(address.config.connect(address.tls.clone())).await?;
            // Runs whenever somebody waits for an answer; a connection that broke says so to whoever asks.
            tokio::spawn(driver);
            Ok::<_, Failure>(client)
        })?;
        Ok(Self {
            runtime: OwnRuntime(Some(runtime)),
            client,
            used: Instant::now(),
            broken: false,
        })
    }

    /// The connection, if it can be used.
    pub(crate) fn if_usable(mut self) -> Option<Self> {
        if self.used.elapsed() >= IDLE {
            let asked = self
                .runtime
                .block_on(within(self.client.check_connection()));
            self.broken |= asked.is_err();
        }
        (!self.broken && !self.client.is_closed()).then_some(self)
    }

    /// Runs a statement and returns its rows.
    pub(crate) fn query(
        &mut self,
        action: &'static str,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        self.try_query(sql, values)
            .map_err(|failure| failure.during(action))
    }

    /// Runs a statement that returns one row or none.
    pub(crate) fn one(
        &mut self,
        action: &'static str,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.query(action, sql, values)?.into_iter().next())
    }

    /// Runs a statement and returns how many rows it changed.
    pub(crate) fn execute(
        &mut self,
        action: &'static str,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let Self {
            runtime, client, ..
        } = self;
        let mut run = || runtime.block_on(within(client.execute_typed(sql, values)));
        let done = again(&mut run);
        self.note(done).map_err(|failure| failure.during(action))
    }

    /// As [`Connection::query`], for a caller that looks at the failure.
    pub(crate) fn try_query(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, Failure> {
        let Self {
            runtime, client, ..
        } = self;
        let mut run = || runtime.block_on(within(client.query_typed(sql, values)));
        let done = again(&mut run);
        self.note(done)
    }

    /// Runs statements that take no values, as one transaction.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        let Self {
            runtime, client, ..
        } = self;
        let mut run = || runtime.block_on(async { Ok(client.batch_execute(sql).await?) });
        let done = again(&mut run);
        self.note(done)
    }

    fn note<T>(&mut self, done: Result<T, Failure>) -> Result<T, Failure> {
        self.used = Instant::now();
        if let Err(failure) = &done {
            self.broken |= !failure.left_it_usable();
        }
        done
    }
}

async fn within<T>(
    work: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, Failure> {
    match timeout(ANSWER_WITHIN, work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(Failure::Late {
            seconds: ANSWER_WITHIN.as_secs(),
        }),
    }
}

/// What was rolled back because of what ran beside it has done nothing, so it may be done again.
fn again<T>(work: &mut dyn FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
    for _ in 1..AGAIN {
        match work() {
            Err(failure) if failure.is_passing() => {}
            done => return done,
        }
    }
    work()
}
