//! Asking a probe to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Stops a probe from another thread: it then ends its browser, removes its profile and returns.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody has asked.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
