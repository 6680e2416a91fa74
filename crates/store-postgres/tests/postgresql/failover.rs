//! A primary that dies for good, and a replica that takes its place.

use ledger::Checkpoint;
use optout::InstallationKey;
use store::seal::Sealer;
use store::{Log, LogOptions, check};
use testkit::Postgres;
use testkit::running_log::follower::follower;
use testkit::running_log::people::{assert_whole, commit, signer, start, until};

use super::support::{bodies, shared};

/// The primary and a replica as one address, as a node's configuration has it.
fn both(primary: &Postgres, replica: &Postgres, url: &str) -> String {
    let (_, database) = url.rsplit_once('/').unwrap();
    let (first, second) = (primary.port(), replica.port());
    format!("postgres://refrain@127.0.0.1:{first},127.0.0.1:{second}/{database}")
}

/// Lets a replica receive nothing more.
fn cut_off(replica: &Postgres, url: &str) {
    replica.sql(
        url,
        "ALTER SYSTEM SET primary_conninfo = 'host=127.0.0.1 port=1'",
    );
    replica.sql(url, "SELECT pg_reload_conf()");
    until("the replica to lose its primary", || {
        replica.sql(url, "SELECT count(*) FROM pg_stat_wal_receiver") == "0"
    });
}

#[test]
fn with_synchronous_replication_nothing_acknowledged_is_lost() {
    let primary = Postgres::start();
    let url = primary.new_database();
    let replica = primary.replica("standby");
    primary.require_synchronous("standby");
    let url = both(&primary, &replica, &url);
    let (log, seen) = start(shared(&url));
    for number in 0..300 {
        commit(&log, &number.to_string()).unwrap();
    }
    let before = bodies(&**log.store());
    primary.kill();
    assert!(commit(&log, "while nobody takes writes").is_err());
    replica.promote();
    // The same process goes on by itself.
    until("the log to find the new primary", || {
        commit(&log, "after").is_ok()
    });
    let after = bodies(&**log.store());
    assert!(
        after.starts_with(&before),
        "everything acknowledged is there"
    );
    assert_whole(&log, &seen);
    log.stop();
}

#[test]
fn with_asynchronous_replication_the_loss_is_noticed_and_named() {
    let primary = Postgres::start();
    let url = primary.new_database();
    let replica = primary.replica("standby");
    let url = both(&primary, &replica, &url);
    let (log, _) = start(shared(&url));
    for number in 0..300 {
        commit(&log, &number.to_string()).unwrap();
    }
    until("the replica to have these", || {
        replica.sql(&url, "SELECT coalesce(max(position), 0) FROM refrain.entry") == "299"
    });
    cut_off(&replica, &url);
    for number in 300..320 {
        commit(&log, &number.to_string()).unwrap();
    }
    let kept = Checkpoint::open(&log.head().note, log.key()).unwrap();
    assert_eq!(kept.size(), 320);
    primary.kill();
    replica.promote();

    // The process that acknowledged them notices by itself, and neither writes nor publishes behind the gap.
    until("the log to notice", || log.has_stopped());
    log.stop();
    // A process that has never seen them does not know, unless it is shown a checkpoint that was kept elsewhere.
    let (forgetful, _) = start(shared(&url));
    commit(&forgetful, "behind the gap").unwrap();
    forgetful.stop();
    let (reminded, seen) = follower();
    let reminded = Log::start(
        shared(&url),
        LogOptions {
            signer: signer(),
            followers: vec![reminded],
            witness: Some(kept.clone()),
        },
    );
    until("the log to refuse", || reminded.has_stopped());
    assert_eq!(seen.caught_up(), 0, "its gate was never opened");

    let key = signer().verifier_key();
    let sealer = Sealer::new(&InstallationKey::new([7; 32]));
    let report = check(&*shared(&url), (&key, &sealer), &[kept], |_| {}).unwrap();
    let named = report.difference.unwrap().to_string();
    assert_eq!(
        named,
        "entries 301 to 319 are gone: a checkpoint of 320 entries was published"
    );
}
