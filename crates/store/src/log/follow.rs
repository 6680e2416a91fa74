//! The sequencer's other half: following what is in the log, and publishing it.

use std::error::Error;

use ledger::Checkpoint;
use optout::Entry;
use tracing::warn;

use super::CHUNK;
use super::sequencer::{Followed, Sequencer};
use crate::contract::{PublishError, Published, StoreError};

impl Sequencer {
    /// Follows what the store has and this process has not seen. The inner error is a contradiction.
    pub(super) fn catch_up(&mut self) -> Result<Result<(), String>, StoreError> {
        loop {
            let chunk = self.store.read(self.followed, CHUNK)?;
            let mut followed = Vec::with_capacity(chunk.len());
            for stored in chunk {
                followed.push((
                    stored.position,
                    stored.entry()?,
                    stored.commitment.leaf_hash(),
                ));
            }
            let more = followed.len() == CHUNK;
            if let Err(contradiction) = self.follow_checked(followed) {
                return Ok(Err(contradiction));
            }
            if !more {
                // Before anybody hears that this is all: a log that was cut short must not open the gate.
                if let Err(contradiction) = self.check_nothing_is_gone() {
                    return Ok(Err(contradiction));
                }
                self.caught_up();
                return Ok(Ok(()));
            }
        }
    }

    /// Follows a stretch, comparing the tree with the newest checkpoint on the way past it.
    fn follow_checked(&mut self, mut stretch: Vec<Followed>) -> Result<(), String> {
        let covered = self
            .published
            .as_ref()
            .map_or(0, |published| published.size);
        if self.followed < covered && covered <= self.followed + stretch.len() as u64 {
            let rest = stretch
                .split_off(usize::try_from(covered - self.followed).expect("less than a chunk"));
            self.follow(stretch);
            self.compare_with_stored_tiles()?;
            self.compare_with_published()?;
            stretch = rest;
        }
        self.follow(stretch);
        if self.followed < covered {
            self.compare_with_stored_tiles()?;
        }
        Ok(())
    }

    fn check_nothing_is_gone(&self) -> Result<(), String> {
        let there = self.followed;
        match &self.published {
            Some(Published { size, .. }) if *size > there => Err(format!(
                "a checkpoint of {size} entries was published, but there are only {there}"
            )),
            _ => Ok(()),
        }
    }

    /// Tiles below the newest checkpoint were stored with it: they are served, so they must be what the entries give.
    fn compare_with_stored_tiles(&mut self) -> Result<(), String> {
        for (id, hashes) in std::mem::take(&mut self.tiles) {
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

    fn compare_with_published(&self) -> Result<(), String> {
        let Some(published) = &self.published else {
            return Ok(());
        };
        let checkpoint = Checkpoint::open(&published.note, &self.signer.verifier_key())
            .map_err(|error| format!("the stored checkpoint is not this log's: {error}"))?;
        let root = self.shared.with_tree(|tree| tree.root());
        if checkpoint.size() == published.size && checkpoint.root() == root {
            return Ok(());
        }
        Err(format!(
            "the first {} entries are not those that were published",
            published.size
        ))
    }

    pub(super) fn follow(&mut self, stretch: Vec<Followed>) {
        if stretch.is_empty() {
            return;
        }
        self.shared.with_tree(|tree| {
            tree.extend(stretch.iter().map(|(_, _, leaf)| *leaf));
            self.tiles.append(&mut tree.take_full_tiles());
        });
        let batch: Vec<(u64, Entry)> = stretch
            .into_iter()
            .map(|(position, entry, _)| (position, entry))
            .collect();
        self.followed += batch.len() as u64;
        for follower in &mut self.followers {
            follower.follow(&batch);
        }
    }

    /// What was followed is everything there is: it was read to its end just now, or the log ended with our own batch.
    pub(super) fn caught_up(&mut self) {
        for follower in &mut self.followers {
            follower.caught_up(self.followed);
        }
    }

    /// Whether something that was followed is not covered by a checkpoint that this process has shown.
    pub(super) fn is_unpublished(&self) -> bool {
        self.shared.head().size < self.followed
    }

    /// Signs and publishes what is not published yet. A failure is not one of commits: the next turn tries again.
    pub(super) fn publish(&mut self) {
        let previous = self
            .published
            .as_ref()
            .map_or(0, |published| published.size);
        if self.followed <= previous {
            // Another process's checkpoint is ours only when our tree has grown to it: receipts are made from both.
            let known = self.published.as_ref();
            let reached = known.filter(|published| {
                published.size == self.followed && published.size > self.shared.head().size
            });
            if let Some(published) = reached {
                self.shared.publish(published);
            }
            return;
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
                self.shared.publish(&next);
                self.published = Some(next);
            }
            Err(PublishError::Moved { .. }) => match self.store.published() {
                Ok(newest) => self.published = newest,
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
    }
}
