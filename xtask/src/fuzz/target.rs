//! Running one target.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{program, terminal};

use super::build::Build;

/// How long one input may take, in seconds.
const INPUT_SECONDS: u32 = 5;
/// How much memory a target may take, in MiB.
const MEMORY: u32 = 2048;
/// How many lines of a failed target's words are shown.
const SHOWN_LINES: usize = 40;

/// The names of all targets, which are the files in `fuzz/fuzz_targets`.
pub fn names(workspace: &Workspace) -> Result<Vec<String>, Failure> {
    let folder = workspace.root.join("fuzz/fuzz_targets");
    let files = fs::read_dir(&folder).map_err(Failure::file(&folder))?;
    let paths = files.filter_map(|file| Some(file.ok()?.path()));
    let sources = paths.filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let stem = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut names: Vec<String> = sources.filter_map(stem).collect();
    names.sort();
    Ok(names)
}

/// Runs the target `name` and prints how that went; returns whether it found nothing.
pub fn run(build: &Build, name: &str, seconds: u32) -> Result<bool, Failure> {
    make_folder(&build.logs)?;
    let log = build.logs.join(name).with_extension("log");
    let file = File::create(&log).map_err(Failure::file(&log))?;
    let mut command = command(build, name, seconds)?;
    let status = command
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(file)
        .status()
        .map_err(|source| program::not_started(&command, source))?;
    let said = fs::read(&log).map_err(Failure::file(&log))?;
    let said = String::from_utf8_lossy(&said);
    if status.success() {
        terminal::say(format!("{name}: ok, {} inputs", inputs(&said)));
    } else {
        let lines: Vec<&str> = said.lines().collect();
        let shown = lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n");
        terminal::tell(format!("{shown}\n{name}: FAILED with {status}"));
    }
    Ok(status.success())
}

/// The corpus comes first, because there libFuzzer writes; then the seeds, and what broke the target before.
fn command(build: &Build, name: &str, seconds: u32) -> Result<Command, Failure> {
    let part = |of: &str| build.folder.join(of).join(name);
    let (corpus, artifacts) = (part("corpus"), part("artifacts"));
    make_folder(&corpus)?;
    make_folder(&artifacts)?;
    let mut prefix = OsString::from("-artifact_prefix=");
    prefix.push(artifacts.join(""));
    let mut command = Command::new(build.binaries.join(name));
    command
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-timeout={INPUT_SECONDS}"))
        .arg(format!("-rss_limit_mb={MEMORY}"))
        .arg("-print_final_stats=1")
        .arg(prefix)
        .arg(corpus);
    let more = [part("seeds"), artifacts];
    command.args(more.iter().filter(|folder| folder.exists()));
    Ok(command)
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(Failure::file(folder))
}

/// How many inputs libFuzzer says that it tried.
fn inputs(said: &str) -> &str {
    let number = |line: &str| Some(line.strip_prefix("stat::number_of_executed_units:")?.len());
    let line = said.lines().find(|line| number(line).is_some());
    line.and_then(|line| line.split_whitespace().last())
        .unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_inputs_is_read() {
        let said = "#2\tINITED\nstat::number_of_executed_units: 1048576\nstat::peak_rss_mb: 40\n";
        assert_eq!(inputs(said), "1048576");
        assert_eq!(inputs("Killed"), "?");
    }
}
