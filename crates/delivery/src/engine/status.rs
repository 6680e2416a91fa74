//! How it stands with each destination, for whoever looks.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// How it stands with a destination, as far as this process knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// What is being done.
    pub state: State,
    /// The word for what last went wrong, until something goes right.
    pub last_error: Option<&'static str>,
    /// When it is tried again, where it is waited for.
    pub next_try: Option<Timestamp>,
}

/// What is being done for a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is told of choices as they come.
    Active,
    /// It could not be told, and is tried again later.
    BackingOff,
    /// Nothing is sent until a person resumes it.
    Held,
}

/// The statuses of all destinations.
#[derive(Default)]
pub(super) struct Board(Mutex<BTreeMap<String, Status>>);

impl Board {
    pub(super) fn get(&self, destination: &str) -> Option<Status> {
        self.lock().get(destination).copied()
    }

    pub(super) fn set(&self, destination: &str, status: Status) {
        let mut all = self.lock();
        match all.get_mut(destination) {
            Some(known) => *known = status,
            None => {
                all.insert(destination.to_owned(), status);
            }
        }
    }

    pub(super) fn remove(&self, destination: &str) {
        self.lock().remove(destination);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Status>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
