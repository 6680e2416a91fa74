//! Connections through the proxy, cut at chosen moments.

mod client;
#[path = "../support/mod.rs"]
mod support;

use std::sync::LazyLock;

use client::{Client, parse, query, run, sync};
use support::until;
use testkit::{Postgres, Proxy, psql};

static SERVER: LazyLock<Postgres> = LazyLock::new(Postgres::start);

/// The statement that is cut.
const INSERT: &str = "/* insert */ INSERT INTO kept VALUES (1)";

/// A new database with an empty table, and a proxy in front of it.
fn table() -> (String, Proxy) {
    let database = SERVER.new_database();
    SERVER.sql(&database, "CREATE TABLE kept (id int)");
    (database, Proxy::start(SERVER.port()))
}

fn rows(database: &str) -> String {
    SERVER.sql(database, "SELECT count(*) FROM kept")
}

#[test]
fn a_request_that_is_cut_before_is_not_run() {
    let (database, proxy) = table();
    proxy.cut_before("/* insert */");
    assert!(!proxy.cuts_done());
    psql::run(&proxy.url(&database), "SELECT 1").unwrap();
    assert!(!proxy.cuts_done());
    psql::run(&proxy.url(&database), INSERT).unwrap_err();
    assert!(proxy.cuts_done());
    assert_eq!(rows(&database), "0");
    // Once.
    psql::run(&proxy.url(&database), INSERT).unwrap();
    assert_eq!(rows(&database), "1");
}

#[test]
fn a_request_that_is_cut_after_is_run_and_not_answered() {
    let (database, proxy) = table();
    proxy.cut_after("/* insert */");
    psql::run(&proxy.url(&database), INSERT).unwrap_err();
    assert!(proxy.cuts_done());
    assert_eq!(rows(&database), "1"); // At once: the server had answered.
    psql::run(&proxy.url(&database), INSERT).unwrap();
    assert_eq!(rows(&database), "2");
}

#[test]
fn each_cut_is_made_once() {
    let (database, proxy) = table();
    proxy.cut_before("/* insert */");
    proxy.cut_after("/* insert */");
    psql::run(&proxy.url(&database), INSERT).unwrap_err();
    assert!(!proxy.cuts_done());
    assert_eq!(rows(&database), "0");
    psql::run(&proxy.url(&database), INSERT).unwrap_err();
    assert!(proxy.cuts_done());
    assert_eq!(rows(&database), "1");
}

#[test]
fn a_request_in_pieces_is_one_request() {
    let (database, proxy) = table();
    proxy.cut_before("/* insert */");
    let mut client = Client::connect(&proxy.url(&database));
    client.dribble(&query("SELECT 1"));
    assert_eq!(client.answer().unwrap(), "TDCZ");
    client.dribble(&query(INSERT));
    client.answer().unwrap_err();
    assert_eq!(rows(&database), "0");
}

#[test]
fn the_answer_thrown_away_is_that_of_the_request() {
    let (database, proxy) = table();
    proxy.cut_after("/* insert */");
    let mut client = Client::connect(&proxy.url(&database));
    client.send(&[query("SELECT pg_sleep(0.1)"), query(INSERT), query(INSERT)]);
    assert_eq!(client.answer().unwrap(), "TDCZ");
    client.answer().unwrap_err();
    assert!(proxy.cuts_done());
    assert_ne!(rows(&database), "0");
}

#[test]
fn a_prepared_statement_is_cut_when_it_is_run() {
    let (database, proxy) = table();
    let prepared = || {
        let mut client = Client::connect(&proxy.url(&database));
        client.send(&[parse("s0", INSERT), sync()]);
        assert_eq!(client.answer().unwrap(), "1Z");
        client
    };
    let mut client = prepared();
    client.send(&[run("s0"), sync()]);
    assert_eq!(client.answer().unwrap(), "2CZ");

    proxy.cut_after("/* insert */");
    client.send(&[run("s0"), sync()]);
    client.answer().unwrap_err();
    assert_eq!(rows(&database), "2");

    proxy.cut_before("/* insert */");
    let mut client = prepared();
    client.send(&[run("s0"), sync()]);
    client.answer().unwrap_err();
    assert!(proxy.cuts_done());
    assert_eq!(rows(&database), "2");
}

#[test]
fn an_unnamed_statement_is_cut_in_one_go() {
    let (database, proxy) = table();
    let once = || {
        let mut client = Client::connect(&proxy.url(&database));
        client.send(&[parse("", INSERT), run(""), sync()]);
        client.answer()
    };
    proxy.cut_after("/* insert */");
    once().unwrap_err();
    assert_eq!(rows(&database), "1");
    proxy.cut_before("/* insert */");
    once().unwrap_err();
    assert_eq!(rows(&database), "1");
    assert_eq!(once().unwrap(), "12CZ");
    assert_eq!(rows(&database), "2");
}

#[test]
fn every_connection_can_be_cut() {
    let (database, proxy) = table();
    let mut clients = [(); 3].map(|()| Client::connect(&proxy.url(&database)));
    proxy.cut_all();
    for client in &mut clients {
        client.answer().unwrap_err();
    }
    // The server has noticed as well.
    let others = "SELECT count(*) FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    until("the server's sides to end", || {
        SERVER.sql(&database, others) == "0"
    });
    psql::run(&proxy.url(&database), INSERT).unwrap();
}

#[test]
fn a_proxy_goes_away_and_comes_back() {
    let (database, proxy) = table();
    let mut client = Client::connect(&proxy.url(&database));
    proxy.go_away();
    psql::run(&proxy.url(&database), "SELECT 1").unwrap_err();
    client.send(&[query(INSERT)]);
    assert_eq!(client.answer().unwrap(), "CZ");
    proxy.come_back();
    psql::run(&proxy.url(&database), "SELECT 1").unwrap();
}

#[test]
fn a_dropped_proxy_closes_everything() {
    let (database, proxy) = table();
    let url = proxy.url(&database);
    let mut client = Client::connect(&url);
    drop(proxy);
    client.answer().unwrap_err();
    psql::run(&url, "SELECT 1").unwrap_err();
}

#[test]
fn nobody_behind_the_proxy_is_a_closed_connection() {
    let (database, nobody) = table();
    let proxy = Proxy::start(nobody.port());
    drop(nobody);
    psql::run(&proxy.url(&database), "SELECT 1").unwrap_err();
}
