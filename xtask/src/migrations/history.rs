//! What git knows of the migrations.

use std::path::Path;

use crate::failure::Failure;
use crate::program;
use crate::workspace::Workspace;

/// How much of the past is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// All of it.
    Whole,
    /// The clone is shallow: what was before is cut off.
    Shallow,
    /// The folder is no git repository.
    None,
}

impl History {
    pub fn of(workspace: &Workspace) -> Result<Self, Failure> {
        if !program::succeeds(&mut workspace.git(["rev-parse", "--git-dir"])) {
            return Ok(Self::None);
        }
        let shallow = program::read(&mut workspace.git(["rev-parse", "--is-shallow-repository"]))?;
        Ok(match shallow.trim_ascii() {
            b"true" => Self::Shallow,
            _ => Self::Whole,
        })
    }

    /// The file as it was in the commit that added it; `None` where there is none, or nobody can know.
    pub fn released(self, workspace: &Workspace, file: &Path) -> Result<Option<Vec<u8>>, Failure> {
        let file = file.display().to_string();
        let added = self.log(workspace, ["--diff-filter=A", "--format=%H", "--", &file])?;
        let Some(commit) = added.last() else {
            return Ok(None);
        };
        let version = format!("{commit}:./{file}");
        program::read(&mut workspace.git(["show", &version])).map(Some)
    }

    /// The names of the files that were ever deleted from a folder.
    pub fn deleted(self, workspace: &Workspace, folder: &Path) -> Result<Vec<String>, Failure> {
        let folder = folder.display().to_string();
        let what = ["--diff-filter=D", "--format=", "--name-only", "--", &folder];
        let paths = self.log(workspace, what)?;
        let names = paths.iter().filter_map(|path| path.rsplit('/').next());
        Ok(names.map(str::to_owned).collect())
    }

    /// The lines of the log, newest first; none where the past is not all there.
    fn log<'a>(
        self,
        workspace: &Workspace,
        what: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<String>, Failure> {
        if self != Self::Whole {
            return Ok(Vec::new());
        }
        // A file that is renamed is one that was deleted, and another that was added.
        let mut command = workspace.git(["log", "--no-renames"]);
        let lines = program::read(command.args(what))?;
        let lines = String::from_utf8_lossy(&lines).into_owned();
        let named = lines.lines().filter(|line| !line.is_empty());
        Ok(named.map(str::to_owned).collect())
    }
}
