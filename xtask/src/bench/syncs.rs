//! That no answer leaves before its sync: counted from outside, by strace.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use super::server::{Folder, Server};
use crate::failure::Failure;
use crate::terminal;
use crate::workspace::Workspace;

/// How many requests are sent, one after the other.
const REQUESTS: usize = 50;

pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    terminal::say("\nSyncs: what the kernel was asked to do, in order");
    let trace = Folder::make("trace")?;
    let file = trace.0.join("trace").display().to_string();
    let under = [
        "strace",
        "-f",
        "-qq",
        "-s",
        "16",
        "-e",
        "trace=fdatasync,fsync,write,writev,sendto",
        "-o",
        &file,
    ];
    let server = Server::start_in(workspace, Folder::make("syncs")?, &under)?;
    let address = server.url.trim_start_matches("http://").to_owned();
    for nth in 0..REQUESTS {
        post(&address, nth)?;
    }
    drop(server);
    let text = std::fs::read_to_string(&file).map_err(Failure::file(Path::new(&file)))?;
    let (mut synced, mut answers, mut early) = (false, 0, 0);
    for line in text.lines() {
        if (line.contains("fdatasync(") || line.contains("fsync(")) && !line.contains("unfinished")
            || line.contains("sync resumed")
        {
            synced = true;
        } else if line.contains("\"HTTP/1.1 201") {
            answers += 1;
            early += usize::from(!synced);
            synced = false;
        }
    }
    terminal::say(format!(
        "{answers} answers 201, {early} of them without a completed sync since the one before"
    ));
    if answers == REQUESTS && early == 0 {
        return Ok(());
    }
    Err(Failure::Found(format!(
        "{REQUESTS} answers were expected, each after a sync of its own"
    )))
}

fn post(address: &str, nth: usize) -> Result<(), Failure> {
    let body =
        format!("{{\"identifiers\":[{{\"kind\":\"email\",\"value\":\"p{nth}@example.com\"}}]}}");
    let length = body.len();
    let request = format!(
        "POST /v1/opt-outs HTTP/1.1\r\nhost: x\r\nprefer: wait=0\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let failed = Failure::file(Path::new(address));
    let sent = TcpStream::connect(address).and_then(|mut stream| {
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    });
    let answer = sent.map_err(failed)?;
    if answer.starts_with("HTTP/1.1 201") {
        Ok(())
    } else {
        Err(Failure::Found(format!(
            "an opt-out was answered with {answer}"
        )))
    }
}
