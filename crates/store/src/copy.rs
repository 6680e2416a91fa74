//! Copies a log from one store to another, whole: entries with their salts, tiles, the newest checkpoint, and what destinations
//! were about to be sent.
//!
//! Crash order: the target is *claimed* for the copy, so that no node opens it; *entries* are appended in order, each batch onto
//! the size that was read, so a copy that is begun again goes on where it ended; then *tiles and checkpoint*; then everything is
//! *read again* from both and compared; then *plans* are carried over; and only then the target gets its owner.

use std::collections::BTreeSet;

use ledger::tile::{self, TileId};
use optout::Entry;

use crate::contract::{
    AppendError, Known, NewEntry, Onto, PublishError, Published, Store, StoreError, StoredEntry,
};

/// How many entries are copied in one transaction.
const CHUNK: usize = 4096;
/// How many full tiles are copied in one transaction.
const TILES: usize = 64;
/// What the owner of a log begins with while it is being copied into.
pub const COPYING: &str = "copying ";
/// Who takes the leases of both logs for a moment.
const HOLDER: &str = "copy";

/// What was copied, counting what an earlier, interrupted copy had done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// How many entries.
    pub entries: u64,
    /// How many of them the newest checkpoint covers.
    pub published: u64,
    /// How many full tiles.
    pub tiles: u64,
    /// How many destinations were about to be sent something.
    pub plans: u64,
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many entries have been copied.
    Copied(u64),
    /// So many entries have been read again and compared.
    Compared(u64),
}

/// Why a log was not copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The source is nobody's, or itself the target of a copy.
    #[error("the source is not a log that anybody serves: {0}")]
    NoSource(String),
    /// The target belongs to somebody.
    #[error("the target holds a log already, that of {0}")]
    Occupied(String),
    /// An entry of the target is not the source's.
    #[error("entry {0} of the target is not the one of the source: copy into an empty database")]
    Different(u64),
    /// The source has more entries than were copied.
    #[error(
        "the source has grown meanwhile: stop its nodes and copy again, which goes on from here"
    )]
    Grew,
    /// Somebody works for a destination of the source.
    #[error("a node is working for destination {0} of the source: stop the nodes and copy again")]
    Busy(String),
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Copies the log in `from` to `to`, which must be empty or hold a copy that was interrupted. `now_ms` is the time.
///
/// # Errors
/// See [`CopyError`]; copying again goes on where this ended.
pub fn copy(
    (from, to): (&dyn Store, &dyn Store),
    now_ms: i64,
    mut progress: impl FnMut(Step),
) -> Result<Copied, CopyError> {
    let owner = owner(from)?.unwrap_or_default();
    if owner.is_empty() || owner.starts_with(COPYING) {
        return Err(CopyError::NoSource(owner));
    }
    let mark = format!("{COPYING}{owner}");
    let theirs = to.claim(None, &mark)?.unwrap_or_default();
    if theirs != mark {
        return Err(CopyError::Occupied(theirs));
    }
    let published = from.published()?;
    let entries = copy_entries(from, to, &mut progress)?;
    let tiles = copy_published(from, to, published.as_ref())?;
    let destinations = compare(from, to, &mut progress)?;
    let mut plans = 0;
    for destination in destinations {
        plans += copy_plan(from, to, &destination, now_ms)?;
    }
    to.claim(Some(&mark), &owner)?;
    Ok(Copied {
        entries,
        published: published.map_or(0, |published| published.size),
        tiles,
        plans,
    })
}

/// Whose log it is, if anybody's.
///
/// # Errors
/// Where the database cannot be asked.
pub fn owner(store: &dyn Store) -> Result<Option<String>, StoreError> {
    // Nobody's name is empty, so this changes nothing.
    store.claim(Some(""), "")
}

