//! The browser script's size and time, beside what a site would load instead.

use crate::failure::Failure;
use crate::machine::{self, Need};
use crate::program;
use crate::workspace::Workspace;

const NEEDS: [Need; 3] = [
    Need {
        programs: &["node"],
        package: "nodejs",
    },
    Need {
        programs: &["npm"],
        package: "npm",
    },
    Need {
        programs: &["chromium", "chromium-browser", "google-chrome"],
        package: "chromium",
    },
];

/// Gets the peers, bundles them in this run, and measures all in turn.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    machine::provide(&NEEDS)?;
    let browser = workspace.root.join("browser");
    let folder = browser.join("snippet-bench");
    for place in [&browser, &folder] {
        let mut npm = workspace.command("npm", ["install", "--no-audit", "--no-fund"]);
        program::run(npm.current_dir(place))?;
    }
    let mut node = workspace.command("node", ["bench.mjs"]);
    program::run(node.current_dir(&folder))
}
