//! Feeds the parsers what libFuzzer makes up, for a limited time.
//!
//! Builds as cargo-fuzz does but without a sanitizer, since no crate of ours has unsafe code: that is several times as fast,
//! and needs nothing installed but a nightly toolchain and a C++ compiler.

mod build;
mod request;
mod target;

use std::sync::Mutex;
use std::thread;

use crate::failure::Failure;
use crate::machine;
use crate::terminal;
use crate::workspace::Workspace;

use build::Build;
use request::Request;

pub use build::has_nightly;

/// Runs the targets that `arguments` names, or all, as many at once as there are processors.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let request = Request::parse(arguments, target::names(workspace)?)?;
    machine::provide(&[build::CPP])?;
    let build = Build::make(workspace)?;
    terminal::say(format!(
        "{} targets, {} s each",
        request.targets.len(),
        request.seconds
    ));
    let failed = run_all(&build, &request)?;
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::Found(format!(
        "fuzzing found inputs that break {names}; they are kept under fuzz/artifacts and tried first by\n  \
         cargo xtask fuzz {names}",
        names = failed.join(" ")
    )))
}

/// Runs every target; returns the names of those that failed.
fn run_all(build: &Build, request: &Request) -> Result<Vec<String>, Failure> {
    let waiting = Mutex::new(request.targets.iter());
    let worker = || {
        let mut failed = Vec::new();
        loop {
            let next = waiting.lock().expect("no worker panics with it").next();
            let Some(name) = next else { return Ok(failed) };
            if !target::run(build, name, request.seconds)? {
                failed.push(name.clone());
            }
        }
    };
    let at_once = thread::available_parallelism().map_or(1, Into::into);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once).map(|_| scope.spawn(worker)).collect();
        let ended = workers.into_iter().map(thread::ScopedJoinHandle::join);
        let failed: Result<Vec<Vec<String>>, Failure> = ended
            .map(|end| end.expect("a worker does not panic"))
            .collect();
        Ok(failed?.concat())
    })
}
