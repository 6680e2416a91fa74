//! The arrows between our own crates: who may import whom.

mod table;

use std::fmt;

use crate::failure::Failure;
use crate::terminal;
use crate::workspace::{Package, Workspace};

use table::{BACKEND, May, TESTKIT, XTASK, room};

/// Checks every arrow, and prints those that must not be.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    let faults = check(&workspace.packages);
    if faults.is_empty() {
        let arrows = workspace
            .packages
            .iter()
            .map(|package| package.imports.len());
        terminal::say(format!(
            "{} crates, {} arrows: all as the table says",
            workspace.packages.len(),
            arrows.sum::<usize>()
        ));
        return Ok(());
    }
    for fault in &faults {
        terminal::say(fault.to_string());
    }
    Err(Failure::Found(format!(
        "{} of the arrows between our crates must not be",
        faults.len()
    )))
}

/// What is wrong.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// The table does not know the crate.
    Unknown { name: String },
    /// A crate imports another that it may not.
    Arrow { from: String, to: String },
}

fn check(packages: &[Package]) -> Vec<Fault> {
    packages.iter().flat_map(faults_of).collect()
}

fn faults_of(package: &Package) -> Vec<Fault> {
    let name = || package.name.clone();
    let Some(room) = room(&package.name) else {
        return vec![Fault::Unknown { name: name() }];
    };
    let forbidden = package.imports.iter().filter(|to| !room.may.import(to));
    forbidden
        .map(|to| Fault::Arrow {
            from: name(),
            to: to.clone(),
        })
        .collect()
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name } => write!(
                f,
                "{name}: a crate that the table of arrows does not know\n  \
                 fix: add it to xtask/src/arrows/table.rs with what it may import, and say why in the commit"
            ),
            Self::Arrow { from, to } => {
                write!(f, "{from} -> {to}: must not be\n  fix: ")?;
                write_fix(f, from, to)
            }
        }
    }
}

fn write_fix(f: &mut fmt::Formatter<'_>, from: &str, to: &str) -> fmt::Result {
    if to.starts_with(BACKEND) {
        return write!(
            f,
            "only `refrain` names a backend: let {from} take the contract from `store`, and refrain pass the backend in"
        );
    }
    if to == XTASK {
        return f.write_str("nobody imports the workspace's own commands");
    }
    if to == TESTKIT {
        return write!(
            f,
            "testkit is never shipped: move it to the [dev-dependencies] of {from}"
        );
    }
    match room(from).map(|room| room.may) {
        Some(May::Only([])) => write!(
            f,
            "{from} imports no other crate of ours: move what it needs of {to} into it, or what needs both into a crate above"
        ),
        Some(May::Only(allowed)) => write!(
            f,
            "{from} may import {}: reach {to} through one of these, or move what needs it up",
            allowed.join(", ")
        ),
        _ => write!(f, "take {to} out of the [dependencies] of {from}"),
    }
}

#[cfg(test)]
mod tests;
