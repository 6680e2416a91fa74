//! Real servers for tests, and the accidents that befall them. A development dependency only; nothing of it is shipped.
//!
//! | module | what | its accidents |
//! | --- | --- | --- |
//! | [`postgres`] | a PostgreSQL server | killed, frozen, stopped, started again |
//! | [`replica`] | a streaming hot standby of one | promoted; its primary made to wait for it |
//! | [`pooler`] | `PgBouncer` in front of one | restarted |
//! | [`proxy`] | a TCP proxy in front of either | connections cut before or after a chosen request |
//! | [`psql`] | SQL without a client library | |
//! | [`running_log`] | the tests of a running log, for every backend | a store that fails, both ways |
//!
//! Each server is the test's own: on a free port of 127.0.0.1, with its files in a temporary folder. It goes with the test, however
//! the test ends: dropped, panicked or killed, and from a `static` too, which Rust never drops. Every server has a keeper for that,
//! a small `sh` that waits for the test's process to let go of it, kills whatever works in the folder, and removes the folder.
//!
//! Nothing here returns an error: what goes wrong in a test's scaffolding ends the test, with the server's own words. Databases are
//! everywhere given by their name or by the URL of them on any server, of which only the name counts.
//!
//! It needs Linux (`/proc`, and `flock`, `ipcrm` and `setpriv` of util-linux), and when the tests run as root the user `postgres`,
//! since PostgreSQL refuses to run as root.

pub mod pooler;
pub mod postgres;
pub mod proxy;
pub mod psql;
pub mod replica;
pub mod running_log;

mod locked;
mod patience;
mod ports;
mod program;
mod server;
mod workplace;

pub use pooler::PgBouncer;
pub use postgres::Postgres;
pub use proxy::Proxy;
