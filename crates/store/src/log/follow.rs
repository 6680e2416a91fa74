//! Following what is in the log, whoever wrote it, and comparing it with what was published of it.

use ledger::Checkpoint;
use optout::Entry;

use super::CHUNK;
use super::sequencer::{Followed, Sequencer};
use crate::contract::{Known, StoreError, StoredEntry};

impl Sequencer {
    /// Follows what the store has and this process has not seen. The inner error is a contradiction.
    pub(super) fn catch_up(&mut self) -> Result<Result<(), String>, StoreError> {
        loop {
            let Some(chunk) = self.read_on()? else {
                let size = self.followed;
                return Ok(Err(format!(
                    "{size} entries were read, but the last of them is gone or another one: the database lost what was written to it"
                )));
            };
            if !chunk.is_empty() {
                // Whoever wrote them may have published them too.
                let newest = self.store.published()?;
                if let Err(contradiction) = self.note_published(newest) {
                    return Ok(Err(contradiction));
                }
            }
            let (some, full) = (!chunk.is_empty(), chunk.len() == CHUNK);
            if let Err(contradiction) = self.follow_checked(parse(&chunk)?) {
                return Ok(Err(contradiction));
            }
            if let Err(contradiction) = self.publish_on_the_way() {
                return Ok(Err(contradiction));
            }
            // A checkpoint that is ahead was read after these entries, so more of them have come meanwhile.
            let ahead = some && self.published_size() > self.followed;
            if !full && !ahead {
                // Before anybody hears that this is all: a log that was cut short must not open the gate.
                if let Err(contradiction) = self.check_nothing_is_gone() {
                    return Ok(Err(contradiction));
                }
                self.caught_up();
                return Ok(Ok(()));
            }
        }
    }

    /// Follows what is in the store before `position`, which is known to be there. The inner error is a contradiction.
    pub(super) fn follow_up_to(&mut self, position: u64) -> Result<Result<(), String>, StoreError> {
        while self.followed < position {
            let left = usize::try_from(position - self.followed).unwrap_or(CHUNK);
            let chunk = self.store.read(self.followed, left.min(CHUNK))?;
            if chunk.is_empty() {
                let gone = self.followed;
                return Ok(Err(format!("entry {gone} is gone")));
            }
            if let Err(contradiction) = self.follow_checked(parse(&chunk)?) {
                return Ok(Err(contradiction));
            }
        }
        Ok(Ok(()))
    }

    /// Reads on behind what was followed; `None` where the last entry of that is not there any more. It is read along, so that
    /// every look shows a database that has lost something, such as one that was restored or a replica that lagged behind.
    fn read_on(&self) -> Result<Option<Vec<StoredEntry>>, StoreError> {
        let Some(last) = self.last else {
            return self.store.read(self.followed, CHUNK).map(Some);
        };
        let mut chunk = self.store.read(last.position, CHUNK + 1)?;
        let same = chunk
            .first()
            .is_some_and(|first| first.commitment == last.commitment);
        Ok(same.then(|| chunk.split_off(1)))
    }

    /// Follows a stretch, comparing the tree with the newest checkpoint, and with the one kept elsewhere, on the way past them.
    fn follow_checked(&mut self, mut stretch: Vec<Followed>) -> Result<(), String> {
        while let Some(border) = self.next_border(stretch.len() as u64) {
            let rest = stretch
                .split_off(usize::try_from(border - self.followed).expect("less than a chunk"));
            self.follow(stretch);
            self.compare_at(border)?;
            stretch = rest;
        }
        self.follow(stretch);
        self.settle_tiles()
    }

    /// The size of the next checkpoint to compare with, if the next `ahead` entries reach it.
    fn next_border(&self, ahead: u64) -> Option<u64> {
        let sizes = [
            self.published.as_ref().map(|published| published.size),
            self.witness.as_ref().map(Checkpoint::size),
        ];
        let reached = |size: &u64| self.followed < *size && *size <= self.followed + ahead;
        sizes.into_iter().flatten().filter(reached).min()
    }

    fn compare_at(&mut self, size: u64) -> Result<(), String> {
        self.settle_tiles()?;
        let root = self.shared.with_tree(|tree| tree.root());
        let differ = |said: &Checkpoint| said.size() == size && said.root() != root;
        let published = self.published.as_ref();
        if let Some(published) = published.filter(|published| published.size == size)
            && differ(&self.open_checkpoint(published)?)
        {
            return Err(format!(
                "the first {size} entries are not those that were published"
            ));
        }
        if self.witness.as_ref().is_some_and(differ) {
            return Err(format!(
                "the first {size} entries are not those of the checkpoint that was kept beside the keys"
            ));
        }
        Ok(())
    }

    fn check_nothing_is_gone(&self) -> Result<(), String> {
        let there = self.followed;
        let kept = self.witness.as_ref().map(Checkpoint::size);
        let published = self.published.as_ref().map(|published| published.size);
        match published.max(kept) {
            Some(size) if size > there => Err(format!(
                "a checkpoint of {size} entries was published, but there are only {there}"
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn follow(&mut self, stretch: Vec<Followed>) {
        let Some((position, _, commitment)) = stretch.last() else {
            return;
        };
        self.last = Some(Known {
            position: *position,
            commitment: *commitment,
        });
        self.shared.with_tree(|tree| {
            tree.extend(
                stretch
                    .iter()
                    .map(|(_, _, commitment)| commitment.leaf_hash()),
            );
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
}

fn parse(chunk: &[StoredEntry]) -> Result<Vec<Followed>, StoreError> {
    let parsed = |stored: &StoredEntry| Ok((stored.position, stored.entry()?, stored.commitment));
    chunk.iter().map(parsed).collect()
}
