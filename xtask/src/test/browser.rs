//! The tests in a real browser.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::machine::{self, Need};
use crate::program;
use crate::terminal;

use super::Run;
use super::steps::Outcome;

pub(super) const NEEDS: [Need; 2] = [
    Need {
        programs: &["node"],
        package: "nodejs",
    },
    Need {
        programs: &["npm"],
        package: "npm",
    },
];

/// Sets the machine up, then looks at every page and walks through the running product.
pub fn run(run: &Run) -> Result<Outcome, Failure> {
    match (run.settings.skip_browser, run.settings.ci) {
        (true, false) => return Ok(Outcome::Skipped("REFRAIN_SKIP_BROWSER is set")),
        (true, true) => terminal::shout("REFRAIN_SKIP_BROWSER is ignored, because CI is set"),
        (false, _) => {}
    }
    let chromium = set_up(run)?;
    let folder = run.workspace.root.join("browser");
    look_at_pages(run, &folder, &chromium)?;
    walk_through(run, &folder, &chromium)?;
    Ok(Outcome::Done)
}

/// Gets what is missing; returns the browser.
pub(super) fn set_up(run: &Run) -> Result<OsString, Failure> {
    let mut needs = NEEDS.to_vec();
    if run.settings.chromium.is_none() {
        needs.push(machine::CHROMIUM);
    }
    machine::provide(&needs)?;
    let install = ["install", "--no-audit", "--no-fund"];
    let mut npm = run.workspace.command("npm", install);
    program::run(npm.current_dir(run.workspace.root.join("browser")))?;
    let found = || {
        machine::CHROMIUM
            .programs
            .iter()
            .find_map(|name| program::find(name))
    };
    let chromium = run.settings.chromium.clone();
    chromium
        .or_else(|| found().map(PathBuf::into_os_string))
        .ok_or_else(|| Failure::Missing {
            what: machine::CHROMIUM.package.into(),
            remedy: "name the browser in the variable CHROMIUM".into(),
        })
}

/// Renders every page in every state and language, and holds each to WCAG.
fn look_at_pages(run: &Run, folder: &Path, chromium: &OsString) -> Result<(), Failure> {
    let pages = run.workspace.target.join("browser-pages");
    if pages.exists() {
        fs::remove_dir_all(&pages).map_err(Failure::file(&pages))?;
    }
    let render = ["run", "--quiet", "-p", "web", "--example", "pages", "--"];
    program::run(run.workspace.cargo(render).arg(&pages))?;
    let mut node = run.workspace.command("node", []);
    node.arg(folder.join("static.mjs")).arg(&pages);
    program::run(node.env("CHROMIUM", chromium))
}

/// Starts the built binary, and does with the browser what people do with it.
fn walk_through(run: &Run, folder: &Path, chromium: &OsString) -> Result<(), Failure> {
    let flow = folder.join("flow.mjs");
    if !flow.exists() {
        terminal::shout("there is no browser/flow.mjs yet");
        return Ok(());
    }
    program::run(&mut run.workspace.cargo(["build", "-p", "refrain"]))?;
    let binary = format!("refrain{}", std::env::consts::EXE_SUFFIX);
    let mut node = run.workspace.command("node", []);
    node.arg(flow).env("CHROMIUM", chromium).env(
        "REFRAIN_BIN",
        run.workspace.target.join("debug").join(binary),
    );
    program::run(&mut node)
}
