//! The browser script: its types, its tests, and whether what is committed is what its sources make.

use crate::failure::Failure;
use crate::machine;
use crate::program;

use super::Run;
use super::browser::NEEDS;
use super::steps::Outcome;

/// Gets the compiler, and runs the snippet's own check.
pub fn run(run: &Run) -> Result<Outcome, Failure> {
    machine::provide(&NEEDS)?;
    let folder = run.workspace.root.join("snippet");
    let install = ["install", "--no-audit", "--no-fund"];
    for arguments in [&install[..], &["run", "check"]] {
        let mut npm = run.workspace.command("npm", arguments.iter().copied());
        program::run(npm.current_dir(&folder))?;
    }
    Ok(Outcome::Done)
}
