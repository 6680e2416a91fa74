//! The tests of the drop-ins for other people's systems.

use crate::failure::Failure;
use crate::machine::{self, Need};
use crate::program;

use super::steps::Outcome;
use super::{Run, browser};

const PHP: Need = Need {
    programs: &["php"],
    package: "php-cli",
};

/// Installs what they need, the one that is a whole site too, and runs them.
pub fn run(run: &Run) -> Result<Outcome, Failure> {
    if run.settings.skip_browser && !run.settings.ci {
        return Ok(Outcome::Skipped("REFRAIN_SKIP_BROWSER is set"));
    }
    machine::provide(&[PHP])?;
    let chromium = browser::set_up(run)?;
    let folder = run.workspace.root.join("integrations");
    for needing in [folder.clone(), folder.join("nextjs")] {
        let install = ["install", "--no-audit", "--no-fund"];
        let mut npm = run.workspace.command("npm", install);
        program::run(npm.current_dir(needing))?;
    }
    let mut node = run.workspace.command("node", []);
    program::run(node.arg(folder.join("test.mjs")).env("CHROMIUM", chromium))?;
    Ok(Outcome::Done)
}
