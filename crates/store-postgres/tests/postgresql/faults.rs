//! Connections that break, servers that die, poolers that restart: nothing that was acknowledged is lost, and what was not is
//! there once or not at all.

use std::sync::Arc;

use store::{CommitError, Log, LogStore, Onto};
use testkit::running_log::people::{assert_whole, commit, opt_out, start, until};
use testkit::{PgBouncer, Postgres, Proxy};

use super::support::{SERVER, bodies, log, shared};

/// A way to cut a connection at a statement.
type Cut = fn(&Proxy, &str);

/// How many people write at once.
const WRITERS: usize = 8;

#[test]
fn a_connection_that_is_cut_in_the_middle_of_a_commit_loses_nothing() {
    let proxy = Proxy::start(SERVER.port());
    let cuts = [(Proxy::cut_before as Cut, 0), (Proxy::cut_after, 1)];
    for (cut, there) in cuts {
        let url = proxy.url(&SERVER.new_database());
        let (log, seen) = start(shared(&url));
        for number in 0..3 {
            assert_eq!(commit(&log, &number.to_string()).unwrap(), number);
        }
        cut(&proxy, "/* append_entries */");
        let unlucky = commit(&log, "unlucky");
        assert!(matches!(unlucky, Err(CommitError::Store(_))), "{unlucky:?}");
        assert!(proxy.cuts_done());
        assert_eq!(commit(&log, "after").unwrap(), 3 + there);

        cut(&proxy, "/* publish */");
        assert_eq!(commit(&log, "published later").unwrap(), 4 + there);
        assert!(proxy.cuts_done());
        assert_whole(&log, &seen);
        log.stop();
    }
}

#[test]
fn a_pooler_that_restarts_loses_nothing() {
    let pooler = PgBouncer::start(&SERVER);
    let url = pooler.url(&SERVER.new_database());
    write_through(&url, || pooler.restart());
}

#[test]
fn a_server_that_dies_loses_nothing() {
    let server = Postgres::start();
    let url = server.new_database();
    write_through(&url, || {
        server.kill();
        server.start_again();
    });
}

#[test]
fn a_node_that_starts_knows_what_one_that_died_had_begun() {
    // An append of which the node's death has left only the server's part.
    const ORPHAN: &str = "UPDATE refrain.log SET size = 2;
        INSERT INTO refrain.entry (log, position, commitment, salt, body)
        SELECT log, 1, commitment, salt, body FROM refrain.entry WHERE position = 0;
        SELECT pg_sleep(1)";
    const BEGUN: &str = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'PgSleep'";
    let url = SERVER.new_database();
    let entry = opt_out("first").into_new_entry();
    log(&url).append(&[entry], Onto::ANY).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| SERVER.sql(&url, ORPHAN));
        until("the orphan to be under way", || {
            SERVER.sql(&url, BEGUN) == "1"
        });
        assert_eq!(bodies(&log(&url)).len(), 2);
    });
}

/// Many write while `accident` happens, each trying again until it is told that it is done.
fn write_through(url: &str, accident: impl Fn()) {
    let (log, seen) = start(shared(url));
    let (idle, seen_by_idle) = start(shared(url));
    let acknowledged = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let log = log.clone();
                scope.spawn(move || write(&log, writer))
            })
            .collect();
        until("the writers to be at work", || seen.size() > 50);
        accident();
        let written = writers.into_iter().map(|writer| writer.join().unwrap());
        written.flatten().collect::<Vec<_>>()
    });
    assert_whole(&log, &seen);
    assert_whole(&idle, &seen_by_idle);
    let there = bodies(&**log.store());
    for (position, body) in acknowledged {
        assert!(there[usize::try_from(position).unwrap()] == body);
    }
    log.stop();
    idle.stop();
}

/// Writes a hundred opt-outs and returns where each is.
fn write(log: &Arc<Log>, writer: usize) -> Vec<(u64, Vec<u8>)> {
    (0..100)
        .map(|number| {
            let account = format!("{writer}/{number}");
            let mut position = None;
            until("the database to come back", || {
                position = log.commit_blocking(opt_out(&account)).ok();
                position.is_some()
            });
            let body = opt_out(&account).into_new_entry().body;
            (position.unwrap().position, body)
        })
        .collect()
}
