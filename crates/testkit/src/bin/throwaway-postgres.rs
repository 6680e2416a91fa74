//! A PostgreSQL server to try things on: `cargo run -p testkit` prints its URL and keeps it until it is ended itself, in any way.

use std::io::Write;

use testkit::Postgres;

fn main() -> std::io::Result<()> {
    let postgres = Postgres::start();
    writeln!(std::io::stdout(), "{}", postgres.url("postgres"))?;
    loop {
        std::thread::park();
    }
}
