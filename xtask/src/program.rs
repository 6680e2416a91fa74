//! Starting other programs.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crate::failure::Failure;
use crate::terminal;

/// Prints the command and runs it on this terminal.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let line = line(command);
    terminal::say(format!("$ {line}"));
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|source| not_started(command, source))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::Ended {
        command: line,
        status,
    })
}

/// Runs the command without a word and returns what it printed.
pub fn read(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let Output { status, stdout, .. } = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| not_started(command, source))?;
    if status.success() {
        return Ok(stdout);
    }
    Err(Failure::Ended {
        command: line(command),
        status,
    })
}

/// Whether the command runs and succeeds; it is not heard.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Where a program of this name is on the path, or at this absolute path, in which `*` stands for the name of any folder.
pub fn find(name: &str) -> Option<PathBuf> {
    if let Some(path) = name.strip_prefix('/') {
        return below(PathBuf::from("/"), path);
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The first file below `folder` that has this path.
fn below(folder: PathBuf, path: &str) -> Option<PathBuf> {
    let Some((first, rest)) = path.split_once('/') else {
        return Some(folder.join(path)).filter(|file| file.is_file());
    };
    if first != "*" {
        return below(folder.join(first), rest);
    }
    let folders = std::fs::read_dir(folder).ok()?.flatten();
    folders
        .map(|folder| folder.path())
        .find_map(|folder| below(folder, rest))
}

/// The failure of a command that could not be started.
pub fn not_started(command: &Command, source: std::io::Error) -> Failure {
    Failure::NotStarted {
        command: line(command),
        source,
    }
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    let set = command.get_envs().filter_map(|(name, value)| {
        let value = value?.to_string_lossy();
        Some(format!("{}={}", name.to_string_lossy(), quoted(&value)))
    });
    let program = [command.get_program()];
    let words = program.into_iter().chain(command.get_args());
    let words = words.map(|word| quoted(&word.to_string_lossy()));
    set.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=+./:,@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_on_the_path_and_off_it() {
        let folder = std::env::temp_dir().join(format!("refrain-xtask-{}", std::process::id()));
        let bin = folder.join("15/bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::create_dir_all(folder.join("14/bin")).unwrap();
        std::fs::write(bin.join("initdb"), "").unwrap();
        let at = |path: &str| find(&format!("{}/{path}", folder.display()));
        let found = Some(bin.join("initdb"));
        for path in ["15/bin/initdb", "*/bin/initdb", "*/*/initdb"] {
            assert_eq!(at(path), found, "{path}");
        }
        for path in ["*/bin", "*/initdb", "nowhere/*/initdb", "14/bin/initdb"] {
            assert_eq!(at(path), None, "{path}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(find("sh").is_some() && find("there-is-no-such-program").is_none());
    }

    #[test]
    fn a_command_reads_as_it_is_typed() {
        let mut command = Command::new("cargo");
        command
            .args(["doc", "it's"])
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("RUSTFLAGS");
        assert_eq!(
            line(&command),
            r"RUSTDOCFLAGS='-D warnings' cargo doc 'it'\''s'"
        );
    }
}
