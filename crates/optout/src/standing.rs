//! What stands for one token, after all that was said.

use crate::PurposeSet;
use crate::entry::{Act, Choice};

/// What stands for one token: the fold of every entry that names it, oldest first.
///
/// Its 16 bytes and a token's make 32, so that a table of them touches as few cache lines as a bare set of digests.
#[repr(align(16))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    denied: PurposeSet,
    authorised: PurposeSet,
    asked: bool,
    denied_at: Position,
    limited_at: Position,
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
        self.asked
    }

    /// This standing after the entry at `position`.
    #[must_use]
    pub fn after(mut self, position: u64, choice: &Choice<'_>) -> Self {
        match choice.act {
            Act::SaidNo => {
                let new = choice.purposes.without(if self.asked {
                    PurposeSet::NONE
                } else {
                    self.denied
                });
                if !new.without(PurposeSet::LIMIT).is_empty() {
                    self.denied_at = Position::new(position);
                }
                if new.intersects(PurposeSet::LIMIT) {
                    self.limited_at = Position::new(position);
                }
                self.asked = false;
                self.denied = self.denied.union(choice.purposes);
                self.authorised = self.authorised.without(choice.purposes);
            }
            Act::AskedToOptIn => self.asked = true,
            Act::OptedIn => {
                self.asked = false;
                self.denied = self.denied.without(choice.purposes);
                self.authorised = self.authorised.union(choice.purposes);
            }
        }
        self
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
            asked: self.asked || other.asked,
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
