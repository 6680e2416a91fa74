//! Nothing is left, however a test ends.

mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::until;
use testkit::{PgBouncer, Postgres, psql};

#[test]
fn a_dropped_server_leaves_nothing() {
    let postgres = Postgres::start();
    let traces = Traces::of(&postgres.url("postgres"));
    assert!(!traces.processes().is_empty());
    drop(postgres);
    assert_eq!(traces.left(), "");
}

#[test]
fn a_killed_server_leaves_nothing() {
    let postgres = Postgres::start();
    let traces = Traces::of(&postgres.url("postgres"));
    postgres.freeze();
    postgres.kill();
    assert_eq!(traces.processes(), [""; 0]);
    drop(postgres);
    assert_eq!(traces.left(), "");
}

#[test]
fn a_panic_leaves_nothing() {
    let test = std::thread::spawn(|| -> Traces {
        let postgres = Postgres::start();
        std::panic::panic_any(Traces::of(&postgres.url("postgres")));
    });
    let panicked = test.join().err().unwrap();
    assert_eq!(panicked.downcast::<Traces>().unwrap().left(), "");
}

#[test]
fn a_killed_test_leaves_nothing() {
    let mut test = Command::new(env!("CARGO_BIN_EXE_throwaway-postgres"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    let mut said = BufReader::new(test.stdout.take().unwrap());
    said.read_line(&mut url).unwrap();
    let traces = Traces::of(url.trim());
    test.kill().unwrap();
    test.wait().unwrap();
    until("everything to be gone", || traces.left().is_empty());
}

#[test]
fn a_dropped_pooler_leaves_nothing() {
    if !PgBouncer::is_installed() {
        eprintln!("PgBouncer is not installed: on Debian, apt-get install pgbouncer");
        return;
    }
    let postgres = Postgres::start();
    let pooler = PgBouncer::start(&postgres);
    let traces = Traces::of_pooler(pooler.port());
    assert!(!traces.processes().is_empty());
    drop(pooler);
    assert_eq!(traces.left(), "");
}

/// What would be left of a server.
struct Traces {
    folder: PathBuf,
    /// The number of its shared memory, if it has any.
    memory: Option<String>,
}

impl Traces {
    fn of(url: &str) -> Self {
        let data = psql::run(url, "SHOW data_directory").expect("the server answers");
        let data = Path::new(&data);
        let file = std::fs::read_to_string(data.join("postmaster.pid")).expect("it runs");
        let line = file.lines().nth(6).unwrap_or_default();
        let traces = Self {
            folder: data.parent().expect("it is in a folder").to_owned(),
            memory: line.split_whitespace().nth(1).map(str::to_owned),
        };
        assert!(traces.has_memory());
        traces
    }

    /// A pooler's settings are its argument, and its folder is theirs.
    fn of_pooler(port: u16) -> Self {
        let lines = command_lines().into_iter();
        let files = lines.filter_map(|line| Some(PathBuf::from(line.split('\0').nth(1)?)));
        let mut folders = files.filter_map(|file| {
            let settings = std::fs::read_to_string(&file).ok()?;
            let its = format!("[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n");
            settings
                .contains(&its)
                .then(|| file.parent().map(Path::to_owned))?
        });
        Self {
            folder: folders.next().expect("it works in a folder"),
            memory: None,
        }
    }

    fn left(&self) -> String {
        let mut left = self.processes();
        left.extend(self.folder.exists().then(|| "the folder".to_owned()));
        left.extend(self.has_memory().then(|| "shared memory".to_owned()));
        left.join(", ")
    }

    /// The command lines of its processes.
    fn processes(&self) -> Vec<String> {
        let name = self.folder.file_name().and_then(|name| name.to_str());
        let name = name.expect("it has a name");
        let mut lines = command_lines();
        lines.retain(|line| line.contains(name));
        lines
    }

    fn has_memory(&self) -> bool {
        let all = std::fs::read_to_string("/proc/sysvipc/shm").expect("this is Linux");
        let mut numbers = all
            .lines()
            .filter_map(|line| line.split_whitespace().nth(1));
        numbers.any(|number| Some(number) == self.memory.as_deref())
    }
}

/// Those of all processes of this machine; the arguments are ended by zeros.
fn command_lines() -> Vec<String> {
    let all = std::fs::read_dir("/proc").expect("this is Linux").flatten();
    let lines = all.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
    lines
        .map(|line| String::from_utf8_lossy(&line).into_owned())
        .collect()
}
