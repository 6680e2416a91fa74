//! The cuts that are planned.

use std::sync::Mutex;

use crate::locked::locked;

/// When a connection is cut.
#[derive(Clone, Copy)]
pub enum When {
    /// Instead of sending the request on.
    Before,
    /// Instead of sending the answer back.
    After,
}

/// The cuts of one proxy.
#[derive(Default)]
pub struct Plans(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: Vec<(Vec<u8>, When)>,
    /// How many requests with a cut have come whose connection is not cut yet.
    begun: usize,
}

impl Plans {
    /// Plans a cut.
    pub fn add(&self, needle: &str, when: When) {
        assert!(!needle.is_empty(), "a cut needs something to look for");
        locked(&self.0).waiting.push((needle.into(), when));
    }

    /// Begins the first cut whose needle is there.
    pub fn begin(&self, is_there: impl Fn(&[u8]) -> bool) -> Option<When> {
        let mut state = locked(&self.0);
        let found = state.waiting.iter();
        let found = found
            .map(|(needle, _)| is_there(needle))
            .position(|is| is)?;
        let (_, when) = state.waiting.remove(found);
        state.begun += 1;
        Some(when)
    }

    /// A cut that was begun is made.
    pub fn made(&self) {
        locked(&self.0).begun -= 1;
    }

    /// Whether every cut is made.
    pub fn are_done(&self) -> bool {
        let state = locked(&self.0);
        state.waiting.is_empty() && state.begun == 0
    }
}
