//! Several processes on one file.

use std::time::{Duration, Instant};

use store::Log;

use super::Place;
use super::people::{assert_whole, commit, opt_out, start, until};

const WRITERS: u64 = 4;
const EACH: u64 = 100;

pub fn two_logs_on_one_file_keep_one_tree(place: &Place) {
    let open = place();
    let (ours, seen_by_us) = start(open());
    let (theirs, seen_by_them) = start(open());
    let mut positions: Vec<u64> = std::thread::scope(|scope| {
        let write = |log: &'static str, writer| move |to: &Log| write(to, log, writer);
        let threads: Vec<_> = (0..WRITERS)
            .flat_map(|writer| {
                let (one, other) = (&*ours, &*theirs);
                let (first, second) = (write("ours", writer), write("theirs", writer));
                [
                    scope.spawn(move || first(one)),
                    scope.spawn(move || second(other)),
                ]
            })
            .collect();
        let written = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap());
        written.collect()
    });
    positions.sort_unstable();
    let expected: Vec<u64> = (0..2 * WRITERS * EACH).collect();
    assert_eq!(positions, expected, "each position once and none left out");
    assert_whole(&ours, &seen_by_us);
    assert_whole(&theirs, &seen_by_them);
    assert_eq!(ours.head(), theirs.head());
    ours.stop();
    theirs.stop();
}

/// Commits one after the other; each has its receipt as soon as its log says that it is published.
fn write(log: &Log, whose: &str, writer: u64) -> Vec<u64> {
    let mut positions = Vec::new();
    for number in 0..EACH {
        let opt_out = opt_out(&format!("{whose} {writer} {number}"));
        let mut entry = opt_out.stored_at(0);
        entry.position = log.commit_blocking(opt_out).unwrap().position;
        until("the receipt", || {
            let receipt = log.receipt(&entry).unwrap();
            let key = log.key();
            receipt.is_some_and(|text| ledger::receipt::verify(&text, key).is_ok())
        });
        positions.push(entry.position);
    }
    positions
}

pub fn an_idle_log_follows_what_another_process_writes(place: &Place) {
    let open = place();
    let (ours, seen) = start(open());
    let (theirs, _) = start(open());
    for number in 0..300 {
        commit(&theirs, &number.to_string()).unwrap();
    }
    theirs.stop();
    until("ours to follow", || seen.size() == 300);
    assert_whole(&ours, &seen);
    ours.stop();
}

pub fn a_log_that_is_never_idle_knows_that_it_has_caught_up(place: &Place) {
    let open = place();
    let (log, seen) = start(open());
    commit(&log, "first").unwrap();
    let begin = Instant::now();
    // Longer than an idle log waits before it looks for others.
    while begin.elapsed() < Duration::from_millis(500) {
        let before = seen.caught_up();
        commit(&log, &seen.size().to_string()).unwrap();
        assert!(seen.caught_up() > before);
    }
    log.stop();
}
