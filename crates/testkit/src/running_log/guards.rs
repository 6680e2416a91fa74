//! Entries that stand only if nothing has moved, and the end of a log.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use store::{Commit, CommitError, Log, Store};

use super::Place;
use super::follower::Seen;
use super::people::{assert_whole, commit, opt_out, start, until};

/// An entry that stands only if the log still has the size at which it was decided.
fn guarded(account: &str, decided_at: u64, seen: &Arc<Seen>) -> Commit {
    let seen = seen.clone();
    opt_out(account).guarded(move || seen.size() == decided_at)
}

pub fn a_guarded_entry_is_refused_when_something_has_moved(place: &Place) {
    let open = place();
    let (log, seen) = start(open());
    assert_eq!(commit(&log, "a").unwrap(), 0);
    let committed = log.commit_blocking(guarded("b", 1, &seen)).unwrap();
    assert_eq!(committed.position, 1);
    let refused = log.commit_blocking(guarded("c", 1, &seen));
    assert!(matches!(refused, Err(CommitError::Moved)), "{refused:?}");
    assert_eq!(commit(&log, "d").unwrap(), 2);
    assert_whole(&log, &seen);
    log.stop();
}

pub fn a_guard_sees_what_another_process_has_written(place: &Place) {
    let open = place();
    let (ours, seen) = start(open());
    let (theirs, _) = start(open());
    commit(&ours, "a").unwrap();
    let decided_at = seen.size();
    commit(&theirs, "b").unwrap();
    let refused = ours.commit_blocking(guarded("c", decided_at, &seen));
    assert!(matches!(refused, Err(CommitError::Moved)), "{refused:?}");
    assert_whole(&ours, &seen);
    ours.stop();
    theirs.stop();
}

pub fn of_many_guarded_entries_decided_at_once_one_stands(place: &Place) {
    let open = place();
    let store: Arc<dyn Store> = open();
    let (log, seen) = start(store);
    commit(&log, "a").unwrap();
    let stood = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for number in 0..16 {
            let (log, seen, stood) = (&log, &seen, &stood);
            scope.spawn(move || {
                match log.commit_blocking(guarded(&number.to_string(), 1, seen)) {
                    Ok(_) => stood.fetch_add(1, Ordering::Relaxed),
                    Err(CommitError::Moved) => 0,
                    Err(other) => panic!("{other}"),
                };
            });
        }
    });
    assert_eq!(stood.into_inner(), 1);
    assert_whole(&log, &seen);
    log.stop();
}

pub fn stopping_lets_everything_that_was_taken_be_written_and_published(place: &Place) {
    let open = place();
    let (log, seen) = start(open());
    let taken = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let (log, taken) = (&log, &taken);
            scope.spawn(move || write_until_stopped(log, writer, taken));
        }
        until("some to be taken", || taken.load(Ordering::Relaxed) > 200);
        log.stop();
    });
    let taken = taken.into_inner();
    assert!(log.has_stopped());
    assert_eq!(log.store().size().unwrap(), taken);
    assert_eq!((log.head().size, seen.size()), (taken, taken));
    let refused = log.commit_blocking(opt_out("late"));
    assert!(
        matches!(refused, Err(CommitError::Stopped(_))),
        "{refused:?}"
    );
    log.stop(); // Again is no harm.
}

fn write_until_stopped(log: &Log, writer: u64, taken: &AtomicU64) {
    for number in 0.. {
        match log.commit_blocking(opt_out(&format!("{writer}/{number}"))) {
            Ok(_) => taken.fetch_add(1, Ordering::Relaxed),
            Err(CommitError::Stopped(_)) => return,
            Err(other) => panic!("{other}"),
        };
    }
}
