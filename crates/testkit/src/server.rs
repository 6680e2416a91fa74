//! A server program, and what can happen to it.

use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use crate::locked::locked;
use crate::patience::{patiently, until};
use crate::program;
use crate::workplace::Workplace;

/// A server that works in a folder of its own, where it also has a socket.
pub struct Server {
    /// The program, unless it was ended. Dropped first.
    child: Mutex<Option<Child>>,
    pub workplace: Workplace,
}

/// What came of a start.
pub enum Started {
    /// It takes connections.
    Listens,
    /// It ended at once.
    Ended,
}

impl Server {
    /// One that is not started yet.
    pub fn new(workplace: Workplace) -> Self {
        Self {
            child: Mutex::default(),
            workplace,
        }
    }

    /// Starts the program and waits until it takes connections on its socket.
    pub fn start(&self, command: &mut Command, port: u16) -> Started {
        let mut running = locked(&self.child);
        assert!(running.is_none(), "the server is running already");
        let log = self.workplace.log_file();
        let both = log.try_clone().expect("a file can be had twice");
        command.stdin(Stdio::null()).stdout(both).stderr(log);
        let child = running.insert(command.spawn().expect("the server's program starts"));
        let started = patiently(|| {
            if child.try_wait().expect("a child can be asked").is_some() {
                return Some(Started::Ended);
            }
            self.is_ready(port).then_some(Started::Listens)
        });
        if let Some(Started::Ended) = started {
            *running = None;
        }
        started.unwrap_or_else(|| panic!("the server is not ready: {}", self.workplace.log()))
    }

    /// Stops everything at one moment and then kills it, so that no process sees another end.
    pub fn kill(&self) {
        let mut running = locked(&self.child);
        self.workplace.signal("STOP");
        self.workplace.signal("KILL");
        if let Some(mut child) = running.take() {
            let _ = child.wait();
        }
        until("killed processes to end", || {
            self.workplace.processes().is_empty().then_some(())
        });
    }

    /// Asks the program to end by this signal, and waits until it has.
    pub fn end(&self, signal: &str) {
        let mut running = locked(&self.child);
        let mut child = running.take().expect("the server is running");
        let number = child.id().to_string();
        program::run(Command::new("kill").args([&format!("-{signal}"), &number]));
        let ended = patiently(|| child.try_wait().expect("a child can be asked"));
        assert!(ended.is_some(), "it runs on: {}", self.workplace.log());
    }

    fn is_ready(&self, port: u16) -> bool {
        let mut command = Command::new(program::postgres("pg_isready"));
        command
            .args(["--quiet", "--timeout=1", "--dbname=postgres", "--port"])
            .arg(port.to_string())
            .arg("--host") // The socket, not the port: another server may have taken that.
            .arg(self.workplace.path());
        command.status().is_ok_and(|status| status.success())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = locked(&self.child).take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
