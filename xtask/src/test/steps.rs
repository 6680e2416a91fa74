//! The steps, in the order in which they run: the quick ones first.

use crate::failure::Failure;
use crate::machine::Need;
use crate::migrations::History;
use crate::{arrows, deny, deploy, fuzz, machine, migrations, program};

use super::{Asked, Run, browser, integrations, snippet};

/// One thing that must hold.
#[derive(Clone, Copy)]
pub struct Step {
    /// What to call it by.
    pub name: &'static str,
    /// What holds when it succeeds.
    pub what: &'static str,
    /// Does it.
    pub run: fn(&Run) -> Result<Outcome, Failure>,
}

/// How a step that did not fail ended.
pub enum Outcome {
    /// It holds.
    Done,
    /// It was not looked at, for this reason.
    Skipped(&'static str),
}

/// What tests start servers of their own with.
const SERVERS: [Need; 4] = [
    machine::POSTGRESQL,
    Need {
        programs: &["pgbouncer", "/usr/sbin/pgbouncer"],
        package: "pgbouncer",
    },
    Need {
        programs: &["openssl"],
        package: "openssl",
    },
    Need {
        programs: &["nginx", "/usr/sbin/nginx"],
        package: "nginx-light",
    },
];
/// The tests of the binary that run on the embedded store, and then on PostgreSQL.
const ON_BOTH: [&str; 4] = ["cli", "durability", "retention", "tamper"];

pub const STEPS: [Step; 13] = [
    Step {
        name: "fmt",
        what: "the code is formatted",
        run: fmt,
    },
    Step {
        name: "arrows",
        what: "our crates import only what they may",
        run: arrows,
    },
    Step {
        name: "migrations",
        what: "no released migration was edited",
        run: migrations,
    },
    Step {
        name: "deploy",
        what: "the files in deploy/ fit each other and the version",
        run: deploy,
    },
    Step {
        name: "deny",
        what: "licences and sources of dependencies are allowed",
        run: deny,
    },
    Step {
        name: "clippy",
        what: "the linter has no complaint",
        run: clippy,
    },
    Step {
        name: "docs",
        what: "the documentation builds and its links lead somewhere",
        run: docs,
    },
    Step {
        name: "unit",
        what: "unit, integration and documentation tests pass",
        run: unit,
    },
    Step {
        name: "snippet",
        what: "the browser script is what its sources make, fits, and holds",
        run: snippet::run,
    },
    Step {
        name: "browser",
        what: "a real browser finds the pages accessible and working",
        run: browser::run,
    },
    Step {
        name: "tags",
        what: "held tags ask nobody, by the log of those they would ask",
        run: browser::judge_tags,
    },
    Step {
        name: "drop-ins",
        what: "the drop-ins do what their users expect",
        run: integrations::run,
    },
    Step {
        name: "fuzz",
        what: "the parsers hold against arbitrary input",
        run: fuzz,
    },
];

fn fmt(run: &Run) -> Result<Outcome, Failure> {
    cargo(run, &["fmt", "--all", "--check"])
}

fn arrows(run: &Run) -> Result<Outcome, Failure> {
    arrows::run(&run.workspace)?;
    Ok(Outcome::Done)
}

fn migrations(run: &Run) -> Result<Outcome, Failure> {
    Ok(match migrations::run(&run.workspace)? {
        History::Whole => Outcome::Done,
        History::Shallow => Outcome::Skipped(
            "the clone is shallow: names and order are well, but nobody can say what was released",
        ),
        History::None => Outcome::Skipped(
            "this folder is no git repository: names and order are well, but nobody can say what was released",
        ),
    })
}

fn deploy(run: &Run) -> Result<Outcome, Failure> {
    deploy::check(&run.workspace)?;
    Ok(Outcome::Done)
}

fn deny(run: &Run) -> Result<Outcome, Failure> {
    if run.asked == Asked::Everything && !deny::is_installed() {
        return Ok(Outcome::Skipped("cargo-deny is not installed"));
    }
    deny::run(&run.workspace)?;
    Ok(Outcome::Done)
}

fn clippy(run: &Run) -> Result<Outcome, Failure> {
    let what = ["clippy", "--workspace", "--all-targets", "--all-features"];
    cargo(run, &[&what[..], &["--", "-D", "warnings"]].concat())
}

fn docs(run: &Run) -> Result<Outcome, Failure> {
    let mut command = run.workspace.cargo(["doc", "--workspace", "--no-deps"]);
    program::run(command.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Outcome::Done)
}

fn unit(run: &Run) -> Result<Outcome, Failure> {
    let mut needs = SERVERS.to_vec();
    // Without it, tests that drive a browser say that they are skipped, or fail.
    if run.settings.chromium.is_none() && !run.settings.skip_browser {
        needs.push(machine::CHROMIUM);
    }
    machine::provide(&needs)?;
    let tests = ["test", "--workspace", "--all-features"];
    cargo(run, &tests)?;
    // Of the same build; those that are not named are of no backend, or of PostgreSQL always.
    let again = ON_BOTH.map(|name| ["--test", name]);
    let mut again = run
        .workspace
        .cargo(tests.into_iter().chain(again.into_iter().flatten()));
    program::run(again.env("REFRAIN_TEST_STORE", "postgres"))?;
    Ok(Outcome::Done)
}

fn fuzz(run: &Run) -> Result<Outcome, Failure> {
    if run.asked == Asked::Everything {
        if !run.settings.ci {
            return Ok(Outcome::Skipped("outside CI it runs only by name"));
        }
        if !fuzz::has_nightly() {
            return Ok(Outcome::Skipped("no nightly toolchain is installed"));
        }
    }
    fuzz::run(&run.workspace, &[])?;
    Ok(Outcome::Done)
}

fn cargo(run: &Run, arguments: &[&str]) -> Result<Outcome, Failure> {
    program::run(&mut run.workspace.cargo(arguments.iter().copied()))?;
    Ok(Outcome::Done)
}
