//! Many people who opt out at once, and do not give up when the server goes away.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::json;

use super::http::{Answer, Connection};

/// How long to wait before asking again where nobody listens or nothing can be written: do not spin.
const AGAIN: Duration = Duration::from_millis(20);

/// Writers that run until they are stopped. Each group of them has people of its own.
pub struct Writers {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// What was answered.
#[derive(Default)]
pub struct Acknowledged {
    /// The entry that each address was told of.
    pub entries: BTreeMap<String, u64>,
    /// Where receipts are.
    pub receipts: BTreeMap<u64, String>,
    /// Answers that should never have been given.
    pub complaints: Vec<String>,
}

struct Shared {
    group: usize,
    /// The header of a key, so that a repeat is told its entry.
    key: String,
    /// Where the server listens now; 0 for nowhere.
    port: AtomicU16,
    stop: AtomicBool,
    acknowledged: Mutex<Acknowledged>,
}

impl Writers {
    /// Starts as many writers as `count`, with the header of a key of scope `intake`; they wait for a server.
    pub fn start(count: usize, key: &str) -> Self {
        static GROUPS: AtomicUsize = AtomicUsize::new(0);
        let shared = Arc::new(Shared {
            group: GROUPS.fetch_add(1, Ordering::Relaxed),
            key: key.to_owned(),
            port: 0.into(),
            stop: false.into(),
            acknowledged: Mutex::default(),
        });
        let thread = |writer| {
            let shared = shared.clone();
            std::thread::spawn(move || write(&shared, writer))
        };
        let threads = (0..count).map(thread).collect();
        Self { shared, threads }
    }

    /// Where the server is from now on. Whoever waits for an answer from another one waits for it.
    pub fn turn_to(&self, address: SocketAddr) {
        self.shared.port.store(address.port(), Ordering::Relaxed);
    }

    /// Stops them; returns what was acknowledged.
    pub fn stop(self) -> Acknowledged {
        self.shared.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().expect("a writer does not panic");
        }
        let mut all = self.shared.lock();
        std::mem::take(&mut *all)
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Acknowledged> {
        self.acknowledged
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection to where the server is now: `open`, if it leads there.
    fn connect(&self, open: Option<(u16, Connection)>) -> Option<(u16, Connection)> {
        let port = self.port.load(Ordering::Relaxed);
        open.filter(|(there, _)| *there == port).or_else(|| {
            let connection = Connection::open((Ipv4Addr::LOCALHOST, port).into()).ok()?;
            Some((port, connection))
        })
    }
}

/// One address after the other; one that was not answered is sent again.
fn write(shared: &Shared, writer: usize) {
    let headers = format!("{}Prefer: wait=0\r\n", shared.key);
    let mut connection = None;
    let mut number = 0;
    while !shared.stop.load(Ordering::Relaxed) {
        let email = format!("w{}-{writer}-{number}@example.com", shared.group);
        connection = shared.connect(connection);
        let Some((_, open)) = connection.as_mut() else {
            std::thread::sleep(AGAIN);
            continue;
        };
        let body = json!({ "identifiers": [{ "kind": "email", "value": email }] });
        match open.post("/v1/opt-outs", &headers, &body) {
            Err(_) => connection = None,
            // Not done, as it says itself, or not by a node that has yet to hear of a new key: asked again.
            Ok(answer) if matches!(answer.status, 401 | 503) => std::thread::sleep(AGAIN),
            Ok(answer) => {
                shared.lock().take(&email, &answer);
                number += 1;
            }
        }
    }
}

impl Acknowledged {
    fn take(&mut self, email: &str, answer: &Answer) {
        let said = (answer.status == 201 || answer.status == 200).then(|| answer.json());
        let index = said
            .as_ref()
            .and_then(|said| said["entry"]["index"].as_u64());
        let Some((said, index)) = said.as_ref().zip(index) else {
            let complaint = format!("{} {}", answer.status, answer.body);
            return self.complaints.push(complaint);
        };
        self.entries.insert(email.to_owned(), index);
        let url = said["receipt_url"].as_str().unwrap_or_default();
        let path = url.find("/receipts/").map_or("", |at| &url[at..]);
        self.receipts.insert(index, path.to_owned());
    }
}
