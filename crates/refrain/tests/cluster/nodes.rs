//! Several nodes of one installation on one PostgreSQL.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use testkit::Postgres;

use crate::support::http::Connection;
use crate::support::installation::{Installation, Server};
use crate::support::patience::until;
use crate::support::receiver::Receiver;

/// How long to wait before a node that ended is started again, as whatever looks after it would.
const START_AGAIN: Duration = Duration::from_millis(50);
/// How long until it is told what a node that does not become ready says.
const LATE: Duration = Duration::from_secs(50);

/// The nodes. Each has a data folder of its own, with the same configuration and keys.
pub struct Cluster {
    pub nodes: Vec<Node>,
}

/// One of them.
pub struct Node {
    pub installation: Installation,
    /// Where it listens; 0 for nowhere.
    port: AtomicU16,
}

impl Cluster {
    /// As many nodes as `count`, none of which runs, and their destinations.
    pub fn new(
        postgres: &Postgres,
        config: &str,
        count: usize,
        destinations: &[(&str, &Receiver)],
    ) -> Self {
        let database = postgres.new_database();
        let node = |_| Node {
            installation: Installation::on(Some(database.clone()), config),
            port: 0.into(),
        };
        let nodes: Vec<Node> = (0..count).map(node).collect();
        let (first, others) = nodes.split_first().expect("there is a node");
        for (name, receiver) in destinations {
            declare(&first.installation, name, receiver);
        }
        for other in others {
            copy_keys(&first.installation, &other.installation);
        }
        Self { nodes }
    }

    /// A key of this scope, as the header that shows it.
    pub fn key(&self, scope: &str) -> String {
        let key = self.first().run(&["key", "new", "--scope", scope]);
        format!("Authorization: Bearer {}\r\n", key.succeeded().trim())
    }

    /// The first node's installation, for commands.
    pub fn first(&self) -> &Installation {
        &self.nodes[0].installation
    }

    /// Where the nodes listen.
    pub fn addresses(&self) -> impl Iterator<Item = SocketAddr> {
        self.nodes.iter().map(Node::address)
    }
}

impl Node {
    pub fn address(&self) -> SocketAddr {
        let port = self.port.load(Ordering::Relaxed);
        (Ipv4Addr::LOCALHOST, port).into()
    }

    /// Starts it; it is not ready yet.
    pub fn start(&self) -> Server {
        let server = self.installation.start();
        self.port.store(server.address.port(), Ordering::Relaxed);
        server
    }

    /// Notes that it does not run: somebody else may have its port now.
    pub fn is_away(&self) {
        self.port.store(0, Ordering::Relaxed);
    }

    /// Waits until it is ready. It ends where its database is away when it starts, and is started again then.
    pub fn until_ready(&self, server: &mut Server) {
        let started = Instant::now();
        until("a node to be ready", || {
            if server
                .child
                .try_wait()
                .expect("a child can be asked")
                .is_some()
            {
                std::thread::sleep(START_AGAIN);
                *server = self.start();
            }
            let ready = server.readiness() == Some(200);
            let late = started.elapsed() > LATE;
            assert!(ready || !late, "{}", self.installation.server_log());
            ready.then_some(())
        });
    }

    /// What it answers to a question with a key.
    pub fn get(&self, path: &str, key: &str) -> serde_json::Value {
        let mut connection = Connection::open(self.address()).expect("the node listens");
        let answer = connection.get(path, key).expect("it answers");
        answer.json()
    }
}

/// Sends a signal to a server.
pub fn signal(server: &Server, name: &str) {
    let id = server.child.id().to_string();
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &id])
        .status();
    assert!(sent.expect("kill starts").success());
}

fn declare(installation: &Installation, name: &str, receiver: &Receiver) {
    let url = format!("http://{}/hook", receiver.address);
    let words = ["destination", "add", name, "--url", &url];
    let recipient = ["--recipient", name, "--role", "third_party"];
    let purposes = ["--purpose", "sale,sharing"];
    let added = installation.run(&[&words[..], &recipient, &purposes].concat());
    added.succeeded();
}

fn copy_keys(from: &Installation, to: &Installation) {
    let (from, to) = (from.data().join("keys"), to.data().join("keys"));
    std::fs::create_dir(&to).expect("a folder can be made");
    for file in std::fs::read_dir(from).expect("there are keys") {
        let file = file.expect("a folder can be read");
        std::fs::copy(file.path(), to.join(file.file_name())).expect("a file can be copied");
    }
}
