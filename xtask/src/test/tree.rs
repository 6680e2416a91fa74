//! Whether the run has changed a file of the repository: generated files are fresh, and tests clean up after themselves.

use std::fmt;

use crate::failure::Failure;
use crate::program;
use crate::workspace::Workspace;

/// What git says about the files; `None` in a copy that is no repository.
pub struct State(Option<String>);

/// What was found, where nothing is wrong.
pub struct Unchanged(State);

/// The state of the files now.
pub fn state(workspace: &Workspace) -> Result<State, Failure> {
    if !program::succeeds(&mut workspace.git(["rev-parse", "--git-dir"])) {
        return Ok(State(None));
    }
    let status = program::read(&mut workspace.git(["status", "--porcelain"]))?;
    Ok(State(Some(String::from_utf8_lossy(&status).into_owned())))
}

/// Fails if the state is another than `before`.
pub fn check(workspace: &Workspace, before: State) -> Result<Unchanged, Failure> {
    let after = state(workspace)?;
    let changed = changes(&before, &after);
    if changed.is_empty() {
        return Ok(Unchanged(before));
    }
    Err(Failure::Found(format!(
        "tree: FAILED: the run has changed files of the repository; commit them if they are generated:\n  {}",
        changed.join("\n  ")
    )))
}

/// The lines of either state that the other does not have.
fn changes<'a>(before: &'a State, after: &'a State) -> Vec<&'a str> {
    let lines = |state: &'a State| state.0.as_deref().unwrap_or_default().lines();
    let gone = lines(before).filter(|line| !lines(after).any(|other| other == *line));
    let new = lines(after).filter(|line| !lines(before).any(|other| other == *line));
    new.chain(gone).collect()
}

impl fmt::Display for Unchanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            State(Some(_)) => "ok",
            State(None) => "SKIPPED: this folder is no git repository",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_or_comes_or_goes_is_named() {
        let state = |status: &str| State(Some(status.into()));
        let check = |before: &str, after: &str, expected: &[&str]| {
            assert_eq!(changes(&state(before), &state(after)), expected);
        };
        check("", "", &[]);
        check(" M a\n", " M a\n", &[]);
        check("", "?? b\n", &["?? b"]);
        check(" M a\n?? b\n", "?? b\n", &[" M a"]);
        check(" M a\n", " D a\n", &[" D a", " M a"]);
    }
}
