//! Derives everything again from the entries and compares: what `refrain ledger check` runs.

use std::collections::BTreeMap;

use ledger::tile::TileId;
use ledger::{Checkpoint, Hash, Tree, VerifierKey};
use optout::Entry;

use crate::contract::{Published, Store, StoreError, StoredEntry};
use crate::seal::Sealer;

/// How many entries are read at once.
const CHUNK: usize = 4096;

/// What was checked, and the first thing that is not as it should be.
#[derive(Debug)]
pub struct Report {
    /// How many entries were read.
    pub entries: u64,
    /// How many of them the newest checkpoint covers.
    pub published: u64,
    /// How many full tiles were compared.
    pub tiles: u64,
    /// The first difference, if there is one.
    pub difference: Option<Difference>,
}

/// Something that is not as the log's own words say it should be.
#[derive(Debug, thiserror::Error)]
pub enum Difference {
    /// The database says that it is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A row no longer parses, or is missing.
    #[error(transparent)]
    Row(StoreError),
    /// An entry's bytes are not those that were committed to.
    #[error("entry {position} was altered: its salt and body are not what its leaf commits to")]
    Entry {
        /// Its position.
        position: u64,
    },
    /// An entry was erased without its time being over: the last such one.
    #[error("entry {position} was erased, but no retention entry covers it")]
    Erased {
        /// Its position.
        position: u64,
    },
    /// Sealed identifiers do not belong to their entry.
    #[error("the sealed identifiers of entry {position} were altered, or the entry was")]
    Sealed {
        /// Its position.
        position: u64,
    },
    /// Entries that were published are gone.
    #[error("entries {there} to {last} are gone: a checkpoint of {size} entries was published", last = size - 1)]
    Gone {
        /// How many are there.
        there: u64,
        /// How many there were.
        size: u64,
    },
    /// The entries are not the ones that were published.
    #[error(
        "the first {size} entries are not those that were published: their root is {found}, the checkpoint says {said}{hint}"
    )]
    Root {
        /// How many entries the checkpoint covers.
        size: u64,
        /// What the entries give.
        found: Hash,
        /// What was signed.
        said: Hash,
        /// The first tile that differs, in words.
        hint: String,
    },
    /// A stored tile is not what the entries give, or is missing.
    #[error(
        "tile {level}/{index} is not what the entries give: entries {first} to {last} or the tile were altered"
    )]
    Tile {
        /// Its level.
        level: u8,
        /// Its index.
        index: u64,
        /// The first entry under it.
        first: u64,
        /// The last entry under it.
        last: u64,
    },
    /// The stored checkpoint is not signed by this log's key.
    #[error("the stored checkpoint is not this log's: {0}")]
    Signature(ledger::Error),
}

/// Reads every entry, derives the tree, and compares it with every stored tile, the stored checkpoint and each of
/// `witnesses`: checkpoints of this log that were kept elsewhere, such as those in receipts.
///
/// # Errors
/// Where the database cannot be read. What is wrong with what was read is in the report.
pub fn check(
    store: &dyn Store,
    (key, sealer): (&VerifierKey, &Sealer),
    witnesses: &[Checkpoint],
    mut progress: impl FnMut(u64),
) -> Result<Report, StoreError> {
    let mut report = Report {
        entries: 0,
        published: 0,
        tiles: 0,
        difference: None,
    };
    if let Some(damage) = store.integrity()? {
        report.difference = Some(Difference::Damaged(damage));
        return Ok(report);
    }
    let found = run(store, (key, sealer), witnesses, &mut report, &mut progress);
    match found {
        Ok(()) => {}
        Err(Stop::Difference(difference)) => report.difference = Some(*difference),
        Err(Stop::Store(row @ StoreError::Row { .. })) => {
            report.difference = Some(Difference::Row(row));
        }
        Err(Stop::Store(other)) => return Err(other),
    }
    Ok(report)
}

