//! Reading and writing GPP strings, beside another crate and beside the IAB's own library in Node: the same strings in the same
//! run.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::server::Folder;
use super::{Effort, cargo, pairs};
use crate::failure::Failure;
use crate::machine::{self, Need};
use crate::workspace::Workspace;
use crate::{program, terminal};

/// What the IAB's library runs on.
const NEEDS: [Need; 2] = [
    Need {
        programs: &["node"],
        package: "nodejs",
    },
    Need {
        programs: &["npm"],
        package: "npm",
    },
];

/// The IAB's library. Its version is that of the published vectors.
const LIBRARY: &str = "@iabgpp/cmpapi@3.2.0";
/// How much quicker than the crate, which is compiled like us, and than the library, which is not.
const CRATE_GOAL: f64 = 2.0;
const LIBRARY_GOAL: f64 = 10.0;

pub fn run(workspace: &Workspace, effort: Effort) -> Result<(), Failure> {
    terminal::say("\nSignals: GPP strings a second, on one core");
    machine::provide(&NEEDS)?;
    let library = Folder::make("signals")?;
    let install = ["install", "--no-audit", "--no-fund", "--silent", "--prefix"];
    program::run(
        Command::new("npm")
            .args(install)
            .arg(&library.0)
            .arg(LIBRARY),
    )?;
    let build = [
        "build",
        "--release",
        "--package",
        "signals",
        "--example",
        "bench",
    ];
    program::run(cargo(workspace).args(build))?;
    let bench = Bench {
        ours: workspace.target.join("release/examples/bench"),
        sources: workspace.root.join("xtask/bench"),
        library,
        effort,
    };
    let crate_goal = ("iab_gpp", CRATE_GOAL);
    let library_goal = ("@iabgpp/cmpapi", LIBRARY_GOAL);
    let with_crate = || bench.ours("decode-iab_gpp");
    bench.pairs("decode, every field", crate_goal, with_crate, "decode")?;
    bench.pairs("decode, what it says no to", crate_goal, with_crate, "said")?;
    bench.pairs(
        "decode, every field",
        library_goal,
        || bench.theirs("decode"),
        "decode",
    )?;
    bench.pairs(
        "encode, every field",
        library_goal,
        || bench.theirs("encode"),
        "encode",
    )
}

struct Bench {
    ours: PathBuf,
    sources: PathBuf,
    library: Folder,
    effort: Effort,
}

impl Bench {
    fn pairs(
        &self,
        what: &str,
        goal: (&str, f64),
        anchor: impl FnMut() -> Result<f64, Failure>,
        ours: &str,
    ) -> Result<(), Failure> {
        let ours = || self.ours(ours);
        pairs::measure(what, goal, self.effort.pairs, anchor, ours).map(drop)
    }

    fn ours(&self, what: &str) -> Result<f64, Failure> {
        self.pace(Command::new(&self.ours).arg(what), None)
    }

    fn theirs(&self, what: &str) -> Result<f64, Failure> {
        let script = self.sources.join("signals.mjs");
        self.pace(
            Command::new("node").arg(script).arg(what),
            Some(&self.library.0),
        )
    }

    /// Runs a measurement, which prints how many strings a second it did.
    fn pace(&self, command: &mut Command, library: Option<&Path>) -> Result<f64, Failure> {
        command
            .arg(self.effort.seconds.as_millis().to_string())
            .arg(self.sources.join("signals.txt"))
            .args(library);
        let printed = program::read(command)?;
        let printed = String::from_utf8_lossy(&printed);
        printed
            .trim()
            .parse()
            .map_err(|_| Failure::Found(format!("{}: printed {printed}", program::line(command))))
    }
}
