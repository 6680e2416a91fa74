//! A temporary folder and the processes that work in it, which all go when it does.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::program;

/// How much of the log a panic shows, in lines.
const SHOWN: usize = 50;

/// The folder. It belongs to the user whom PostgreSQL runs as.
pub struct Workplace {
    path: PathBuf,
    owner: Owner,
    /// Removes the folder and what works in it when its input ends.
    keeper: Child,
}

/// Who works there.
enum Owner {
    /// Whoever runs the test.
    Us,
    /// The user `postgres`, since root runs the test.
    Postgres,
}

impl Workplace {
    /// Makes an empty one.
    pub fn make(kind: &str) -> Self {
        let made = tempfile::Builder::new()
            .prefix(&format!("refrain-{kind}-"))
            .tempdir();
        let folder = made.expect("a temporary folder can be made");
        let keeper = keeper(folder.path());
        let path = folder.keep(); // By the keeper.
        let metadata = std::fs::metadata(&path).expect("it is there");
        let owner = match metadata.uid() {
            0 => Owner::Postgres,
            _ => Owner::Us,
        };
        let workplace = Self {
            path,
            owner,
            keeper,
        };
        if let Owner::Postgres = workplace.owner {
            program::run(Command::new("chown").arg("postgres:").arg(workplace.path()));
        }
        workplace
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a PostgreSQL has its data.
    pub fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// The folder's name, in which all of its processes are to be named.
    pub fn name(&self) -> &str {
        let name = self.path.file_name().and_then(|name| name.to_str());
        name.expect("we named it")
    }

    /// A program that is to work here. The terminal's signals do not reach it.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = match self.owner {
            Owner::Us => Command::new(program),
            Owner::Postgres => {
                let mut command = Command::new("setpriv");
                command
                    .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
                    .arg(program);
                command
            }
        };
        command.current_dir(&self.path).process_group(0);
        command
    }

    /// Runs a program here to its end, which must be a good one. The folder stays until all of its parts have ended: those of
    /// `initdb`, robbed of their files, would leave shared memory behind.
    pub fn run(&self, program: &Path, arguments: &[&str]) {
        let log = self.log_file();
        let both = log.try_clone().expect("a file can be had twice");
        let mut command = self.command("flock".as_ref());
        command.arg("lock").arg(program).args(arguments);
        let status = command
            .stdin(Stdio::null())
            .stdout(both) // Not to us: who writes to a test that was killed is killed as well.
            .stderr(log)
            .status();
        let done = status.is_ok_and(|status| status.success());
        assert!(done, "{command:?} failed: {}", self.log());
    }

    /// The file to which a server writes its log.
    pub fn log_file(&self) -> File {
        let mut options = OpenOptions::new();
        let file = options
            .create(true)
            .append(true)
            .open(self.path.join("log"));
        file.expect("a file can be made in the folder")
    }

    /// The end of the log.
    pub fn log(&self) -> String {
        let log = std::fs::read(self.path.join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(SHOWN)..].join("\n")
    }

    /// Sends a signal to every process that works here, also to those that begin meanwhile.
    pub fn signal(&self, signal: &str) {
        let mut told = Vec::new();
        loop {
            let mut untold = self.processes();
            untold.retain(|process| !told.contains(process));
            if untold.is_empty() {
                return;
            }
            // One of them may have ended by itself meanwhile.
            let _ = Command::new("kill")
                .arg(format!("-{signal}"))
                .args(&untold)
                .stderr(Stdio::null())
                .status();
            told.append(&mut untold);
        }
    }

    /// The numbers of the processes that work here: those whose command line or title has the folder's name.
    pub fn processes(&self) -> Vec<String> {
        let name = self.name().as_bytes();
        let all = std::fs::read_dir("/proc").expect("this is Linux").flatten();
        let here = all.filter(|process| {
            let title = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
            title.windows(name.len()).any(|part| part == name)
        });
        let numbers = here.filter_map(|process| process.file_name().into_string().ok());
        numbers
            .filter(|number| number.parse::<u32>().is_ok())
            .collect()
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

fn keeper(folder: &Path) -> Child {
    let mut command = Command::new("sh");
    command
        .args(["-c", include_str!("keeper.sh")])
        .env("FOLDER", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    command.spawn().expect("a shell starts")
}
