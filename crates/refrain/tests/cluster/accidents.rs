//! What befalls nodes and their database.

use std::ops::Range;
use std::time::Instant;

use testkit::Postgres;

use super::nodes::{Cluster, signal};
use crate::support::installation::Server;
use crate::support::moments::Moments;
use crate::support::writers::Writers;

/// How long a node lives before something happens to it, in milliseconds.
const LIFE_MS: Range<u64> = 100..2000;
/// How long it stays away.
const AWAY_MS: Range<u64> = 0..1000;
/// How long it is frozen: past its leases, which run for a second.
const FROZEN_MS: Range<u64> = 1100..2500;
/// How long the database runs, and how long it is away.
const DATABASE_LIFE_MS: Range<u64> = 2500..6000;
const DATABASE_AWAY_MS: Range<u64> = 0..800;
/// One start in so many is not waited for before the next accident.
const SHORT_LIFE_EVERY: u64 = 5;

/// How often what happened.
#[derive(Default)]
pub struct Accidents {
    pub kills: usize,
    pub freezes: usize,
    pub stops: usize,
}

/// One node, until then: the server that runs at the end, and what happened to it before.
pub fn befall_node(
    (cluster, nth): (&Cluster, usize),
    writers: &Writers,
    mut moments: Moments,
    until: Instant,
) -> (Server, Accidents) {
    let node = &cluster.nodes[nth];
    let mut accidents = Accidents::default();
    let mut server = node.start();
    loop {
        writers.turn_to(server.address);
        let waits = !moments.next().is_multiple_of(SHORT_LIFE_EVERY);
        if waits {
            node.until_ready(&mut server);
            writers.turn_to(server.address);
        }
        std::thread::sleep(moments.time(LIFE_MS));
        if Instant::now() >= until {
            node.until_ready(&mut server);
            writers.turn_to(server.address);
            return (server, accidents);
        }
        let sort = moments.next() % 4;
        if sort == 0 {
            accidents.freezes += 1;
            signal(&server, "STOP");
            std::thread::sleep(moments.time(FROZEN_MS));
            signal(&server, "CONT");
            continue;
        }
        if sort == 1 {
            accidents.stops += 1;
            let ended = server.stop();
            // One that still starts may have no ear for it yet.
            assert!(ended.success() || !waits, "a node did not stop in order");
        } else {
            accidents.kills += 1;
            drop(server);
        }
        node.is_away();
        // Its people wait, or go elsewhere until it is back.
        let others = moments.next().is_multiple_of(2);
        let whose = if others {
            (nth + 1) % cluster.nodes.len()
        } else {
            nth
        };
        writers.turn_to(cluster.nodes[whose].address());
        std::thread::sleep(moments.time(AWAY_MS));
        server = node.start();
    }
}

/// The database, until then. Returns how often it was killed; it runs at the end.
pub fn befall_database(postgres: &Postgres, mut moments: Moments, until: Instant) -> usize {
    let mut kills = 0;
    loop {
        std::thread::sleep(moments.time(DATABASE_LIFE_MS));
        if Instant::now() >= until {
            return kills;
        }
        postgres.kill();
        std::thread::sleep(moments.time(DATABASE_AWAY_MS));
        postgres.start_again();
        kills += 1;
    }
}
