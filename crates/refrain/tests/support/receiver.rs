//! A downstream system that is told by webhook, and behaves badly now and then.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::http::read_message;

/// Every so many messages it is out of order.
const UNAVAILABLE_EVERY: usize = 7;
/// Every so many messages it takes one and goes away without an answer.
const SILENT_EVERY: usize = 5;

/// The receiver, listening for as long as the process lives.
pub struct Receiver {
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

/// What it has seen.
#[derive(Default)]
pub struct Seen {
    /// How many requests came.
    pub requests: usize,
    /// The entries of each message, by its id.
    pub messages: BTreeMap<String, Vec<u64>>,
    /// The e-mail addresses that each entry was about, in every message that named it.
    pub entries: BTreeMap<u64, BTreeSet<String>>,
    /// The entries of messages to which it answered that they are carried out.
    pub confirmed: BTreeSet<u64>,
    /// What was wrong with what it was sent.
    pub complaints: Vec<String>,
}

impl Receiver {
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let seen = Arc::<Mutex<Seen>>::default();
        let all = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = seen.clone();
                std::thread::spawn(move || while take(&stream, &seen).is_some() {});
            }
        });
        Self { address, seen: all }
    }

    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen)
    }
}

/// Takes one message; `None` when the connection is over.
fn take(mut stream: &TcpStream, seen: &Mutex<Seen>) -> Option<()> {
    // Nothing is sent before it was answered, so a reader for each message loses nothing.
    let (head, body) = read_message(&mut BufReader::new(stream)).ok()?;
    let mut seen = lock(seen);
    let entries = seen.note(&head, &body);
    seen.requests += 1;
    if seen.requests.is_multiple_of(UNAVAILABLE_EVERY) {
        drop(seen);
        let answer = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        return stream.write_all(answer.as_bytes()).ok();
    }
    if seen.requests.is_multiple_of(SILENT_EVERY) {
        let _ = stream.shutdown(std::net::Shutdown::Both);
        return None;
    }
    seen.confirmed.extend(entries);
    drop(seen);
    let said = r#"{"status":"confirmed"}"#;
    let length = said.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{said}"
    );
    stream.write_all(answer.as_bytes()).ok()
}

impl Seen {
    /// Notes a message and returns its entries.
    fn note(&mut self, head: &str, body: &[u8]) -> Vec<u64> {
        let id = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("webhook-id")
                .then(|| value.trim().to_owned())
        });
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let Some((id, notifications)) = id.zip(body["data"]["notifications"].as_array()) else {
            self.complaints
                .push(format!("this is no message: {head}{body}"));
            return Vec::new();
        };
        let mut entries = Vec::new();
        for notification in notifications {
            let entry = notification["entry"].as_u64().unwrap_or(u64::MAX);
            entries.push(entry);
            let identifiers = notification["identifiers"].as_array();
            let values = identifiers
                .into_iter()
                .flatten()
                .filter_map(|one| one["value"].as_str());
            self.entries
                .entry(entry)
                .or_default()
                .extend(values.map(str::to_owned));
        }
        let known = self
            .messages
            .entry(id.clone())
            .or_insert_with(|| entries.clone());
        if *known != entries {
            let complaint = format!("message {id} told of {known:?}, then of {entries:?}");
            self.complaints.push(complaint);
        }
        entries
    }
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}
