//! Waking those who follow a log when another node has published something of it.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::future::poll_fn;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use store::Wake;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_postgres::AsyncMessage;

use crate::address::Address;
use crate::failure::Failure;
use crate::pool::Pool;

/// The channel that nodes notify each other on; the payload is the log's key and who has published.
pub(crate) const CHANNEL: &str = "refrain_log";
/// How long to wait before a connection that broke is made again.
const AGAIN: Duration = Duration::from_secs(1);
/// How often the listening thread looks whether anybody still wants to be woken.
const LOOK: Duration = Duration::from_secs(1);

/// Those who want to be woken, by log, and the thread that listens for them.
#[derive(Clone)]
pub(crate) struct Waker(Arc<Shared>);

struct Shared {
    address: Address,
    /// What this process adds to what it publishes, so that it does not wake itself.
    own: String,
    sleepers: Mutex<Sleepers>,
}

#[derive(Default)]
struct Sleepers {
    by_log: HashMap<i32, Vec<Wake>>,
    listening: bool,
}

impl Waker {
    pub(crate) fn new(pool: &Pool) -> Self {
        Self(Arc::new(Shared {
            address: pool.address.clone(),
            own: format!("{:016x}", RandomState::new().hash_one(std::process::id())),
            sleepers: Mutex::default(),
        }))
    }

    /// What this process adds to what it publishes.
    pub(crate) fn own(&self) -> &str {
        &self.0.own
    }

    pub(crate) fn register(&self, log: i32, wake: Wake) {
        let mut sleepers = self.0.sleepers();
        sleepers.by_log.entry(log).or_default().push(wake);
        if !std::mem::replace(&mut sleepers.listening, true) {
            let shared = Arc::downgrade(&self.0);
            let started = std::thread::Builder::new()
                .name("listen".into())
                .spawn(move || listen(&shared));
            // Without it everybody looks now and then all the same.
            sleepers.listening = started.is_ok();
        }
    }
}

impl Shared {
    fn sleepers(&self) -> std::sync::MutexGuard<'_, Sleepers> {
        self.sleepers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a notification: `LOG OWN`.
    fn note(&self, payload: &str) {
        match payload.split_once(' ') {
            Some((_, own)) if own == self.own => {}
            note => self.wake(note.and_then(|(log, _)| log.parse().ok())),
        }
    }

    /// Wakes whoever follows this log, or everybody.
    fn wake(&self, log: Option<i32>) {
        for (key, wakes) in &self.sleepers().by_log {
            if log.is_none_or(|log| log == *key) {
                for wake in wakes {
                    wake();
                }
            }
        }
    }
}

/// Listens until nobody is left, connecting again when the connection breaks.
fn listen(shared: &Weak<Shared>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    else {
        return;
    };
    while let Some(address) = shared.upgrade().map(|shared| shared.address.clone()) {
        if let Err(failure) = runtime.block_on(hear(&address, shared)) {
            tracing::debug!(
                error = &failure as &dyn std::error::Error,
                "not listening for other nodes: looking now and then instead"
            );
            std::thread::sleep(AGAIN);
        }
    }
}

/// Listens on one connection until it breaks or nobody is left.
async fn hear(address: &Address, shared: &Weak<Shared>) -> Result<(), Failure> {
    let (client, mut connection) = address.config.connect(address.tls.clone()).await?;
    let (heard, mut hearing) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(note) = message {
                let _ = heard.send(note.payload().to_owned());
            }
        }
    });
    client
        .batch_execute(&format!("/* listen */ LISTEN {CHANNEL}"))
        .await?;
    // Registered first, then looked: what was published in between is seen by whoever wakes now.
    if let Some(shared) = shared.upgrade() {
        shared.wake(None);
    }
    loop {
        let heard = timeout(LOOK, hearing.recv()).await;
        let Some(shared) = shared.upgrade() else {
            return Ok(());
        };
        match heard {
            Ok(Some(note)) => shared.note(&note),
            Ok(None) => {
                return Err(Failure::Broken {
                    message: "the connection that listens broke".into(),
                    source: None,
                });
            }
            Err(_) => {}
        }
    }
}
