//! Running the command.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::browser::browser;
use super::web::Web;
use crate::support::patience::until;

/// A probe that is set up and not yet run.
pub struct Probe {
    pub command: Command,
    /// Where it keeps what is temporary.
    pub folder: TempDir,
}

/// What it said.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Probe {
    /// A probe of `https://shop.example/` that does not stay, with every host played by `web`. None where there is no browser to do
    /// it with.
    pub fn of(web: &Web, more: &[&str]) -> Option<Self> {
        Self::staying(web, &[&["--stay", "0"], more].concat())
    }

    /// The same, for as long as it stays if nobody says otherwise.
    pub fn staying(web: &Web, more: &[&str]) -> Option<Self> {
        Self::at("https://shop.example/", web, more)
    }

    /// The same of another page.
    pub fn at(page: &str, web: &Web, more: &[&str]) -> Option<Self> {
        let browser = browser()?;
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_refrain"));
        command
            .args(["probe", page, "--ignore-certificate-errors"])
            .arg("--browser")
            .arg(browser)
            .args(["--resolve", &format!("*={}", web.address)])
            .args(more)
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null());
        Some(Self { command, folder })
    }

    /// Runs it to its end, after which nothing may be left.
    pub fn run(mut self) -> Ran {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command.output().unwrap();
        assert_nothing_left(self.folder.path());
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran {
            code: status.code(),
            out: text(stdout),
            err: text(stderr),
        }
    }
}

impl Ran {
    /// The findings that stand so, each as `kind name`.
    pub fn findings(&self, standing: &str) -> Vec<String> {
        let report: Value =
            serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}{}", self.out, self.err));
        let findings = report["findings"].as_array().unwrap().iter();
        let standing = findings.filter(|finding| finding["standing"] == standing);
        let text = |finding: &Value, field: &str| finding[field].as_str().unwrap().to_owned();
        standing
            .map(|finding| format!("{} {}", text(finding, "kind"), text(finding, "name")))
            .collect()
    }
}

/// No profile, and no browser that uses one.
pub fn assert_nothing_left(folder: &Path) {
    let left: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let needle = folder.to_str().unwrap();
    until("the browser's helpers to end", || {
        (!is_used(needle)).then_some(())
    });
}

/// Whether a process has been started with it.
fn is_used(needle: &str) -> bool {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let mut lines =
        processes.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
    lines.any(|line| String::from_utf8_lossy(&line).contains(needle))
}
