//! Reading the log from the cursor on: which stretch is settled next, and which of its choices concern the destination.

use optout::{Entry, PurposeSet};
use store::{StoreError, StoredEntry};

/// How many entries are read at once.
const CHUNK: usize = 512;
/// How many entries are looked at before what was found is settled.
pub const MAX_SCAN: u64 = 65_536;

/// A stretch of the log and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) first: u64,
    pub(super) last: u64,
    /// How many of its entries are people's choices, of this destination's concern or not.
    pub(super) choices: u32,
}

/// A choice that concerns the destination.
pub(super) struct Candidate {
    pub(super) stored: StoredEntry,
    pub(super) entry: Entry,
    /// The stretch, if it ended here.
    pub(super) up_to_here: Stretch,
}

/// What comes next.
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// Only choices that do not concern the destination.
    NotApplicable(Stretch),
    /// Choices that concern it, of which it can no longer be told: their identifiers were erased.
    Erased(Stretch),
    /// Choices to tell it of. The stretch may reach beyond the last of them.
    Choices(Vec<Candidate>, Stretch),
}

/// Where to look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search {
    /// The cursor.
    pub(super) from: u64,
    /// The position after the last entry to look at.
    pub(super) to: u64,
    /// What the destination receives data for.
    pub(super) purposes: PurposeSet,
    /// How many choices that concern it are enough.
    pub(super) limit: usize,
}

struct Gathering {
    search: Search,
    stretch: Stretch,
    candidates: Vec<Candidate>,
    /// Whether the stretch began with choices whose identifiers were erased.
    erased: bool,
}

impl Search {
    /// Reads the next stretch; `read` is [`store::LogStore::read`].
    pub(super) fn run(
        self,
        read: impl Fn(u64, usize) -> Result<Vec<StoredEntry>, StoreError>,
    ) -> Result<Found, StoreError> {
        let mut gathering = Gathering {
            search: self,
            stretch: Stretch {
                first: self.from,
                last: self.from,
                choices: 0,
            },
            candidates: Vec::new(),
            erased: false,
        };
        let mut position = self.from;
        while position < self.to {
            let wanted = usize::try_from(self.to - position).unwrap_or(CHUNK);
            let chunk = read(position, wanted.min(CHUNK))?;
            if chunk.is_empty() {
                break;
            }
            for stored in chunk {
                position = stored.position + 1;
                if !gathering.take(stored)? {
                    return Ok(gathering.found());
                }
            }
        }
        Ok(gathering.found())
    }
}

impl Gathering {
    /// Takes an entry into the stretch; `false` where the stretch is complete.
    fn take(&mut self, stored: StoredEntry) -> Result<bool, StoreError> {
        let entry = stored.entry()?;
        if !entry.is_told() {
            return Ok(self.room_after(stored.position));
        }
        let concerns = entry
            .choice()
            .is_some_and(|choice| choice.concerns(self.search.purposes));
        if concerns && self.erased && stored.sealed.is_some() {
            return Ok(false);
        }
        self.stretch.last = stored.position;
        self.stretch.choices += 1;
        if concerns && self.candidates.is_empty() && stored.sealed.is_none() {
            self.erased = true;
        } else if concerns && !self.erased {
            self.candidates.push(Candidate {
                stored,
                entry,
                up_to_here: self.stretch,
            });
        }
        Ok(self.room_after(self.stretch.last))
    }

    fn room_after(&self, position: u64) -> bool {
        let enough = self.stretch.choices > 0 && position - self.search.from >= MAX_SCAN;
        self.candidates.len() < self.search.limit && !enough
    }

    fn found(self) -> Found {
        match (self.stretch.choices, self.erased) {
            (0, _) => Found::Nothing,
            (_, true) => Found::Erased(self.stretch),
            (_, false) if self.candidates.is_empty() => Found::NotApplicable(self.stretch),
            (_, false) => Found::Choices(self.candidates, self.stretch),
        }
    }
}

#[cfg(test)]
mod tests;
