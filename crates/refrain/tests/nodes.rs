//! Several nodes on one PostgreSQL are one log, whatever happens to them.
//!
//! `REFRAIN_NODES_SECONDS` says how long it happens (15 unless given; the full run is 600), `REFRAIN_KILL_SEED` makes the
//! moments repeatable, and `REFRAIN_BIN` names another binary, such as a release build.

mod support {
    pub mod http;
    #[expect(dead_code, reason = "these tests have databases of their own")]
    pub mod installation;
    pub mod moments;
    pub mod patience;
    pub mod receiver;
    pub mod setting;
    pub mod writers;
}
mod cluster {
    pub mod accidents;
    pub mod checks;
    mod clocks;
    pub mod monitor;
    pub mod nodes;
}

use std::sync::Arc;
use std::time::{Duration, Instant};

use cluster::accidents::{Accidents, befall_database, befall_node};
use cluster::checks::{Recorded, check_gates, merge, until_told};
use cluster::monitor::Monitor;
use cluster::nodes::Cluster;
use support::installation::Server;
use support::moments::Moments;
use support::receiver::Receiver;
use support::setting::setting;
use support::writers::Writers;
use testkit::Postgres;

const NODES: usize = 3;
/// How many people opt out at each node at once.
const WRITERS: usize = 64;

const CONFIG: &str = r#"
[log]
origin = "nodes.example/log"

[delivery]
allow_private_addresses = true
longest_wait_seconds = 1
batch_wait_ms = 20
lease_seconds = 1

[logging]
level = "warn"
"#;

#[test]
fn several_nodes_are_one_log_whatever_happens_to_them() {
    let seconds = setting("REFRAIN_NODES_SECONDS").unwrap_or(15);
    let mut moments = Moments::new();
    let seed = moments.seed;
    let receivers = [Receiver::start(), Receiver::start()];
    let destinations = [("acme", &receivers[0]), ("zenith", &receivers[1])];
    let postgres = Postgres::start();
    let cluster = Arc::new(Cluster::new(&postgres, CONFIG, NODES, &destinations));
    let key = cluster.key("intake");
    let start = |_| Writers::start(WRITERS, &key);
    let writers: Vec<Writers> = (0..NODES).map(start).collect();

    let end = Instant::now() + Duration::from_secs(seconds);
    let (servers, accidents, database_kills, monitor) = std::thread::scope(|scope| {
        let befallen: Vec<_> = (0..NODES)
            .map(|nth| {
                let (cluster, writers, moments) = (&cluster, &writers[nth], moments.branch());
                scope.spawn(move || befall_node((cluster, nth), writers, moments, end))
            })
            .collect();
        let monitor = Monitor::start(&cluster);
        let kills = befall_database(&postgres, moments.branch(), end);
        let befallen = befallen
            .into_iter()
            .map(|node| node.join().expect("a node comes back"));
        let (servers, accidents): (Vec<Server>, Vec<Accidents>) = befallen.unzip();
        (servers, accidents, kills, monitor)
    });

    let acknowledged = merge(writers.into_iter().map(Writers::stop));
    until_told(&cluster);
    check_gates(&cluster, &acknowledged);
    let watched = monitor.finish();
    for server in servers {
        assert!(server.stop().success(), "a node did not stop in order");
    }
    let recorded = Recorded::read(cluster.first());
    let lost = recorded.lost(&acknowledged);
    for receiver in &receivers {
        recorded.check_told(receiver);
    }
    cluster.first().run(&["ledger", "check"]).succeeded();
    let sum = |what: fn(&Accidents) -> usize| accidents.iter().map(what).sum::<usize>();
    let told = receivers.each_ref().map(Receiver::seen);
    eprintln!(
        "nodes: {seconds} s (seed {seed}), {NODES} nodes with {WRITERS} writers each: acknowledged {}, lost {lost}, recorded \
         twice {}; nodes killed {}, frozen {}, stopped {}, database killed {database_kills}; checkpoints compared {} and the \
         last rebuilt from {} entries; told in {} messages by {} requests, settled twice {}; ledger check: proved",
        acknowledged.entries.len(),
        recorded.repeats(),
        sum(|all| all.kills),
        sum(|all| all.freezes),
        sum(|all| all.stops),
        watched.compared,
        watched.size,
        told.iter().map(|told| told.messages.len()).sum::<usize>(),
        told.iter().map(|told| told.requests).sum::<usize>(),
        recorded.settled_again(),
    );
    assert_eq!(lost, 0);
}
