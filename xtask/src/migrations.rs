//! The databases' migrations: one that was released is never edited, because a database that ran it would stay different from
//! one that runs it now, and nothing would tell.

mod history;

#[cfg(test)]
mod tests;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::terminal;
use crate::workspace::Workspace;

pub use history::History;

/// What the name of every backend's folder begins with.
const BACKEND: &str = "store-";

/// The migrations of one backend.
#[derive(Debug)]
struct Backend {
    /// Its folder, for messages.
    folder: String,
    /// Those that are there, by name.
    there: Vec<Migration>,
    /// The names of those that were released and are no longer there.
    gone: Vec<String>,
    /// The source that includes them.
    source: String,
}

#[derive(Debug)]
struct Migration {
    name: String,
    text: Vec<u8>,
    /// What it was when it was added to the history; `None` if that is not known or has not happened.
    released: Option<Vec<u8>>,
}

/// What is wrong with a backend's migrations.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// It is not what was released.
    Edited(String),
    /// It was released and is not there any more.
    Gone(String),
    /// Its number is not the next.
    Number { name: String, expected: usize },
    /// The program does not run those that are there, in their order.
    Included { there: Vec<String> },
}

/// Checks every backend, and says of which history that could be done.
pub fn run(workspace: &Workspace) -> Result<History, Failure> {
    let history = History::of(workspace)?;
    let (mut faults, mut migrations) = (0, 0);
    for folder in backends(&workspace.root)? {
        let backend = Backend::read(workspace, &folder, history)?;
        migrations += backend.there.len();
        for fault in check(&backend) {
            faults += 1;
            terminal::say(format!("{}: {fault}", backend.folder));
        }
    }
    if faults > 0 {
        let what = format!("{faults} faults in the migrations");
        return Err(Failure::Found(what));
    }
    let how = match history {
        History::Whole => "each as it was released",
        History::Shallow | History::None => "numbered one by one",
    };
    terminal::say(format!("{migrations} migrations, {how}"));
    Ok(history)
}

/// The folders of the backends.
fn backends(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let crates = names(&root.join("crates"))?;
    let backends = crates.iter().filter(|name| name.starts_with(BACKEND));
    let folders = backends.map(|name| PathBuf::from("crates").join(name));
    Ok(folders
        .filter(|folder| root.join(folder).join("migrations").is_dir())
        .collect())
}

/// The names of what is in a folder, in their order.
fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let items = fs::read_dir(folder).map_err(Failure::file(folder))?;
    let names = items.flatten().map(|item| item.file_name());
    let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
    names.sort_unstable();
    Ok(names)
}

impl Backend {
    fn read(workspace: &Workspace, folder: &Path, history: History) -> Result<Self, Failure> {
        let migrations = folder.join("migrations");
        let there = names(&workspace.root.join(&migrations))?;
        let migration = |name: &String| {
            let file = migrations.join(name);
            let path = workspace.root.join(&file);
            Ok(Migration {
                name: name.clone(),
                text: fs::read(&path).map_err(Failure::file(&path))?,
                released: history.released(workspace, &file)?,
            })
        };
        let mut gone = history.deleted(workspace, &migrations)?;
        gone.retain(|name| !there.contains(name));
        let source = workspace.root.join(folder).join("src/migrate.rs");
        Ok(Self {
            folder: folder.display().to_string(),
            there: there
                .iter()
                .map(migration)
                .collect::<Result<_, Failure>>()?,
            gone,
            source: fs::read_to_string(&source).map_err(Failure::file(&source))?,
        })
    }
}

fn check(backend: &Backend) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (expected, migration) in (1..).zip(&backend.there) {
        let name = migration.name.clone();
        let edited = |released: &Vec<u8>| *released != migration.text;
        if migration.released.as_ref().is_some_and(edited) {
            faults.push(Fault::Edited(name.clone()));
        }
        if !is_number(&name, expected) {
            faults.push(Fault::Number { name, expected });
        }
    }
    faults.extend(backend.gone.iter().cloned().map(Fault::Gone));
    let there: Vec<String> = backend.there.iter().map(|one| one.name.clone()).collect();
    if included(&backend.source) != there {
        faults.push(Fault::Included { there });
    }
    faults
}

/// Whether a file is called `0001_what.sql` if `number` is 1.
fn is_number(name: &str, number: usize) -> bool {
    let what = name.strip_prefix(&format!("{number:04}_"));
    let what = what.and_then(|rest| rest.strip_suffix(".sql"));
    what.is_some_and(|what| !what.is_empty())
}

/// The names of the migrations that a source includes, in its order.
fn included(source: &str) -> Vec<&str> {
    let parts = source.split("include_str!(\"../migrations/").skip(1);
    parts
        .filter_map(|part| part.split_once('"'))
        .map(|(name, _)| name)
        .collect()
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited(name) => write!(
                f,
                "{name} is not what it was when it was added\n  fix: put it back (git log -p shows it), and make the change in a new migration"
            ),
            Self::Gone(name) => write!(
                f,
                "{name} was released and is gone\n  fix: put it back, and undo what it does in a new migration"
            ),
            Self::Number { name, expected } => write!(
                f,
                "{name} should be {expected:04}_WHAT.sql\n  fix: number the migrations one by one; of two that were made at once, the later is renamed before it is released"
            ),
            Self::Included { there } => write!(
                f,
                "src/migrate.rs does not run the migrations in their order\n  fix: let it include {}",
                there.join(", ")
            ),
        }
    }
}
