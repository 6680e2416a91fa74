//! A Refrain of its own for a benchmark: release build, temporary folder, free port.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::program;
use crate::workspace::Workspace;

/// How long a server may take to begin to listen.
const START: Duration = Duration::from_mins(1);

/// A temporary folder that goes when it is dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn make(name: &str) -> Result<Self, Failure> {
        let path =
            std::env::temp_dir().join(format!("refrain-bench-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(Failure::file(&path))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A process that ends when it is dropped.
pub struct Running(pub Child);

impl Running {
    /// Starts a program that is not heard.
    pub fn start(command: &mut Command) -> Result<Self, Failure> {
        let quiet = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let started = quiet.spawn();
        started
            .map(Self)
            .map_err(|source| program::not_started(command, source))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running Refrain.
pub struct Server {
    pub url: String,
    pub process: Running,
    pub data: Folder,
    binary: PathBuf,
}

impl Server {
    /// Starts one in a new folder.
    pub fn start(workspace: &Workspace, name: &str) -> Result<Self, Failure> {
        Self::start_in(workspace, Folder::make(name)?, &[])
    }

    /// Starts one on this database, with the keys in the folder of another node if it is not the first.
    pub fn start_on(
        workspace: &Workspace,
        name: &str,
        database: &str,
        keys: Option<&Folder>,
    ) -> Result<Self, Failure> {
        let data = Folder::make(name)?;
        if let Some(first) = keys {
            program::run(
                Command::new("cp")
                    .arg("-r")
                    .arg(first.0.join("keys"))
                    .arg(&data.0),
            )?;
        }
        let store = format!("[store]\nurl = \"{database}\"\n");
        Self::start_with(workspace, data, &[], &store)
    }

    /// Starts one in this folder, under another program if `under` names one.
    pub fn start_in(workspace: &Workspace, data: Folder, under: &[&str]) -> Result<Self, Failure> {
        Self::start_with(workspace, data, under, "")
    }

    fn start_with(
        workspace: &Workspace,
        data: Folder,
        under: &[&str],
        more: &str,
    ) -> Result<Self, Failure> {
        let port = free_port()?;
        let url = format!("http://127.0.0.1:{port}");
        let settings = data.0.join("refrain.toml");
        let text = format!(
            "[server]\npublic_url = \"{url}\"\n[delivery]\nallow_private_addresses = true\n[logging]\nlevel = \"warn\"\n{more}"
        );
        std::fs::write(&settings, text).map_err(Failure::file(&settings))?;
        let binary = workspace.target.join("release/refrain");
        let mut command = match under.split_first() {
            None => Command::new(&binary),
            Some((program, arguments)) => {
                let mut command = Command::new(program);
                command.args(arguments).arg(&binary);
                command
            }
        };
        command
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(&data.0);
        let process = Running::start(&mut command)?;
        wait_for(port)?;
        Ok(Self {
            url,
            process,
            data,
            binary,
        })
    }

    /// Runs another command on the same installation and returns its first line.
    pub fn command(&self, arguments: &[&str]) -> Result<String, Failure> {
        let mut command = Command::new(&self.binary);
        command.args(arguments).arg("--data").arg(&self.data.0);
        let output = program::read(&mut command)?;
        Ok(String::from_utf8_lossy(&output)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned())
    }

    /// Whether its log has been read.
    pub fn is_ready(&self) -> bool {
        let address = self.url.trim_start_matches("http://");
        let Ok(mut stream) = TcpStream::connect(address) else {
            return false;
        };
        let mut answer = String::new();
        let asked =
            stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        asked.is_ok()
            && stream.read_to_string(&mut answer).is_ok()
            && answer.starts_with("HTTP/1.1 200")
    }

    /// The resident memory of the process, in megabytes.
    pub fn resident(&self) -> Result<f64, Failure> {
        let path = PathBuf::from(format!("/proc/{}/status", self.process.0.id()));
        let status = std::fs::read_to_string(&path).map_err(Failure::file(&path))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kilobytes
            .map(|kilobytes| kilobytes / 1024.0)
            .ok_or(Failure::Metadata("VmRSS"))
    }
}

/// Writes a script into a folder.
pub fn script(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Failure> {
    let path = folder.join(name);
    std::fs::write(&path, text).map_err(Failure::file(&path))?;
    Ok(path)
}

/// A port that nobody listens on now.
pub fn free_port() -> Result<u16, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener
        .map(|address| address.port())
        .map_err(Failure::file(Path::new("127.0.0.1")))
}

/// Waits until somebody listens on a port of this machine.
pub fn wait_for(port: u16) -> Result<(), Failure> {
    let started = Instant::now();
    while TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).is_err() {
        if started.elapsed() > START {
            return Err(Failure::Found(format!("nothing listens on port {port}")));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
