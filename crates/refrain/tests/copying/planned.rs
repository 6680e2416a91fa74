//! What a destination was about to be sent when the nodes were stopped.

use std::io::{BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::site::{self, POSTGRES, connect, declare, opt_out, turn_to};
use crate::support::http::read_message;
use crate::support::patience::until;

/// A destination that takes messages, and answers none until it may.
struct Mute {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    may_answer: AtomicBool,
    /// The ids of messages and the entries that they told of, as they came.
    messages: Mutex<Vec<(String, Vec<u64>)>>,
}

impl Mute {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::<Shared>::default();
        let all = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                std::thread::spawn(move || while take(&stream, &shared).is_some() {});
            }
        });
        Self {
            address,
            shared: all,
        }
    }

    fn messages(&self) -> Vec<(String, Vec<u64>)> {
        let messages = self.shared.messages.lock();
        messages.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn take(mut stream: &TcpStream, shared: &Shared) -> Option<()> {
    let (head, body) = read_message(&mut BufReader::new(stream)).ok()?;
    let id = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("webhook-id")
            .then(|| value.to_owned())
    });
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let told = body["data"]["notifications"].as_array().unwrap();
    let told = told.iter().map(|one| one["entry"].as_u64().unwrap());
    let message = (id.unwrap(), told.collect());
    let messages = shared.messages.lock();
    messages
        .unwrap_or_else(PoisonError::into_inner)
        .push(message);
    while !shared.may_answer.load(Ordering::Relaxed) {
        std::thread::park_timeout(std::time::Duration::from_millis(10));
    }
    let answer = "HTTP/1.1 204 No Content\r\n\r\n";
    stream.write_all(answer.as_bytes()).ok()
}

#[test]
fn a_message_that_was_planned_goes_out_under_its_id_after_the_move() {
    let mute = Mute::start();
    let mut installation = site::installation();
    declare(&installation, "acme", mute.address);
    let mut server = installation.serve();
    opt_out(&mut connect(&server), "ada@example.com", 0);
    let planned = until("a message to be sent", || mute.messages().pop());
    opt_out(&mut connect(&server), "bea@example.com", 0);

    // While it waits for the answer, the log cannot be moved.
    let postgres = POSTGRES.new_database();
    let busy = site::copy(&installation, &postgres);
    assert_eq!(busy.code, Some(2), "{busy:?}");
    let said =
        "a node is working for destination acme of the source: stop the nodes and copy again";
    assert!(busy.err.contains(said), "{busy:?}");
    // What came since is copied with the rest.
    opt_out(&mut connect(&server), "cyd@example.com", 0);
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let sent = mute.messages().len();
    let copied = until("the dead node's lease to end", || {
        let copied = site::copy(&installation, &postgres);
        let busy = copied.err.contains(said);
        (!busy).then_some(copied)
    });
    let copied = copied.succeeded();
    assert!(copied.contains(" 1 messages about to be sent"), "{copied}");

    turn_to(&mut installation, &postgres);
    mute.shared.may_answer.store(true, Ordering::Relaxed);
    let server = installation.serve();
    let told = || mute.messages().split_off(sent);
    until("everybody to be told of", || {
        let entries: Vec<u64> = told().into_iter().flat_map(|(_, told)| told).collect();
        [1, 2, 3]
            .iter()
            .all(|entry| entries.contains(entry))
            .then_some(())
    });
    let told = told();
    assert_eq!(
        told[0], planned,
        "the same message under the same id: {told:?}"
    );
    assert!(
        told[1..]
            .iter()
            .all(|(id, entries)| *id != planned.0 && !entries.contains(&1))
    );
    assert!(server.stop().success(), "{}", installation.server_log());
}
