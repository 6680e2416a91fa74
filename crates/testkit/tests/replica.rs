//! A primary and its replica.

mod support;

use support::until;
use testkit::Postgres;

const ROWS: &str = "SELECT string_agg(id::text, ',' ORDER BY id) FROM kept";

#[test]
fn a_replica_follows_waits_and_takes_over() {
    let primary = Postgres::start();
    let database = primary.new_database();
    primary.sql(&database, "CREATE TABLE kept AS SELECT 1 AS id");

    let replica = primary.replica("standby");
    assert_ne!(replica.port(), primary.port());
    assert_eq!(replica.sql(&database, ROWS), "1");
    assert_eq!(replica.sql(&database, "SHOW transaction_read_only"), "on");

    primary.require_synchronous("standby");
    let state = "SELECT application_name, state, sync_state FROM pg_stat_replication";
    assert_eq!(primary.sql(&database, state), "standby|streaming|sync");

    // Without the replica this commit would wait, so this one was found again.
    primary.kill();
    primary.start_again();
    primary.sql(&database, "INSERT INTO kept VALUES (2)");

    // Everything that was committed is there when the primary is not, at the latest when the replica has replayed what it has.
    primary.kill();
    replica.promote();
    assert_eq!(replica.sql(&database, ROWS), "1,2");
    replica.sql(&database, "INSERT INTO kept VALUES (3)");
    assert_eq!(replica.sql(&database, ROWS), "1,2,3");
}

#[test]
fn a_replica_of_a_waiting_primary_does_not_wait_once_promoted() {
    let primary = Postgres::start_with(&[("max_connections", "210")]);
    let first = primary.replica("first");
    primary.require_synchronous("first");
    let second = primary.replica("second");
    assert_eq!(second.sql("postgres", "SHOW max_connections"), "210");

    primary.sql("postgres", "CREATE TABLE kept AS SELECT 1 AS id");
    until("the second replica to have it", || {
        second.sql("postgres", "SELECT to_regclass('kept')") == "kept"
    });
    drop((primary, first));
    second.promote();
    second.sql("postgres", "INSERT INTO kept VALUES (2)");
}
