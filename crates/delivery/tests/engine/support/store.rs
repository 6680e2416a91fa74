//! A store in memory that keeps the contract.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use ledger::Hash;
use ledger::tile::TileId;
use store::{
    AppendError, CheckpointStore, Known, Lease, LeaseStore, LogStore, NewEntry, Onto, PublishError,
    Published, StaleLease, StoreError, StoredEntry,
};

#[derive(Default)]
pub struct MemoryStore(Mutex<Tables>);

#[test]
fn it_keeps_the_contract() {
    store::contract_tests::all(MemoryStore::default);
}

#[derive(Default)]
struct Tables {
    entries: Vec<StoredEntry>,
    claim: Option<String>,
    published: Option<Published>,
    tiles: BTreeMap<TileKey, Vec<Hash>>,
    leases: BTreeMap<String, Row>,
    refused: usize,
    fault: Option<Fault>,
}

/// What goes wrong with the next outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not written.
    Lost,
    /// It is written, but nobody learns of it.
    Kept,
}

type TileKey = (u8, u64);

#[derive(Default)]
struct Row {
    token: u64,
    holder: String,
    until_ms: i64,
    planned: Option<(u64, u64)>,
    refused: u64,
}

impl MemoryStore {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap()
    }

    /// Lets the next outcome go wrong.
    pub fn fail_next(&self, fault: Fault) {
        self.tables().fault = Some(fault);
    }

    /// How many outcomes were refused because their lease was not the newest.
    pub fn refused(&self) -> usize {
        self.tables().refused
    }

    /// How often a lease was taken, and whether it was given back.
    pub fn leases(&self, name: &str) -> (u64, bool) {
        let tables = self.tables();
        let row = tables.leases.get(name);
        row.map_or((0, true), |row| (row.token, row.until_ms == 0))
    }

    /// How often a lease was asked for in vain.
    pub fn lease_refusals(&self, name: &str) -> u64 {
        self.tables().leases.get(name).map_or(0, |row| row.refused)
    }

    /// The row of a lease, if it is the newest.
    fn with_newest(&self, lease: &Lease, change: impl FnOnce(&mut Row)) -> Result<(), StaleLease> {
        let mut tables = self.tables();
        match tables.leases.get_mut(&lease.destination) {
            Some(row) if row.token == lease.token => {
                change(row);
                Ok(())
            }
            _ => Err(StaleLease),
        }
    }
}

impl LogStore for MemoryStore {
    fn size(&self) -> Result<u64, StoreError> {
        Ok(self.tables().entries.len() as u64)
    }

    fn append(&self, batch: &[NewEntry], onto: Onto) -> Result<u64, AppendError> {
        let mut tables = self.tables();
        let size = tables.entries.len() as u64;
        if onto.size.is_some_and(|expected| expected != size) {
            return Err(AppendError::Moved { size });
        }
        if let Some(Known {
            position,
            commitment,
        }) = onto.holds
        {
            let there = usize::try_from(position)
                .ok()
                .and_then(|at| tables.entries.get(at));
            if there.map(|entry| entry.commitment) != Some(commitment) {
                return Err(AppendError::Lost { position });
            }
        }
        for (at, new) in batch.iter().enumerate() {
            if new.body.len() > store::contract::MAX_ENTRY_BYTES {
                return Err(AppendError::TooLong { at });
            }
            let stale = new.fence.as_ref().is_some_and(|fence| {
                tables.leases.get(&fence.destination).map(|row| row.token) != Some(fence.token)
            });
            if stale {
                tables.refused += 1;
                return Err(AppendError::Stale { at });
            }
        }
        let fault = if batch.iter().any(|new| new.fence.is_some()) {
            tables.fault.take()
        } else {
            None
        };
        if fault == Some(Fault::Lost) {
            return Err(failure().into());
        }
        for (position, new) in (size..).zip(batch) {
            tables.entries.push(StoredEntry {
                position,
                commitment: new.commitment,
                salt: new.salt,
                body: new.body.clone(),
                sealed: new.sealed.clone(),
            });
            if let Some(fence) = &new.fence {
                tables.leases.get_mut(&fence.destination).unwrap().planned = None;
            }
        }
        match fault {
            Some(_) => Err(failure().into()),
            None => Ok(size),
        }
    }

