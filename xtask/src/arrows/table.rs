//! The table of arrows. An arrow more is a design decision: change it here, and say why in the commit.

/// What the name of every backend begins with.
pub const BACKEND: &str = "store-";

/// The servers that tests start.
pub const TESTKIT: &str = "testkit";
/// The workspace's own commands.
pub const XTASK: &str = "xtask";

/// A crate, and what of our own it may import. Tests may import anything.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The crate's name; a name that ends in a hyphen stands for all that begin with it.
    pub name: &'static str,
    /// What it may import.
    pub may: May,
}

/// What a crate may import.
#[derive(Clone, Copy, Debug)]
pub enum May {
    /// These and no others.
    Only(&'static [&'static str]),
    /// Everything but what is never shipped.
    All,
}

const ROOMS: &[Room] = &[
    // Pure: each stands alone.
    only("optout", &[]),
    only("signals", &[]),
    only("ledger", &[]),
    only("connect", &[]),
    // The contracts, and what keeps them.
    only("store", &["optout", "ledger"]),
    only(BACKEND, &["store", "optout", "ledger"]),
    // The server's parts.
    only("delivery", &["optout", "connect", "store"]),
    only("web", &["optout", "signals", "ledger", "store", "gate"]),
    // Used without the server.
    only("gate", &["optout"]),
    only("scrub", &["gate"]),
    only("audit", &["signals"]),
    // The binary wires everything, and alone names a backend.
    Room {
        name: "refrain",
        may: May::All,
    },
    // Never shipped: what tests start, and the workspace's own commands.
    only(TESTKIT, &["store", "optout", "ledger"]),
    only(XTASK, &[TESTKIT]),
];

const fn only(name: &'static str, allowed: &'static [&'static str]) -> Room {
    let may = May::Only(allowed);
    Room { name, may }
}

/// The row of the crate `name`.
pub fn room(name: &str) -> Option<Room> {
    let of = |room: &&Room| {
        room.name == name || (room.name.ends_with('-') && name.starts_with(room.name))
    };
    ROOMS.iter().find(of).copied()
}

impl May {
    /// Whether it covers the crate `name`.
    pub fn import(self, name: &str) -> bool {
        match self {
            Self::Only(allowed) => allowed.contains(&name),
            Self::All => name != XTASK && name != TESTKIT,
        }
    }
}