enum Stop {
    Difference(Box<Difference>),
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Difference> for Stop {
    fn from(difference: Difference) -> Self {
        Self::Difference(Box::new(difference))
    }
}

fn run(
    store: &dyn Store,
    (key, sealer): (&VerifierKey, &Sealer),
    witnesses: &[Checkpoint],
    report: &mut Report,
    progress: &mut impl FnMut(u64),
) -> Result<(), Stop> {
    let published = store.published()?;
    let roots = expected_roots(published.as_ref(), key, witnesses)?;
    report.published = published.map_or(0, |published| published.size);
    let mut tree = Tree::new();
    let mut bad_tile = None;
    let mut erased = Erased::default();
    loop {
        let chunk = store.read(tree.size(), CHUNK)?;
        if chunk.is_empty() {
            break;
        }
        for stored in &chunk {
            erased.follow(stored.position, &check_entry(stored, sealer)?);
            tree.push(stored.commitment.leaf_hash());
            for (id, hashes) in tree.take_full_tiles() {
                report.tiles += 1;
                let differs =
                    tile_end(id) <= report.published && store.tile(id)?.as_ref() != Some(&hashes);
                if differs && bad_tile.is_none() {
                    bad_tile = Some(id);
                }
            }
            let mut said = roots.get(&tree.size()).into_iter().flatten();
            if let Some(said) = said.find(|said| **said != tree.root()) {
                return Err(wrong_root(&tree, *said, bad_tile).into());
            }
        }
        report.entries = tree.size();
        progress(report.entries);
    }
    if let Some((size, _)) = roots.range(tree.size() + 1..).next_back() {
        return Err(Difference::Gone {
            there: tree.size(),
            size: *size,
        }
        .into());
    }
    if let Some(id) = bad_tile {
        let (first, last) = under(id);
        return Err(Difference::Tile {
            level: id.level,
            index: id.index,
            first,
            last,
        }
        .into());
    }
    match erased.uncovered {
        None => Ok(()),
        Some(position) => Err(Difference::Erased { position }.into()),
    }
}

/// Whether every entry that was erased is covered by a retention entry behind it.
#[derive(Default)]
struct Erased {
    /// The last one that is not. One that covers it covers all before it too, so there is no need to know of those.
    uncovered: Option<u64>,
}

impl Erased {
    fn follow(&mut self, position: u64, entry: &Entry) {
        match entry {
            Entry::Erased { .. } => self.uncovered = Some(position),
            Entry::Retention(retention) => {
                self.uncovered = self.uncovered.filter(|last| *last >= retention.through);
            }
            _ => {}
        }
    }
}

/// The roots that were signed for each size: those who kept a checkpoint of one size may have been told different ones.
fn expected_roots(
    published: Option<&Published>,
    key: &VerifierKey,
    witnesses: &[Checkpoint],
) -> Result<BTreeMap<u64, Vec<Hash>>, Difference> {
    let mut roots: BTreeMap<u64, Vec<Hash>> = BTreeMap::new();
    for witness in witnesses {
        roots
            .entry(witness.size())
            .or_default()
            .push(witness.root());
    }
    if let Some(published) = published {
        let checkpoint = Checkpoint::open(&published.note, key).map_err(Difference::Signature)?;
        roots
            .entry(checkpoint.size())
            .or_default()
            .push(checkpoint.root());
        if checkpoint.size() != published.size {
            return Err(Difference::Damaged(
                "the checkpoint's size is not the one that it was stored under".into(),
            ));
        }
    }
    Ok(roots)
}

fn check_entry(stored: &StoredEntry, sealer: &Sealer) -> Result<Entry, Difference> {
    let position = stored.position;
    let entry = stored.entry().map_err(|_| Difference::Entry { position })?;
    match stored.unseal(sealer) {
        Some(Err(_)) => Err(Difference::Sealed { position }),
        Some(Ok(_)) | None => Ok(entry),
    }
}

fn wrong_root(tree: &Tree, said: Hash, bad_tile: Option<TileId>) -> Difference {
    let hint = bad_tile.map_or_else(String::new, |id| {
        let (first, last) = under(id);
        format!("; the first difference is between entries {first} and {last}")
    });
    Difference::Root {
        size: tree.size(),
        found: tree.root(),
        said,
        hint,
    }
}

/// The entries under a full tile.
fn under(id: TileId) -> (u64, u64) {
    let end = tile_end(id);
    let width = 1_u64 << (8 * (u32::from(id.level) + 1));
    (end - width, end - 1)
}

/// The position behind the last entry under a full tile.
pub(crate) fn tile_end(id: TileId) -> u64 {
    (id.index + 1) << (8 * (u32::from(id.level) + 1))
}

#[cfg(test)]
mod tests {
    use optout::{Date, Retention, Timestamp};

    use super::*;

    /// `x` is an erased entry, a digit a retention entry that covers so many, `.` anything else.
    fn uncovered(log: &str) -> Option<u64> {
        let mut erased = Erased::default();
        for (position, letter) in (0..).zip(log.chars()) {
            let entry = match letter.to_digit(10) {
                Some(through) => Entry::Retention(Retention {
                    at: Timestamp::UNIX_EPOCH,
                    through: through.into(),
                    received_before: Date::constant(2027, 1, 1),
                }),
                None if letter == 'x' => Entry::Erased { told: true },
                None => Entry::ApiKeyRevoked {
                    at: Timestamp::UNIX_EPOCH,
                    id: String::new(),
                },
            };
            erased.follow(position, &entry);
        }
        erased.uncovered
    }

    #[test]
    fn only_what_a_later_retention_entry_covers_may_be_erased() {
        let check = |log, expected| assert_eq!(uncovered(log), expected, "{log}");
        check("", None);
        check("...", None);
        check("..3", None);
        check("x", Some(0));
        check("x.1", None);
        check("xx1", Some(1));
        check("x0", Some(0));
        check("9x", Some(1));
        check("xx.3xx6", None);
        check("xx.3xx5", Some(5));
        check("x.x1.", Some(2));
    }
}
