//! What stands for one token, after all that was said.

use crate::entry::{Act, Choice};
use crate::{PurposeSet, Stance, Word};

/// What stands for one token: the fold of every entry that names it, oldest first.
///
/// Its 16 bytes and a token's make 32, so that a table of them touches as few cache lines as a bare set of digests.
#[repr(align(16))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    denied: PurposeSet,
    authorised: PurposeSet,
    /// What rests on the person's own entries. The rest of what is denied or authorised was carried forward, and the next
    /// carried word replaces it.
    said: PurposeSet,
    marks: Marks,
    denied_at: Position,
    limited_at: Position,
}

/// In one byte: which of the denials are the person's own word, and not a signal's alone; and whether a request to opt in again waits
/// for its confirmation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Marks(u8);

impl Marks {
    const ASKED: u8 = 1 << 7;

    const fn own(self) -> PurposeSet {
        PurposeSet::of_bits(self.0)
    }

    const fn has_asked(self) -> bool {
        self.0 & Self::ASKED != 0
    }

    fn set_own(&mut self, own: PurposeSet) {
        self.0 = self.0 & Self::ASKED | own.bits();
    }

    fn set_asked(&mut self, is_so: bool) {
        self.0 = self.own().bits() | if is_so { Self::ASKED } else { 0 };
    }
}

/// A position in 48 bits, so that a hundred million of these stay small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Position([u8; 6]);

