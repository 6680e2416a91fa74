//! A store that fails when it is told to, both ways: before anything was done, and after everything was.

use std::sync::{Arc, Mutex};

use ledger::Hash;
use ledger::tile::TileId;
use store::{
    AppendError, CheckpointStore, Lease, LeaseStore, LogStore, NewEntry, Onto, PublishError,
    Published, StaleLease, Store, StoreError, StoredEntry, Wake,
};

/// Which call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Append,
    Read,
    Publish,
    Published,
}

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was done.
    Failed,
    /// It was done, and only the answer is lost.
    FailedButPersisted,
}

pub struct FaultyStore {
    store: Arc<dyn Store>,
    /// The faults to come; each happens once.
    plan: Mutex<Vec<(Call, Fault)>>,
}

impl FaultyStore {
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            plan: Mutex::default(),
        }
    }

    /// Lets nothing more fail.
    pub fn mend(&self) {
        self.plan.lock().unwrap().clear();
    }

    /// Lets the next of these calls fail, so often as it is said.
    pub fn fail(&self, call: Call, fault: Fault) {
        self.plan.lock().unwrap().push((call, fault));
    }

    /// Whether everything that was planned has happened.
    pub fn is_done(&self) -> bool {
        self.plan.lock().unwrap().is_empty()
    }

    /// Does `work`, unless it is its turn to fail.
    fn run<T, E: From<StoreError>>(
        &self,
        call: Call,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let fault = {
            let mut plan = self.plan.lock().unwrap();
            let at = plan.iter().position(|(planned, _)| *planned == call);
            at.map(|at| plan.remove(at).1)
        };
        match fault {
            None => work(),
            Some(Fault::Failed) => Err(failure().into()),
            Some(Fault::FailedButPersisted) => {
                work()?;
                Err(failure().into())
            }
        }
    }
}

fn failure() -> StoreError {
    StoreError::Database {
        action: "being tested",
        source: "the disk is on fire".into(),
    }
}

impl LogStore for FaultyStore {
    fn size(&self) -> Result<u64, StoreError> {
        self.store.size()
    }

    fn append(&self, batch: &[NewEntry], onto: Onto) -> Result<u64, AppendError> {
        self.run(Call::Append, || self.store.append(batch, onto))
    }

    fn read(&self, from: u64, limit: usize) -> Result<Vec<StoredEntry>, StoreError> {
        self.run(Call::Read, || self.store.read(from, limit))
    }

    fn erase_sealed(&self, from: u64, to: u64) -> Result<u64, StoreError> {
        self.store.erase_sealed(from, to)
    }

    fn erase_records(&self, positions: &[u64], stub: &[u8]) -> Result<u64, StoreError> {
        self.store.erase_records(positions, stub)
    }

    fn claim(&self, from: Option<&str>, to: &str) -> Result<Option<String>, StoreError> {
        self.store.claim(from, to)
    }

    fn wake_on_append(&self, wake: Wake) {
        self.store.wake_on_append(wake);
    }

    fn integrity(&self) -> Result<Option<String>, StoreError> {
        self.store.integrity()
    }
}

impl CheckpointStore for FaultyStore {
    fn published(&self) -> Result<Option<Published>, StoreError> {
        self.run(Call::Published, || self.store.published())
    }

    fn publish(
        &self,
        previous: u64,
        next: &Published,
        tiles: &[(TileId, Vec<Hash>)],
    ) -> Result<(), PublishError> {
        self.run(Call::Publish, || self.store.publish(previous, next, tiles))
    }

    fn tile(&self, id: TileId) -> Result<Option<Vec<Hash>>, StoreError> {
        self.store.tile(id)
    }
}

impl LeaseStore for FaultyStore {
    fn lease(
        &self,
        destination: &str,
        holder: &str,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<Option<Lease>, StoreError> {
        self.store.lease(destination, holder, now_ms, until_ms)
    }

    fn renew(&self, lease: &Lease, until_ms: i64) -> Result<Result<(), StaleLease>, StoreError> {
        self.store.renew(lease, until_ms)
    }

    fn plan(
        &self,
        lease: &Lease,
        stretch: (u64, u64),
    ) -> Result<Result<(), StaleLease>, StoreError> {
        self.store.plan(lease, stretch)
    }

    fn release(&self, lease: &Lease) -> Result<(), StoreError> {
        self.store.release(lease)
    }
}
