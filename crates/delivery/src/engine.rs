//! The running engine: one light task for each destination, each following the log by its own cursor.
//!
//! A task works only while it holds its destination's lease, so any number of processes may run an engine on the same log.
//! Crash order, for a stretch of the log:
//!
//! 1. *Read*: the choices after the cursor that concern the destination. Nothing is written.
//! 2. *Planned*: the stretch's bounds are in the lease. From here on, whoever works for this destination sends this very
//!    stretch, and so under the same message id.
//! 3. *Sent.* A crash before the answer is settled sends it again; the destination knows the id.
//! 4. *Settled*: one outcome is committed, under the lease's token; it moves the cursor and clears the plan. If somebody took
//!    the lease over meanwhile, the log refuses it, and theirs counts.
//!
//! There is no other place where progress is kept: what this process remembers besides (how long to wait, how often an entry
//! was tried) may be forgotten at any time. Across the network call nothing is held but the lease.

mod attempt;
mod context;
mod eraser;
mod items;
mod pace;
mod prepare;
mod retention;
mod status;
mod stretch;
mod supervisor;
mod tenure;
mod worker;

use std::sync::{Arc, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use optout::{InstallationKey, Standing, Token};
use store::seal::Sealer;
use store::{Destinations, Log};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::backoff::Backoff;
use crate::transport::{Reach, Transport, TransportError};

use context::Context;
pub use eraser::{around, erasable, first_younger};
pub use retention::received_before;
pub use status::{State, Status};

/// How the engine behaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether messages may go to private and loopback addresses, and over plain HTTP.
    pub allow_private_addresses: bool,
    /// How long a lease runs without being renewed: how late another process takes over from one that died.
    pub lease: Duration,
    /// How long to wait for more choices before a message is sent.
    pub batch_wait: Duration,
    /// How waits grow after failures.
    pub backoff: Backoff,
    /// For how many days identifiers are kept for destinations that are declared later.
    pub keep_identifiers_days: u16,
    /// For how many calendar years, besides the one in which they were made, the records of choices are kept.
    pub keep_records_years: u16,
    /// How long an attempt in flight may take to finish when the engine is stopped.
    pub grace: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allow_private_addresses: false,
            lease: Duration::from_mins(1),
            batch_wait: Duration::from_millis(300),
            backoff: Backoff::default(),
            keep_identifiers_days: 90,
            keep_records_years: 5,
            grace: Duration::from_secs(5),
        }
    }
}

impl Settings {
    /// Short waits, and destinations on this machine.
    #[must_use]
    pub fn for_testing() -> Self {
        Self {
            allow_private_addresses: true,
            batch_wait: Duration::from_millis(20),
            backoff: Backoff::for_testing(),
            grace: Duration::from_millis(100),
            ..Self::default()
        }
    }
}

/// The one clock of the program.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// What stands for a token, by everything that was followed.
pub type Standings = Arc<dyn Fn(&Token) -> Standing + Send + Sync>;

/// Gives the positions of the links in a stretch of the log.
pub type Links = Arc<dyn Fn(std::ops::Range<u64>) -> Vec<u64> + Send + Sync>;
/// Random bytes from the system's generator.
pub type Entropy = Arc<dyn Fn() -> [u8; 16] + Send + Sync>;

/// What the engine needs.
pub struct EngineOptions {
    /// The log: read, and told what became of deliveries.
    pub log: Arc<Log>,
    /// What the log says of destinations, kept up to date by one of the log's followers.
    pub destinations: Arc<RwLock<Destinations>>,
    /// How many entries of the log that follower has taken into account.
    pub followed: watch::Receiver<u64>,
    /// What stands for a token. It has followed at least as much.
    pub standing: Standings,
    /// Which entries of a stretch of the log link identifiers: those stay sealed, because a choice of tomorrow reaches them.
    pub links: Links,
    /// Opens identifiers.
    pub sealer: Sealer,
    /// Destinations' secrets are derived from it.
    pub master: InstallationKey,
    /// The business, by the name that recipients know.
    pub business: String,
    /// The log's origin: message ids follow from it.
    pub origin: String,
    /// How the engine behaves.
    pub settings: Settings,
    /// Time.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
    /// This process, by a name that no other one has.
    pub holder: String,
}

/// The running engine.
pub struct Engine {
    context: Arc<Context>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Engine {
    /// Starts working for every destination, those that are declared later included. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`TransportError`] where the system has no usable certificates.
    pub fn start(options: EngineOptions) -> Result<Self, TransportError> {
        let reach = if options.settings.allow_private_addresses {
            Reach::PrivateToo
        } else {
            Reach::Public
        };
        let (stop, stopped) = watch::channel(false);
        let context = Arc::new(Context::new(options, Transport::new(reach)?, stopped));
        let tasks = vec![
            tokio::spawn(supervisor::supervise(context.clone())),
            tokio::spawn(eraser::erase_hourly(context.clone())),
            tokio::spawn(retention::erase_daily(context.clone())),
        ];
        Ok(Self {
            context,
            stop,
            tasks,
        })
    }

    /// How it stands with a destination; `None` while no task works for it.
    #[must_use]
    pub fn status(&self, destination: &str) -> Option<Status> {
        self.context.board.get(destination)
    }

    /// Lets attempts in flight finish for a short while, gives every lease back, and returns when all of that is done.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(failure) = task.await {
                tracing::error!(
                    panicked = failure.is_panic(),
                    "a task of the delivery engine ended early"
                );
            }
        }
    }
}
