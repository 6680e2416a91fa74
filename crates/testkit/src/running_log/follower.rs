//! A follower that insists on seeing every entry once and in order.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use optout::Entry;
use store::Follower;

/// What a follower has seen.
#[derive(Default)]
pub struct Seen(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    bodies: Vec<Vec<u8>>,
    /// How often it was told that it had seen everything.
    caught_up: u64,
}

struct Watching(Arc<Seen>);

/// A follower and what it sees.
#[must_use]
pub fn follower() -> (Box<dyn Follower>, Arc<Seen>) {
    let seen = Arc::<Seen>::default();
    (Box::new(Watching(seen.clone())), seen)
}

impl Follower for Watching {
    fn follow(&mut self, batch: &[(u64, Entry)]) {
        let mut seen = self.0.lock();
        for (position, entry) in batch {
            assert_eq!(*position, seen.bodies.len() as u64, "once and in order");
            seen.bodies.push(entry.to_bytes());
        }
    }

    fn caught_up(&mut self, size: u64) {
        let mut seen = self.0.lock();
        assert_eq!(size, seen.bodies.len() as u64);
        seen.caught_up += 1;
    }
}

impl Seen {
    pub fn size(&self) -> u64 {
        self.lock().bodies.len() as u64
    }

    pub fn bodies(&self) -> Vec<Vec<u8>> {
        self.lock().bodies.clone()
    }

    pub fn caught_up(&self) -> u64 {
        self.lock().caught_up
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
