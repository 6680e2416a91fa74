//! The ceiling of HTTP on this machine: nginx, which reads the same request and answers with a constant.

use std::process::Command;

use super::server::{Folder, Running, free_port, script, wait_for};
use crate::failure::Failure;

/// A running nginx.
pub struct Nginx {
    pub url: String,
    _process: Running,
    _folder: Folder,
}

impl Nginx {
    pub fn start() -> Result<Self, Failure> {
        let folder = Folder::make("nginx")?;
        let port = free_port()?;
        let text = include_str!("../../bench/nginx.conf");
        let text = text
            .replace("DIR", &folder.0.display().to_string())
            .replace("PORT", &port.to_string());
        let settings = script(&folder.0, "nginx.conf", &text)?;
        let mut command = Command::new("nginx");
        command.arg("-c").arg(settings);
        let process = Running::start(&mut command)?;
        wait_for(port)?;
        Ok(Self {
            url: format!("http://127.0.0.1:{port}"),
            _process: process,
            _folder: folder,
        })
    }
}
