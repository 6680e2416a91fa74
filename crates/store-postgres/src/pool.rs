//! The connections of a process to one database.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use store::StoreError;

use crate::address::Address;
use crate::connection::Connection;

/// How many connections a process has at most, besides one for each log that is written and one that listens.
pub(crate) const MOST: usize = 8;

pub(crate) struct Pool {
    pub(crate) address: Address,
    state: Mutex<State>,
    freed: Condvar,
}

/// What became of a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Usable,
    Broken,
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    used: usize,
}

impl Pool {
    pub(crate) fn new(address: Address) -> Self {
        Self {
            address,
            state: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    /// Does `work` on a connection, waiting for one if all are in use.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run(work)?.0
    }

    /// As [`Pool::with`], for work that changes nothing: where the connection broke, such as one that was idle when the server
    /// went away, it is done again on a new one.
    pub(crate) fn read<T>(
        &self,
        mut work: impl FnMut(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self.run(&mut work)? {
            (Err(_), After::Broken) => self.run(work)?.0,
            (done, _) => done,
        }
    }

    fn run<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<(Result<T, StoreError>, After), StoreError> {
        let _place = self.place();
        let mut connection = self.connection()?;
        let done = work(&mut connection);
        let usable = connection.if_usable();
        let mut state = self.lock();
        let after = if usable.is_some() {
            After::Usable
        } else {
            // What broke one of them has broken the others, too.
            state.idle.clear();
            After::Broken
        };
        state.idle.extend(usable);
        Ok((done, after))
    }

    /// A connection of its own, for whoever keeps it.
    pub(crate) fn open(&self) -> Result<Connection, StoreError> {
        Connection::open(&self.address).map_err(|failure| failure.during("connecting"))
    }

    fn connection(&self) -> Result<Connection, StoreError> {
        loop {
            let Some(idle) = self.lock().idle.pop() else {
                return self.open();
            };
            if let Some(usable) = idle.if_usable() {
                return Ok(usable);
            }
        }
    }

    fn place(&self) -> Place<'_> {
        let mut state = self
            .freed
            .wait_while(self.lock(), |state| state.used >= MOST)
            .unwrap_or_else(PoisonError::into_inner);
        state.used += 1;
        Place(self)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to use one of the connections; given back when it is dropped, by a panic too.
struct Place<'a>(&'a Pool);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.lock().used -= 1;
        self.0.freed.notify_one();
    }
}
