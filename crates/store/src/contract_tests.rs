//! The tests that every backend passes. A backend's test suite calls [`all`] with a function that opens a new, empty store.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::{Arc, Barrier};

use ledger::tile::TileId;
use ledger::{Hash, Salt, commit};

use crate::contract::{
    AppendError, Fence, Known, LogStore, MAX_ENTRY_BYTES, NewEntry, Onto, PublishError, Published,
    StaleLease, Store,
};

/// Runs every test of the contract, each on a store of its own.
///
/// # Panics
/// Where the backend breaks the contract.
pub fn all<S: Store + 'static>(open: impl Fn() -> S) {
    let tests: [fn(&Arc<dyn Store>); 12] = [
        a_batch_is_consecutive_and_read_back_whole,
        an_expected_size_is_kept,
        a_known_entry_must_be_there,
        a_batch_is_appended_whole_or_not_at_all,
        concurrent_batches_leave_no_gap,
        erasing_takes_the_sealed_part_only,
        an_erased_entry_keeps_its_commitment_only,
        a_log_is_claimed_once,
        publishing_is_compare_and_swap,
        a_tile_never_changes,
        a_lease_is_exclusive_and_its_tokens_grow,
        a_stale_lease_settles_nothing,
    ];
    for test in tests {
        let store: Arc<dyn Store> = Arc::new(open());
        test(&store);
    }
}

fn entry(body: &str) -> NewEntry {
    let salt = Salt([3; 16]);
    let body = body.as_bytes().to_vec();
    NewEntry {
        commitment: commit(&salt, &body),
        salt: Some(salt),
        body,
        sealed: None,
        fence: None,
    }
}

fn bodies(store: &dyn LogStore, from: u64, limit: usize) -> Vec<String> {
    let read = store.read(from, limit).unwrap();
    let text = |body: Vec<u8>| String::from_utf8(body).unwrap();
    read.into_iter()
        .zip(from..)
        .inspect(|(one, position)| assert_eq!(one.position, *position))
        .map(|(one, _)| text(one.body))
        .collect()
}

fn a_batch_is_consecutive_and_read_back_whole(store: &Arc<dyn Store>) {
    assert_eq!(store.size().unwrap(), 0);
    let sealed = NewEntry {
        sealed: Some(vec![9, 9]),
        ..entry("b")
    };
    assert_eq!(
        store
            .append(&[entry("a"), sealed.clone()], Onto::ANY)
            .unwrap(),
        0
    );
    assert_eq!(store.append(&[entry("c")], Onto::ANY).unwrap(), 2);
    assert_eq!(store.size().unwrap(), 3);
    assert_eq!(bodies(&**store, 0, 10), ["a", "b", "c"]);
    assert_eq!(bodies(&**store, 1, 1), ["b"]);
    assert_eq!(bodies(&**store, 3, 10), [""; 0]);
    let read = store.read(1, 1).unwrap().remove(0);
    assert_eq!(
        (read.commitment, read.salt, read.sealed),
        (sealed.commitment, sealed.salt, sealed.sealed)
    );
    assert_eq!(store.integrity().unwrap(), None);
}

fn an_expected_size_is_kept(store: &Arc<dyn Store>) {
    assert_eq!(store.append(&[entry("a")], Onto::size(0)).unwrap(), 0);
    assert!(matches!(
        store.append(&[entry("b")], Onto::size(0)),
        Err(AppendError::Moved { size: 1 })
    ));
    assert_eq!(store.append(&[entry("b")], Onto::size(1)).unwrap(), 1);
}

