//! Ports of 127.0.0.1 for servers that come back on the same one, and the addresses of databases on them.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;

/// Where ports are looked for: below those that the system hands out by itself. One of these would be given to some client while
/// its server is down; worse, a client that tries it again and again would in the end be connected to itself.
const RANGE: Range<u16> = 10_000..30_000;
/// How many ports are tried.
const TRIES: usize = 1_000;

/// Listens on a free port.
pub fn listen() -> TcpListener {
    let free = (0..TRIES).find_map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, any())).ok());
    free.unwrap_or_else(|| panic!("none of {TRIES} ports in {RANGE:?} is free"))
}

/// A port that was free a moment ago.
pub fn free() -> u16 {
    of(&listen())
}

/// The port of a listener.
pub fn of(listener: &TcpListener) -> u16 {
    let address = listener.local_addr();
    address.expect("a listener has an address").port()
}

/// Whether somebody listens there.
pub fn is_taken(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err()
}

/// The URL of a database on the server at this port.
pub fn url(port: u16, database: &str) -> String {
    format!("postgres://refrain@127.0.0.1:{port}/{}", name(database))
}

fn name(database: &str) -> &str {
    database.rsplit('/').next().unwrap_or(database)
}

/// Any port of the range; a new [`RandomState`] is the randomness of the standard library.
fn any() -> u16 {
    let random = RandomState::new().build_hasher().finish();
    let length = u64::from(RANGE.end - RANGE.start);
    RANGE.start + u16::try_from(random % length).expect("less than the range")
}
