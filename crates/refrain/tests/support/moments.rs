//! Random moments, repeatable by their seed.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::time::Duration;

use super::setting::setting;

/// A stream of random choices.
pub struct Moments {
    pub seed: u64,
    state: u64,
}

impl Moments {
    /// Begins with the seed in `REFRAIN_KILL_SEED`, or with a random one.
    pub fn new() -> Self {
        Self::of(setting("REFRAIN_KILL_SEED").unwrap_or_else(|| RandomState::new().hash_one(0)))
    }

    /// Another stream, of the same seed.
    pub fn branch(&mut self) -> Self {
        Self::of(self.next())
    }

    /// `SplitMix64`.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A time between these, in milliseconds.
    pub fn time(&mut self, ms: Range<u64>) -> Duration {
        Duration::from_millis(ms.start + self.next() % (ms.end - ms.start))
    }

    fn of(seed: u64) -> Self {
        Self { seed, state: seed }
    }
}