    fn read(&self, from: u64, limit: usize) -> Result<Vec<StoredEntry>, StoreError> {
        let tables = self.tables();
        let from = usize::try_from(from).unwrap().min(tables.entries.len());
        let entries = tables.entries[from..].iter();
        Ok(entries.take(limit).cloned().collect())
    }

    fn erase_sealed(&self, from: u64, to: u64) -> Result<u64, StoreError> {
        let mut erased = 0;
        for entry in &mut self.tables().entries {
            if (from..to).contains(&entry.position) && entry.sealed.take().is_some() {
                erased += 1;
            }
        }
        Ok(erased)
    }

    fn erase_records(&self, positions: &[u64], stub: &[u8]) -> Result<u64, StoreError> {
        let mut erased = 0;
        for entry in &mut self.tables().entries {
            if positions.contains(&entry.position) && entry.salt.take().is_some() {
                entry.sealed = None;
                entry.body = stub.to_vec();
                erased += 1;
            }
        }
        Ok(erased)
    }

    fn claim(&self, from: Option<&str>, to: &str) -> Result<Option<String>, StoreError> {
        let mut tables = self.tables();
        if tables.claim.as_deref() == from {
            tables.claim = Some(to.to_owned());
        }
        Ok(tables.claim.clone())
    }

    fn integrity(&self) -> Result<Option<String>, StoreError> {
        Ok(None)
    }
}

impl CheckpointStore for MemoryStore {
    fn published(&self) -> Result<Option<Published>, StoreError> {
        Ok(self.tables().published.clone())
    }

    fn publish(
        &self,
        previous: u64,
        next: &Published,
        tiles: &[(TileId, Vec<Hash>)],
    ) -> Result<(), PublishError> {
        let mut tables = self.tables();
        let size = tables.published.as_ref().map_or(0, |newest| newest.size);
        if size != previous {
            return Err(PublishError::Moved { size });
        }
        tables.published = Some(next.clone());
        for (id, hashes) in tiles {
            // A tile, once there, never changes.
            let tile = tables.tiles.entry((id.level, id.index));
            tile.or_insert_with(|| hashes.clone());
        }
        Ok(())
    }

    fn tile(&self, id: TileId) -> Result<Option<Vec<Hash>>, StoreError> {
        Ok(self.tables().tiles.get(&(id.level, id.index)).cloned())
    }
}

impl LeaseStore for MemoryStore {
    fn lease(
        &self,
        destination: &str,
        holder: &str,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<Option<Lease>, StoreError> {
        let mut tables = self.tables();
        let row = tables.leases.entry(destination.to_owned()).or_default();
        if row.until_ms > now_ms && row.holder != holder {
            row.refused += 1;
            return Ok(None);
        }
        row.token += 1;
        holder.clone_into(&mut row.holder);
        row.until_ms = until_ms;
        Ok(Some(Lease {
            destination: destination.to_owned(),
            token: row.token,
            planned: row.planned,
        }))
    }

    fn renew(&self, lease: &Lease, until_ms: i64) -> Result<Result<(), StaleLease>, StoreError> {
        Ok(self.with_newest(lease, |row| row.until_ms = until_ms))
    }

    fn plan(
        &self,
        lease: &Lease,
        stretch: (u64, u64),
    ) -> Result<Result<(), StaleLease>, StoreError> {
        Ok(self.with_newest(lease, |row| row.planned = Some(stretch)))
    }

    fn release(&self, lease: &Lease) -> Result<(), StoreError> {
        // An older lease has nothing to give back.
        let _ = self.with_newest(lease, |row| row.until_ms = 0);
        Ok(())
    }
}

fn failure() -> StoreError {
    StoreError::Database {
        action: "append",
        source: "pulled the plug".into(),
    }
}