fn a_known_entry_must_be_there(store: &Arc<dyn Store>) {
    let [a, b] = [entry("a"), entry("b")];
    store.append(std::slice::from_ref(&a), Onto::ANY).unwrap();
    let holds = |position, commitment| Onto {
        size: None,
        holds: Some(Known {
            position,
            commitment,
        }),
    };
    let append = |onto| store.append(std::slice::from_ref(&b), onto);
    assert!(matches!(
        append(holds(0, b.commitment)),
        Err(AppendError::Lost { position: 0 })
    ));
    assert!(matches!(
        append(holds(1, b.commitment)),
        Err(AppendError::Lost { position: 1 })
    ));
    assert_eq!(append(holds(0, a.commitment)).unwrap(), 1);
    assert_eq!(append(holds(0, a.commitment)).unwrap(), 2);
    let both = |size| Onto {
        size: Some(size),
        ..holds(2, b.commitment)
    };
    assert!(matches!(
        append(both(2)),
        Err(AppendError::Moved { size: 3 })
    ));
    assert_eq!(append(both(3)).unwrap(), 3);
}

fn a_batch_is_appended_whole_or_not_at_all(store: &Arc<dyn Store>) {
    let longest = entry(&"x".repeat(MAX_ENTRY_BYTES));
    let too_long = entry(&"x".repeat(MAX_ENTRY_BYTES + 1));
    assert!(matches!(
        store.append(&[longest.clone(), too_long], Onto::ANY),
        Err(AppendError::TooLong { at: 1 })
    ));
    let fenced = NewEntry {
        fence: Some(Fence {
            destination: "nobody's".into(),
            token: 1,
        }),
        ..entry("b")
    };
    assert!(matches!(
        store.append(&[entry("a"), fenced], Onto::ANY),
        Err(AppendError::Stale { at: 1 })
    ));
    assert_eq!(store.size().unwrap(), 0);
    assert_eq!(store.append(&[longest], Onto::ANY).unwrap(), 0);
}

