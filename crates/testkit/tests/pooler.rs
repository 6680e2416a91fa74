//! A pooler in front of a server. Where there is no `PgBouncer`, there is nothing to show.

mod support;

use support::until;
use testkit::{PgBouncer, Postgres, psql};

#[test]
fn a_pooler_answers_and_restarts() {
    if !PgBouncer::is_installed() {
        eprintln!("PgBouncer is not installed: on Debian, apt-get install pgbouncer");
        return;
    }
    let postgres = Postgres::start();
    let database = postgres.new_database();
    let pooler = PgBouncer::start(&postgres);
    let url = pooler.url(&database);
    assert_ne!(pooler.port(), postgres.port());

    // The server's process outlives the client's connection.
    let process = psql::run(&url, "SELECT pg_backend_pid()").unwrap();
    assert_eq!(psql::run(&url, "SELECT pg_backend_pid()").unwrap(), process);

    std::thread::scope(|scope| {
        let sleeps = "SELECT pg_sleep(600)";
        let asleep = scope.spawn(|| psql::run(&url, sleeps));
        let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
        until("a transaction to be open", || {
            postgres.sql("postgres", sleeping) == "1"
        });
        pooler.restart();
        assert!(asleep.join().unwrap().is_err());
    });
    assert_eq!(psql::run(&url, "SELECT 1").unwrap(), "1");

    postgres.kill();
    postgres.start_again();
    until("the pooler to find the server again", || {
        psql::run(&url, "SELECT 1").is_ok()
    });
}
