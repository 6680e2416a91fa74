//! Carrying a message over HTTPS, and to nowhere that it must not go.
//!
//! A destination's URL is somebody's input, so it must not become a way into the network that we run in: messages follow
//! no redirect and use no proxy, and go only to public addresses unless the installation allows others. A name is resolved
//! once, its addresses are checked, and the connection is made to what was checked.

mod address;
mod client;
mod resolver;
mod target;

pub use address::is_public;
pub use client::{Request, Transport, TransportError};
pub use target::{Target, TargetError};

/// Where messages may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// To public addresses, over HTTPS.
    #[default]
    Public,
    /// To private and loopback addresses too, and then over HTTP too.
    PrivateToo,
}

impl Reach {
    fn allows(self, address: std::net::IpAddr) -> bool {
        self == Self::PrivateToo || is_public(address)
    }
}