impl Position {
    fn new(position: u64) -> Self {
        let bytes = position.to_be_bytes();
        Self([bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
    }

    fn get(self) -> u64 {
        let mut bytes = [0; 8];
        bytes[2..].copy_from_slice(&self.0);
        u64::from_be_bytes(bytes)
    }
}

impl Standing {
    /// What may not be done.
    #[inline]
    #[must_use]
    pub const fn denied(&self) -> PurposeSet {
        self.denied
    }

    /// What the person, or a parent, affirmatively authorised by opting in.
    #[inline]
    #[must_use]
    pub const fn authorised(&self) -> PurposeSet {
        self.authorised
    }

    /// The position of the entry from which the no to `purposes` stands.
    #[must_use]
    pub fn since(&self, purposes: PurposeSet) -> u64 {
        if PurposeSet::LIMIT.covers(purposes) {
            self.limited_at.get()
        } else {
            self.denied_at.get()
        }
    }

    /// The position of the last entry that said no to anything.
    #[must_use]
    pub fn last_denial(&self) -> u64 {
        self.denied_at.get().max(self.limited_at.get())
    }

    /// Whether a request to opt in again waits for its confirmation.
    #[must_use]
    pub const fn asked_to_opt_in(&self) -> bool {
        self.marks.has_asked()
    }

    /// What of the denials is the person's own word, and not a signal's alone. Once records are erased it may be more than it was
    /// before, and never less.
    #[must_use]
    pub const fn own(&self) -> PurposeSet {
        self.marks.own()
    }

    /// Whether all of a no to `purposes` stands already, as the word of whoever says it now. While a request to opt in waits it
    /// does not: a no that is said again is news then, and must be the last word.
    #[must_use]
    pub const fn has_heard(&self, purposes: PurposeSet, word: Word) -> bool {
        let heard = match word {
            Word::Own => self.own(),
            Word::Signal => self.denied,
        };
        heard.covers(purposes) && !self.asked_to_opt_in()
    }

    /// What of `other`'s denials comes to stand here too as this word, where the two are learnt to be one person's: what neither
    /// stands already nor was opted in to. A link is not a word of the person's own, so it undoes none.
    #[must_use]
    pub const fn inherits(&self, other: &Self, word: Word) -> PurposeSet {
        let (theirs, here) = match word {
            Word::Own => (other.own(), self.own()),
            Word::Signal => (other.denied.without(other.own()), self.denied),
        };
        theirs.without(here.union(self.authorised))
    }

    /// This standing after the entry at `position`.
    #[must_use]
    pub fn after(mut self, position: u64, choice: &Choice<'_>) -> Self {
        match choice.act {
            Act::SaidNo => {
                let new = choice.purposes.without(if self.asked_to_opt_in() {
                    PurposeSet::NONE
                } else {
                    self.denied
                });
                self.denied_since(position, new);
                self.marks.set_asked(false);
                self.deny(choice.purposes, choice.word);
                self.said = self.said.union(choice.purposes);
            }
            Act::AskedToOptIn => self.marks.set_asked(true),
            Act::OptedIn => {
                self.marks.set_asked(false);
                self.authorise(choice.purposes);
                self.said = self.said.union(choice.purposes);
            }
            // Whatever the person said otherwise was said after what is carried here, wherever its entry stands: it wins.
            Act::Stands(Stance::No) => {
                let stands = choice
                    .purposes
                    .without(self.authorised.intersection(self.said));
                self.denied_since(position, stands);
                self.deny(stands, choice.word);
                // Their own word said meanwhile is not what was carried: its record must be carried in turn.
                let replaced = match choice.word {
                    Word::Own => stands,
                    Word::Signal => stands.without(self.own()),
                };
                self.said = self.said.without(replaced);
            }
            Act::Stands(Stance::Yes) => {
                let stands = choice.purposes.without(self.denied.intersection(self.said));
                self.authorise(stands);
                self.said = self.said.without(stands);
            }
        }
        self
    }

    /// Which of the purposes of `choice`, which names this token, still are as it said; `None` where this standing has not
    /// followed it, and so cannot tell.
    pub(crate) fn upholds(&self, choice: &Choice<'_>) -> Option<PurposeSet> {
        let purposes = choice.purposes;
        let known = self.denied.union(self.authorised).covers(purposes);
        Some(match choice.act {
            Act::AskedToOptIn => PurposeSet::NONE,
            _ if !known => return None,
            Act::SaidNo => purposes.intersection(self.denied).intersection(self.said),
            Act::OptedIn => purposes
                .intersection(self.authorised)
                .intersection(self.said),
            Act::Stands(Stance::No) => purposes.intersection(self.denied),
            Act::Stands(Stance::Yes) => purposes.intersection(self.authorised),
        })
    }

    fn deny(&mut self, purposes: PurposeSet, word: Word) {
        self.denied = self.denied.union(purposes);
        self.authorised = self.authorised.without(purposes);
        if word.is_own() {
            self.marks.set_own(self.own().union(purposes));
        }
    }

    fn authorise(&mut self, purposes: PurposeSet) {
        self.denied = self.denied.without(purposes);
        self.authorised = self.authorised.union(purposes);
        self.marks.set_own(self.own().without(purposes));
    }

    fn denied_since(&mut self, position: u64, purposes: PurposeSet) {
        if !purposes.without(PurposeSet::LIMIT).is_empty() {
            self.denied_at = Position::new(position);
        }
        if purposes.intersects(PurposeSet::LIMIT) {
            self.limited_at = Position::new(position);
        }
    }

    /// The two together, where they are the same person's: whatever either denies is denied, and only what both leave
    /// alone may count as authorised.
    #[inline]
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let denied = self.denied.union(other.denied);
        let later = |a: Position, b: Position| if a.get() >= b.get() { a } else { b };
        Self {
            denied,
            authorised: self.authorised.union(other.authorised).without(denied),
            said: self.said.union(other.said),
            marks: Marks(self.marks.0 | other.marks.0),
            denied_at: later(self.denied_at, other.denied_at),
            limited_at: later(self.limited_at, other.limited_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_has_sixteen_bytes_and_keeps_its_positions() {
        assert_eq!(size_of::<Standing>(), 16);
        for position in [0, 1, 0xFFFF_FFFF_FFFF] {
            assert_eq!(Position::new(position).get(), position);
        }
    }
}