fn concurrent_batches_leave_no_gap(store: &Arc<dyn Store>) {
    const WRITERS: usize = 4;
    const BATCHES: usize = 25;
    let start = Arc::new(Barrier::new(WRITERS));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (store, start) = (Arc::clone(store), Arc::clone(&start));
            std::thread::spawn(move || {
                start.wait();
                for batch in 0..BATCHES {
                    let name = format!("{writer}/{batch}");
                    let first = store
                        .append(&[entry(&name), entry(&name), entry(&name)], Onto::ANY)
                        .unwrap();
                    assert_eq!(
                        bodies(&*store, first, 3),
                        [name.as_str(); 3],
                        "a batch is consecutive"
                    );
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    assert_eq!(bodies(&**store, 0, usize::MAX).len(), WRITERS * BATCHES * 3);
}

fn erasing_takes_the_sealed_part_only(store: &Arc<dyn Store>) {
    let sealed = |body: &str| NewEntry {
        sealed: Some(vec![9]),
        ..entry(body)
    };
    store
        .append(
            &[sealed("a"), sealed("b"), entry("c"), sealed("d")],
            Onto::ANY,
        )
        .unwrap();
    let before = store.read(0, 10).unwrap();
    assert_eq!(store.erase_sealed(0, 3).unwrap(), 2);
    let after = store.read(0, 10).unwrap();
    assert_eq!(
        after
            .iter()
            .map(|one| one.sealed.is_some())
            .collect::<Vec<_>>(),
        [false, false, false, true]
    );
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(
            (&before.body, before.salt, before.commitment),
            (&after.body, after.salt, after.commitment)
        );
    }
}

fn an_erased_entry_keeps_its_commitment_only(store: &Arc<dyn Store>) {
    let sealed = NewEntry {
        sealed: Some(vec![9]),
        ..entry("b")
    };
    store
        .append(&[entry("a"), sealed, entry("c")], Onto::ANY)
        .unwrap();
    let before = store.read(0, 10).unwrap();
    assert_eq!(store.erase_records(&[1, 2, 7], b"stub").unwrap(), 2);
    assert_eq!(
        store.erase_records(&[1], b"other").unwrap(),
        0,
        "it was erased before"
    );
    let after = store.read(0, 10).unwrap();
    assert_eq!(after[0], before[0]);
    for (before, after) in before.iter().zip(&after).skip(1) {
        assert_eq!(after.commitment, before.commitment);
        assert_eq!((after.salt, &*after.body), (None, &b"stub"[..]));
        assert_eq!(after.sealed, None);
    }
    let copy = NewEntry {
        commitment: after[1].commitment,
        salt: None,
        ..entry("stub")
    };
    store.append(&[copy], Onto::size(3)).unwrap();
    assert_eq!(
        store.read(3, 1).unwrap()[0].salt,
        None,
        "an erased entry can be copied"
    );
}

fn a_log_is_claimed_once(store: &Arc<dyn Store>) {
    let claimed = |from, to| store.claim(from, to).unwrap().unwrap_or_default();
    assert_eq!(claimed(Some("nobody"), "us"), "");
    assert_eq!(claimed(None, "us"), "us");
    assert_eq!(claimed(None, "them"), "us");
    assert_eq!(claimed(Some("them"), "others"), "us");
    assert_eq!(claimed(Some("us"), "them"), "them");
}

fn published(size: u64) -> Published {
    Published {
        size,
        note: format!("log\n{size}\n…\n"),
    }
}

fn publishing_is_compare_and_swap(store: &Arc<dyn Store>) {
    assert_eq!(store.published().unwrap(), None);
    store.publish(0, &published(2), &[]).unwrap();
    assert_eq!(store.published().unwrap(), Some(published(2)));
    assert!(matches!(
        store.publish(0, &published(3), &[]),
        Err(PublishError::Moved { size: 2 })
    ));
    store.publish(2, &published(5), &[]).unwrap();
    assert_eq!(store.published().unwrap(), Some(published(5)));
}

fn a_tile_never_changes(store: &Arc<dyn Store>) {
    let id = TileId { level: 1, index: 7 };
    let first = vec![Hash([1; 32]); 256];
    assert_eq!(store.tile(id).unwrap(), None);
    store
        .publish(0, &published(1), &[(id, first.clone())])
        .unwrap();
    let _ = store.publish(1, &published(2), &[(id, vec![Hash([2; 32]); 256])]);
    assert_eq!(store.tile(id).unwrap(), Some(first));
    assert_eq!(store.tile(TileId { level: 0, index: 7 }).unwrap(), None);
}

fn a_lease_is_exclusive_and_its_tokens_grow(store: &Arc<dyn Store>) {
    let first = store.lease("acme", "a", 0, 100).unwrap().unwrap();
    assert_eq!(store.lease("acme", "b", 50, 150).unwrap(), None);
    assert!(
        store.lease("other", "b", 50, 150).unwrap().is_some(),
        "another destination is another lease"
    );
    assert_eq!(store.renew(&first, 200).unwrap(), Ok(()));
    assert_eq!(store.lease("acme", "b", 150, 250).unwrap(), None);
    store.plan(&first, (3, 9)).unwrap().unwrap();
    let second = store.lease("acme", "b", 200, 300).unwrap().unwrap();
    assert!(second.token > first.token);
    assert_eq!(
        second.planned,
        Some((3, 9)),
        "the new holder learns what the old one was about to send"
    );
    assert_eq!(store.renew(&first, 400).unwrap(), Err(StaleLease));
    assert_eq!(store.plan(&first, (1, 1)).unwrap(), Err(StaleLease));
    store.release(&first).unwrap();
    assert_eq!(
        store.lease("acme", "c", 250, 350).unwrap(),
        None,
        "a stale holder cannot release"
    );
    store.release(&second).unwrap();
    assert!(store.lease("acme", "c", 250, 350).unwrap().is_some());
}

fn a_stale_lease_settles_nothing(store: &Arc<dyn Store>) {
    let first = store.lease("acme", "a", 0, 100).unwrap().unwrap();
    let settle = |fence: Fence| {
        store.append(
            &[NewEntry {
                fence: Some(fence),
                ..entry("outcome")
            }],
            Onto::ANY,
        )
    };
    store.plan(&first, (0, 4)).unwrap().unwrap();
    settle(first.fence()).unwrap();
    let second = store.lease("acme", "b", 200, 300).unwrap().unwrap();
    assert_eq!(second.planned, None, "settling clears the plan");
    assert!(matches!(
        settle(first.fence()),
        Err(AppendError::Stale { at: 0 })
    ));
    settle(second.fence()).unwrap();
    assert_eq!(store.size().unwrap(), 2);
}