fn copy_entries(
    from: &dyn Store,
    to: &dyn Store,
    progress: &mut impl FnMut(Step),
) -> Result<u64, CopyError> {
    let mut size = to.size()?;
    let mut last = None;
    if let Some(position) = size.checked_sub(1) {
        let ours = from.read(position, 1)?.pop();
        let known = ours.ok_or(CopyError::Different(position))?;
        last = Some(known.commitment);
    }
    loop {
        let chunk = from.read(size, CHUNK)?;
        if chunk.is_empty() {
            return Ok(size);
        }
        let batch: Vec<NewEntry> = chunk.into_iter().map(again).collect();
        let onto = Onto {
            size: Some(size),
            holds: last.map(|commitment| Known {
                position: size - 1,
                commitment,
            }),
        };
        last = batch.last().map(|entry| entry.commitment);
        match to.append(&batch, onto) {
            Ok(_) => size += batch.len() as u64,
            Err(AppendError::Store(failure)) => return Err(failure.into()),
            // Another copy into the same target, or another log.
            Err(_) => return Err(CopyError::Different(size.saturating_sub(1))),
        }
        progress(Step::Copied(size));
    }
}

fn again(stored: StoredEntry) -> NewEntry {
    NewEntry {
        commitment: stored.commitment,
        salt: stored.salt,
        body: stored.body,
        sealed: stored.sealed,
        fence: None,
    }
}

fn copy_published(
    from: &dyn Store,
    to: &dyn Store,
    published: Option<&Published>,
) -> Result<u64, CopyError> {
    let Some(published) = published else {
        return Ok(0);
    };
    let mut copied = 0;
    let mut batch = Vec::with_capacity(TILES);
    let full = tile::tiles_for_size(published.size).flat_map(|tiles| {
        let level = tiles.level;
        (0..tiles.full).map(move |index| TileId { level, index })
    });
    for id in full {
        // One that is missing is found by the check of the source, which says so better.
        batch.extend(from.tile(id)?.map(|hashes| (id, hashes)));
        if batch.len() == TILES {
            copied += publish(to, published, &mut batch)?;
        }
    }
    Ok(copied + publish(to, published, &mut batch)?)
}

fn publish(
    to: &dyn Store,
    published: &Published,
    tiles: &mut Vec<(TileId, Vec<ledger::Hash>)>,
) -> Result<u64, CopyError> {
    let before = to.published()?.map_or(0, |before| before.size);
    match to.publish(before, published, tiles) {
        Ok(()) => Ok(std::mem::take(tiles).len() as u64),
        Err(PublishError::Moved { .. }) => Err(CopyError::Different(published.size)),
        Err(PublishError::Store(failure)) => Err(failure.into()),
    }
}

/// Reads both again and compares them row by row; returns the names of all destinations.
fn compare(
    from: &dyn Store,
    to: &dyn Store,
    progress: &mut impl FnMut(Step),
) -> Result<BTreeSet<String>, CopyError> {
    let mut destinations = BTreeSet::new();
    let mut size = 0;
    loop {
        let (ours, theirs) = (from.read(size, CHUNK)?, to.read(size, CHUNK)?);
        let differ = ours.iter().zip(&theirs).find(|(a, b)| a != b);
        if let Some((entry, _)) = differ {
            return Err(CopyError::Different(entry.position));
        }
        if ours.len() != theirs.len() {
            return Err(CopyError::Grew);
        }
        if ours.is_empty() {
            return Ok(destinations);
        }
        for stored in &ours {
            if let Entry::Destination(declared) = stored.entry()? {
                destinations.insert(declared.name);
            }
        }
        size += ours.len() as u64;
        progress(Step::Compared(size));
    }
}

/// What a destination was about to be sent goes out under the same id from the target.
fn copy_plan(
    from: &dyn Store,
    to: &dyn Store,
    destination: &str,
    now_ms: i64,
) -> Result<u64, CopyError> {
    let take = |store: &dyn Store| {
        let lease = store.lease(destination, HOLDER, now_ms, now_ms)?;
        lease.ok_or_else(|| CopyError::Busy(destination.to_owned()))
    };
    let Some(plan) = take(from)?.planned else {
        return Ok(0);
    };
    let lease = take(to)?;
    to.plan(&lease, plan)?
        .map_err(|_| CopyError::Busy(destination.to_owned()))?;
    to.release(&lease)?;
    Ok(1)
}
