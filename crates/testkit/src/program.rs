//! Programs of other people.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// Where Debian keeps the programs of each version of PostgreSQL.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A program of PostgreSQL's newest version on this machine.
pub fn postgres(name: &str) -> PathBuf {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let found = newest().or_else(|| answers("initdb".as_ref()).then(PathBuf::new));
        found.expect(
            "PostgreSQL's server is not installed: on Debian, apt-get install postgresql; \
             `cargo xtask test` does it when it is root",
        )
    });
    FOLDER.join(name)
}

/// Whether a program is there: it says its version.
pub fn answers(program: &Path) -> bool {
    let mut command = Command::new(program);
    let asked = command.arg("--version").stdin(Stdio::null()).output();
    asked.is_ok_and(|output| output.status.success())
}

/// Runs a program to its end, which must be a good one.
pub fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    assert!(
        output.status.success(),
        "{command:?} failed: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The programs of Debian's newest version that has a server; `None` elsewhere, where they are on the path.
fn newest() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).ok()?.flatten();
    let numbered = versions.filter_map(|folder| {
        let version: u32 = folder.file_name().to_str()?.parse().ok()?;
        Some((version, folder.path().join("bin")))
    });
    let servers = numbered.filter(|(_, bin)| bin.join("initdb").is_file());
    servers.max().map(|(_, bin)| bin)
}
