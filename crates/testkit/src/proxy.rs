//! A proxy in front of a PostgreSQL server or a pooler, for cutting connections at chosen moments.
//!
//! It understands enough of PostgreSQL's protocol, unencrypted, to know where a request and its answer end. A statement that is
//! prepared first counts when it is run, not when it is prepared. Not understood is `COPY FROM STDIN` of a prepared statement.

mod link;
mod plans;
mod requests;
mod wire;

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, Weak};
use std::thread::JoinHandle;

use crate::locked::locked;
use crate::ports;
use link::Link;
use plans::{Plans, When};

/// A running proxy on a port of its own. Dropped, it closes every connection through it.
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

struct Shared {
    upstream: u16,
    plans: Arc<Plans>,
    connections: Mutex<Connections>,
}

#[derive(Default)]
struct Connections {
    door: Door,
    links: Vec<Weak<Link>>,
}

/// What happens to new connections.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Door {
    #[default]
    Open,
    /// They are closed at once.
    Away,
    /// The proxy ends.
    Gone,
}

impl Proxy {
    /// Starts one in front of the server that listens on the port `upstream` of 127.0.0.1.
    #[must_use]
    pub fn start(upstream: u16) -> Self {
        let listener = ports::listen();
        let port = ports::of(&listener);
        let shared = Arc::new(Shared {
            upstream,
            plans: Arc::default(),
            connections: Mutex::default(),
        });
        let all = shared.clone();
        let listening = std::thread::spawn(move || all.listen(&listener));
        Self {
            port,
            shared,
            listening: Some(listening),
        }
    }

    /// Its port of 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of a database of the server through the proxy.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        ports::url(self.port, database)
    }

    /// The next request in which `needle` is, such as the comment that names a statement, is not run: its connection is closed on
    /// both sides instead. Once.
    pub fn cut_before(&self, needle: &str) {
        self.shared.plans.add(needle, When::Before);
    }

    /// The next request in which `needle` is is run, and when the server has answered, its answer is thrown away and the connection
    /// closed on both sides. Once.
    pub fn cut_after(&self, needle: &str) {
        self.shared.plans.add(needle, When::After);
    }

    /// Whether every planned cut was made. One whose server went away before it answered never is.
    #[must_use]
    pub fn cuts_done(&self) -> bool {
        self.shared.plans.are_done()
    }

    /// Closes every open connection now, on both sides.
    pub fn cut_all(&self) {
        for link in locked(&self.shared.connections).links.drain(..) {
            if let Some(link) = link.upgrade() {
                link.close();
            }
        }
    }

    /// Closes new connections at once from now on; open ones stay.
    pub fn go_away(&self) {
        self.shared.set(Door::Away);
    }

    /// Takes new connections again.
    pub fn come_back(&self) {
        self.shared.set(Door::Open);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.set(Door::Gone);
        // The listener sees it with the next connection.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
        self.cut_all();
    }
}

impl Shared {
    fn set(&self, door: Door) {
        locked(&self.connections).door = door;
    }

    fn door(&self) -> Door {
        locked(&self.connections).door
    }

    fn listen(&self, listener: &TcpListener) {
        for client in listener.incoming().flatten() {
            match self.door() {
                Door::Open => self.connect(client),
                Door::Away => {}
                Door::Gone => return,
            }
        }
    }

    /// Connects a client; one whose server does not listen is closed at once.
    fn connect(&self, client: TcpStream) {
        let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.upstream)) else {
            return;
        };
        let mut connections = locked(&self.connections);
        // The door may have been closed meanwhile, and every connection cut: this one is not to outlive that.
        if connections.door == Door::Open {
            let link = Arc::new(Link::new(client, server));
            connections.links.retain(|link| link.strong_count() > 0);
            connections.links.push(Arc::downgrade(&link));
            link.start(&self.plans);
        }
    }
}
