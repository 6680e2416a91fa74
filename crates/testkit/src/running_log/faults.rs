//! The database fails now and then.

use std::sync::Arc;

use store::CommitError;

use super::Place;
use super::faulty_store::{Call, Fault, FaultyStore};
use super::people::{assert_whole, commit, start};

const BOTH: [Fault; 2] = [Fault::Failed, Fault::FailedButPersisted];

/// More than a tile, so that tiles are completed around each fault.
const BEFORE: usize = 250;

pub fn a_failed_append_is_told_and_is_there_once_or_not_at_all(place: &Place) {
    for fault in BOTH {
        let open = place();
        let store = Arc::new(FaultyStore::new(open()));
        let (log, seen) = start(store.clone());
        for number in 0..BEFORE {
            assert_eq!(commit(&log, &number.to_string()).unwrap(), number as u64);
        }
        store.fail(Call::Append, fault);
        let refused = commit(&log, "unlucky");
        assert!(matches!(refused, Err(CommitError::Store(_))), "{fault:?}");
        // Asked again, it is written again: whether it stands already is for whoever decides.
        let there = u64::from(fault == Fault::FailedButPersisted);
        for number in 0..20 {
            let position = commit(&log, &format!("after {number}")).unwrap();
            assert_eq!(position, BEFORE as u64 + there + number, "{fault:?}");
        }
        assert_whole(&log, &seen);
        log.stop();
    }
}

pub fn a_failed_publication_is_made_up_for(place: &Place) {
    for fault in BOTH {
        for times in 1..=3 {
            let open = place();
            let store = Arc::new(FaultyStore::new(open()));
            let (log, seen) = start(store.clone());
            for number in 0..BEFORE {
                commit(&log, &number.to_string()).unwrap();
            }
            for number in 0..20 {
                if number < times {
                    store.fail(Call::Publish, fault);
                    store.fail(Call::Published, fault);
                }
                let position = commit(&log, &format!("after {number}")).unwrap();
                assert_eq!(position, (BEFORE + number) as u64);
            }
            store.mend(); // Where it was not asked for what was published, that has not failed either.
            assert_whole(&log, &seen);
            log.stop();
        }
    }
}

pub fn what_cannot_be_read_for_a_while_is_read_later(place: &Place) {
    let open = place();
    let store = Arc::new(FaultyStore::new(open()));
    let (log, _) = start(store.clone());
    for number in 0..BEFORE {
        commit(&log, &number.to_string()).unwrap();
    }
    log.stop();

    for call in [Call::Read, Call::Published] {
        store.fail(call, Fault::Failed);
        let (log, seen) = start(store.clone());
        let size = seen.size();
        assert!(
            size == 0 || store.is_done(),
            "nothing is followed before it is read"
        );
        let position = commit(&log, &format!("after {call:?}")).unwrap();
        assert_eq!(position + 1, seen.size());
        assert_whole(&log, &seen);
        log.stop();
    }
}

pub fn a_log_that_is_stopped_right_after_a_fault_starts_whole(place: &Place) {
    for call in [Call::Append, Call::Publish] {
        for fault in BOTH {
            let open = place();
            let store = Arc::new(FaultyStore::new(open()));
            let (log, _) = start(store.clone());
            for number in 0..BEFORE {
                commit(&log, &number.to_string()).unwrap();
            }
            store.fail(call, fault);
            let _ = commit(&log, "unlucky");
            assert!(store.is_done());
            log.stop();
            let (log, seen) = start(store);
            for number in 0..10 {
                commit(&log, &format!("after {number}")).unwrap();
            }
            assert_whole(&log, &seen);
            log.stop();
        }
    }
}

pub fn nobody_hears_of_an_entry_before_it_was_followed(place: &Place) {
    let open = place();
    let store = Arc::new(FaultyStore::new(open()));
    let (ours, seen) = start(store.clone());
    let (theirs, _) = start(open());
    for number in 0..20 {
        commit(&theirs, &format!("theirs {number}")).unwrap();
        // What they wrote cannot be read for a while, so what we write behind it cannot be followed.
        for _ in 0..3 {
            store.fail(Call::Read, Fault::Failed);
        }
        let position = commit(&ours, &format!("ours {number}")).unwrap();
        assert!(seen.size() > position);
        store.mend();
    }
    assert_whole(&ours, &seen);
    ours.stop();
    theirs.stop();
}
