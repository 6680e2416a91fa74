//! Publishing, beside other processes that publish the same log.
//!
//! Every process signs what it has followed, and the store takes the first (compare-and-swap). Two checkpoints can only differ
//! if the entries under them do, which would be a lost or forked database; so each process proves to itself that every
//! checkpoint it meets is consistent with its own tree, and stops where it is not.

use std::error::Error;

use ledger::tile::TileId;
use ledger::{Checkpoint, Hash, Tree, proof};
use tracing::warn;

use super::CHUNK;
use super::head::ReceiptError;
use super::sequencer::Sequencer;
use crate::check::tile_end;
use crate::contract::{PublishError, Published};

/// How many full tiles may wait while a log catches up: 4 MB.
const TILES_AT_ONCE: usize = 512;

impl Sequencer {
    /// Whether something that was followed is not covered by a checkpoint that this process has shown.
    pub(super) fn is_unpublished(&self) -> bool {
        self.shared.head().size < self.followed
    }

    /// Signs and publishes what is not published yet. A failure is not one of commits: the next turn tries again. The error is a
    /// contradiction.
    pub(super) fn publish(&mut self) -> Result<(), String> {
        let previous = self.published_size();
        if self.followed <= previous {
            // Another process's checkpoint is ours only when our tree has grown to it: receipts are made from both.
            if self.followed == previous && previous > self.shared.head().size {
                self.show();
            }
            return Ok(());
        }
        let root = self.shared.with_tree(|tree| tree.root());
        let checkpoint = Checkpoint::new(self.signer.name(), self.followed, root)
            .expect("the signer's name is an origin");
        let next = Published {
            size: self.followed,
            note: checkpoint.sign(&self.signer),
        };
        match self.store.publish(previous, &next, &self.tiles) {
            Ok(()) => {
                self.tiles.clear();
                self.published = Some(next);
                self.show();
            }
            Err(PublishError::Moved { .. }) => match self.store.published() {
                Ok(newest) => {
                    self.note_published(newest)?;
                    self.settle_tiles()?;
                }
                Err(failure) => warn!(
                    error = &failure as &dyn Error,
                    "the checkpoint cannot be read"
                ),
            },
            Err(PublishError::Store(failure)) => {
                warn!(
                    error = &failure as &dyn Error,
                    "the checkpoint was not published yet"
                );
            }
        }
        Ok(())
    }

    /// Publishes while it still catches up, so that tiles which nobody has stored yet, such as those of a log that was restored
    /// without them, are neither all in memory nor all in one transaction.
    pub(super) fn publish_on_the_way(&mut self) -> Result<(), String> {
        let expected = self.witness.as_ref().map_or(0, Checkpoint::size);
        if self.tiles.len() >= TILES_AT_ONCE && self.followed >= expected {
            self.publish()?;
        }
        Ok(())
    }

    /// Takes note of the newest checkpoint in the store, whoever published it, if it is consistent with what was followed.
    pub(super) fn note_published(&mut self, newest: Option<Published>) -> Result<(), String> {
        let size = newest.as_ref().map_or(0, |newest| newest.size);
        let known = self.published_size();
        if size < known {
            // The entries are there (that is looked at on its own), but the checkpoint was not on disk when the database
            // crashed. Its tiles were lost with it.
            self.remake_tiles(size);
        } else if let Some(newest) = newest.as_ref().filter(|newest| newest.size > known) {
            self.check_consistent(newest)?;
        }
        self.published = newest;
        Ok(())
    }

    /// Drops the full tiles that were stored with the newest checkpoint. They are served, so they must be what the entries give.
    pub(super) fn settle_tiles(&mut self) -> Result<(), String> {
        let covered = self.published_size().min(self.followed);
        let (stored, rest) = std::mem::take(&mut self.tiles)
            .into_iter()
            .partition(|(id, _)| tile_end(*id) <= covered);
        self.tiles = rest;
        let stored: Vec<(TileId, Vec<Hash>)> = stored;
        for (id, hashes) in stored {
            match self.store.tile(id) {
                Ok(Some(stored)) if stored == hashes => {}
                Ok(_) => {
                    let (level, index) = (id.level, id.index);
                    return Err(format!("tile {level}/{index} is not what the entries give"));
                }
                Err(failure) => {
                    warn!(error = &failure as &dyn Error, "a tile cannot be read");
                }
            }
        }
        Ok(())
    }

    /// The checkpoint in a note that this log's key has signed.
    pub(super) fn open_checkpoint(&self, published: &Published) -> Result<Checkpoint, String> {
        let checkpoint = Checkpoint::open(&published.note, &self.signer.verifier_key())
            .map_err(|error| format!("the stored checkpoint is not this log's: {error}"))?;
        if checkpoint.size() == published.size {
            Ok(checkpoint)
        } else {
            Err("the stored checkpoint has not the size that it was stored under".into())
        }
    }

    pub(super) fn published_size(&self) -> u64 {
        self.published
            .as_ref()
            .map_or(0, |published| published.size)
    }

    /// Shows the newest checkpoint to whoever makes or waits for receipts.
    fn show(&self) {
        if let Some(published) = &self.published {
            self.shared.publish(published);
        }
    }

    /// Proves that a checkpoint over entries that were followed before is of the same log. One that is ahead is compared when the
    /// log has been followed up to it.
    fn check_consistent(&self, newest: &Published) -> Result<(), String> {
        let said = self.open_checkpoint(newest)?;
        let forked = || {
            let size = said.size();
            format!(
                "another process has published {size} entries that are not those that this one has read"
            )
        };
        self.shared.with_tree(|tree| match tree.size() {
            size if size < said.size() => Ok(()),
            size if size == said.size() => (tree.root() == said.root())
                .then_some(())
                .ok_or_else(forked),
            size => match tree.consistency(said.size(), size) {
                Ok(path) => {
                    proof::verify_consistency(said.size(), size, said.root(), tree.root(), &path)
                        .map_err(|_| forked())
                }
                // So far behind that memory does not reach back: it is older than what this process has compared before.
                Err(_) => Ok(()),
            },
        })
    }

    /// Makes the full tiles again that lie behind the first `size` entries, as far as the log has been followed.
    fn remake_tiles(&mut self, size: u64) {
        match self.tiles_from(size) {
            Ok(tiles) => self.tiles = tiles,
            Err(failure) => warn!(
                error = &failure as &dyn Error,
                "tiles that the database lost were not made again: start this process anew"
            ),
        }
    }

    fn tiles_from(&self, size: u64) -> Result<Vec<(TileId, Vec<Hash>)>, ReceiptError> {
        // From a border of level-0 tiles on, the tree can be resumed from full tiles alone.
        let start = size & !0xff;
        let mut tree = Tree::resume_from_full_tiles(start, &[], |id| {
            Ok::<_, ReceiptError>(self.store.tile(id)?.unwrap_or_default())
        })?;
        while tree.size() < self.followed {
            let left = usize::try_from(self.followed - tree.size()).unwrap_or(CHUNK);
            let chunk = self.store.read(tree.size(), left.min(CHUNK))?;
            if chunk.is_empty() {
                break;
            }
            tree.extend(chunk.iter().map(|stored| stored.commitment.leaf_hash()));
        }
        Ok(tree.take_full_tiles())
    }
}
