//! A server of our own, and what happens to it.

mod support;

use std::sync::LazyLock;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use support::until;
use testkit::{Postgres, psql};

static SHARED: LazyLock<Postgres> = LazyLock::new(Postgres::start);

#[test]
fn it_answers_at_its_url() {
    let url = SHARED.url("postgres");
    let port = SHARED.port();
    assert_eq!(url, format!("postgres://refrain@127.0.0.1:{port}/postgres"));
    assert_eq!(psql::run(&url, "SELECT 1, 'a'").unwrap(), "1|a");
}

#[test]
fn it_is_durable_and_takes_many_connections() {
    let setting = |name: &str| SHARED.sql("postgres", &format!("SHOW {name}"));
    assert_eq!(setting("fsync"), "on");
    assert_eq!(setting("synchronous_commit"), "on");
    assert_eq!(setting("max_connections"), "200");
    assert_eq!(setting("server_encoding"), "UTF8");
}

#[test]
fn each_database_is_new() {
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    let one = SHARED.new_database();
    SHARED.sql(&one, "CREATE TABLE mine (id int)");
    let other = SHARED.new_database();
    assert_ne!(one, other);
    assert_eq!(SHARED.sql(&one, tables), "1");
    assert_eq!(SHARED.sql(&other, tables), "0");
}

#[test]
fn databases_can_be_made_by_many_at_once() {
    std::thread::scope(|scope| {
        let made: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| SHARED.new_database()))
            .collect();
        for url in made {
            let url = url.join().unwrap();
            assert_eq!(psql::run(&url, "SELECT 1").unwrap(), "1");
        }
    });
}

#[test]
fn a_refused_statement_says_why() {
    let failed = psql::run(&SHARED.url("postgres"), "SELECT * FROM nowhere").unwrap_err();
    assert!(failed.message.contains("nowhere"), "{}", failed.message);
}

#[test]
#[should_panic(expected = "relation \"nowhere\" does not exist")]
fn sql_panics_with_the_reason() {
    SHARED.sql("postgres", "SELECT * FROM nowhere");
}

#[test]
fn it_comes_back_with_what_was_committed() {
    let postgres = Postgres::start_with(&[("work_mem", "1234kB")]);
    let port = postgres.port();
    let database = postgres.new_database();
    postgres.sql(&database, "CREATE TABLE kept (id int)");

    // A transaction that is open when the server is killed.
    std::thread::scope(|scope| {
        let open = "INSERT INTO kept VALUES (-1); SELECT pg_sleep(600)";
        let open = scope.spawn(|| psql::run(&database, open));
        let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
        until("a transaction to be open", || {
            postgres.sql("postgres", sleeping) == "1"
        });
        postgres.sql(&database, "INSERT INTO kept VALUES (1)");
        postgres.kill();
        assert!(open.join().unwrap().is_err());
    });
    assert!(psql::run(&database, "SELECT 1").is_err());
    postgres.start_again();
    assert_eq!(postgres.sql(&database, "SELECT id FROM kept"), "1");

    postgres.stop();
    assert!(psql::run(&database, "SELECT 1").is_err());
    postgres.start_again();
    assert_eq!(postgres.sql(&database, "SELECT id FROM kept"), "1");
    assert_eq!(postgres.sql(&database, "SHOW work_mem"), "1234kB");
    assert_eq!(postgres.port(), port);

    answers_only_when_thawed(&postgres);
    // A frozen server can be stopped, and a killed one killed.
    postgres.freeze();
    postgres.stop();
    postgres.kill();
}

fn answers_only_when_thawed(postgres: &Postgres) {
    postgres.freeze();
    std::thread::scope(|scope| {
        let (answered, answer) = channel();
        scope.spawn(move || answered.send(postgres.sql("postgres", "SELECT 1")));
        let early = answer.recv_timeout(Duration::from_millis(300));
        assert_eq!(early, Err(RecvTimeoutError::Timeout));
        postgres.thaw();
        assert_eq!(answer.recv().as_deref(), Ok("1"));
    });
}

#[test]
#[should_panic(expected = "unrecognized configuration parameter \"no_such_setting\"")]
fn a_server_that_does_not_start_shows_its_log() {
    let _ = Postgres::start_with(&[("no_such_setting", "1")]);
}
