//! The browser script: its types, its tests, whether what is committed is what its sources make, and what it holds.

use crate::failure::Failure;
use crate::machine;
use crate::program;

use super::steps::Outcome;
use super::{Run, browser};

/// Gets the compiler and runs the snippet's own check, and then its tests in a browser.
pub fn run(run: &Run) -> Result<Outcome, Failure> {
    machine::provide(&browser::NEEDS)?;
    let folder = run.workspace.root.join("snippet");
    let install = ["install", "--no-audit", "--no-fund"];
    for arguments in [&install[..], &["run", "check"]] {
        let mut npm = run.workspace.command("npm", arguments.iter().copied());
        program::run(npm.current_dir(&folder))?;
    }
    if run.settings.skip_browser && !run.settings.ci {
        return Ok(Outcome::Skipped(
            "REFRAIN_SKIP_BROWSER is set; its types, its tests and its build are well",
        ));
    }
    let chromium = browser::set_up(run)?;
    let mut node = run.workspace.command("node", ["--test", "snippet/"]);
    node.current_dir(run.workspace.root.join("browser"));
    program::run(node.env("CHROMIUM", chromium))?;
    Ok(Outcome::Done)
}
