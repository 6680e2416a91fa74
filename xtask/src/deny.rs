//! Licences, bans and sources of what we depend on, by cargo-deny and `deny.toml`.

use crate::failure::Failure;
use crate::program;
use crate::workspace::Workspace;

/// How to get it.
pub const REMEDY: &str = "install it: cargo install cargo-deny --locked";

/// Whether cargo-deny is on this machine.
pub fn is_installed() -> bool {
    program::find("cargo-deny").is_some()
}

/// Runs the checks that need no network; advisories, which do, change without us and so are no test.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    if !is_installed() {
        return Err(Failure::Missing {
            what: "cargo-deny".into(),
            remedy: REMEDY.into(),
        });
    }
    let arguments = ["deny", "--offline", "check", "licenses", "bans", "sources"];
    program::run(&mut workspace.cargo(arguments))
}
