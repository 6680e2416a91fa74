//! Building the targets.

use std::path::PathBuf;
use std::process::Command;
use std::{fs, str};

use crate::failure::Failure;
use crate::machine::Need;
use crate::program;
use crate::workspace::Workspace;

/// What libFuzzer is compiled with.
pub const CPP: Need = Need {
    programs: &["c++", "g++", "clang++"],
    package: "g++",
};

/// What tells libFuzzer which code an input reached and what it was compared with.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// The targets, built.
pub struct Build {
    /// The folder `fuzz`.
    pub folder: PathBuf,
    /// Where the binaries are.
    pub binaries: PathBuf,
    /// Where what a target prints is kept.
    pub logs: PathBuf,
}

/// Whether there is a toolchain that can instrument code.
pub fn has_nightly() -> bool {
    program::succeeds(&mut nightly("rustc", &["--version"]))
}

impl Build {
    /// Builds every target, of exactly the versions that the workspace has locked.
    pub fn make(workspace: &Workspace) -> Result<Self, Failure> {
        if !has_nightly() {
            return Err(Failure::Missing {
                what: "a nightly toolchain".into(),
                remedy: "install it: rustup toolchain install nightly --profile minimal".into(),
            });
        }
        let folder = workspace.root.join("fuzz");
        let lock = folder.join("Cargo.lock");
        fs::copy(workspace.root.join("Cargo.lock"), &lock).map_err(Failure::file(&lock))?;
        let host = host()?;
        let target = workspace.target.join("fuzz");
        // With a target named, the flags are not those of build scripts and macros, which could not run with them.
        let mut cargo = nightly(
            "cargo",
            &["build", "--release", "--bins", "--target", &host],
        );
        cargo
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", &target)
            .env("RUSTFLAGS", FLAGS);
        program::run(&mut cargo)?;
        Ok(Self {
            folder,
            binaries: target.join(host).join("release"),
            logs: target.join("logs"),
        })
    }
}

fn nightly(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", program]).args(arguments);
    command
}

/// The triple of this machine.
fn host() -> Result<String, Failure> {
    let version = program::read(&mut nightly("rustc", &["-vV"]))?;
    let mut lines = str::from_utf8(&version).unwrap_or_default().lines();
    let host = lines.find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::Missing {
        what: "the name of this machine's kind in what `rustc -vV` prints".into(),
        remedy: "install nightly again: rustup toolchain install nightly".into(),
    })
}
