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
    open_panel(run, &folder, &chromium)?;
    with_binary(run, "flow.mjs", &chromium)?;
    Ok(Outcome::Done)
}

/// What the pretend web needs besides: a certificate, and browsers of another day.
const FOR_TAGS: [Need; 2] = [
    Need {
        programs: &["openssl"],
        package: "openssl",
    },
    Need {
        programs: &["faketime"],
        package: "faketime",
    },
];

/// Twelve pretend companies on one pretend shop, and the built binary: nobody is asked who must not be.
pub fn judge_tags(run: &Run) -> Result<Outcome, Failure> {
    if run.settings.skip_browser && !run.settings.ci {
        return Ok(Outcome::Skipped("REFRAIN_SKIP_BROWSER is set"));
    }
    machine::provide(&FOR_TAGS)?;
    let chromium = set_up(run)?;
    with_binary(run, "tags/tags.mjs", &chromium).map(|()| Outcome::Done)
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

/// Opens the site's link and panel in every state and language, against the pages that were just rendered.
fn open_panel(run: &Run, folder: &Path, chromium: &OsString) -> Result<(), Failure> {
    let pages = run.workspace.target.join("browser-pages");
    let mut node = run.workspace.command("node", []);
    node.arg(folder.join("panel/all.mjs"))
        .arg("--pages")
        .arg(pages);
    program::run(node.env("CHROMIUM", chromium))
}

/// Builds the binary, and runs a program of the browser's on it.
fn with_binary(run: &Run, program: &str, chromium: &OsString) -> Result<(), Failure> {
    program::run(&mut run.workspace.cargo(["build", "-p", "refrain"]))?;
    let binary = format!("refrain{}", std::env::consts::EXE_SUFFIX);
    let mut node = run.workspace.command("node", []);
    let folder = run.workspace.root.join("browser");
    node.arg(folder.join(program))
        .env("CHROMIUM", chromium)
        .env(
            "REFRAIN_BIN",
            run.workspace.target.join("debug").join(binary),
        );
    program::run(&mut node)
}
