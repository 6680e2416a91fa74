//! Several logs in one database, and waking those who follow one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use store::{CheckpointStore, LogStore, Onto, Published};
use testkit::running_log::people::{opt_out, until};

use super::support::{SERVER, bodies, database};

#[test]
fn businesses_neither_see_nor_wait_for_each_other() {
    let url = SERVER.new_database();
    let database = database(&url);
    let (main, juniper) = (
        database.open("main").unwrap(),
        database.open("juniper").unwrap(),
    );
    let one = |account: &str| [opt_out(account).into_new_entry()];
    assert_eq!(main.append(&one("a"), Onto::ANY).unwrap(), 0);
    assert_eq!(juniper.append(&one("b"), Onto::ANY).unwrap(), 0);

    // Somebody holds the head of one log, and cannot let go of it before the other log has taken an entry.
    std::thread::scope(|scope| {
        let url = &url;
        let holder = scope.spawn(move || {
            SERVER.sql(
                url,
                "BEGIN; SELECT size FROM refrain.log WHERE name = 'main' FOR UPDATE;
                 DO $$ BEGIN WHILE (SELECT size FROM refrain.log WHERE name = 'juniper') < 2 LOOP PERFORM pg_sleep(0.01); END LOOP; END $$;
                 COMMIT",
            )
        });
        until("the head to be held", || {
            let held = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
            SERVER.sql(url, held) == "1"
        });
        let waiting = scope.spawn(|| main.append(&one("c"), Onto::ANY).unwrap());
        assert_eq!(juniper.append(&one("d"), Onto::ANY).unwrap(), 1);
        holder.join().unwrap();
        assert_eq!(waiting.join().unwrap(), 1);
    });
    assert_eq!((bodies(&main).len(), bodies(&juniper).len()), (2, 2));
    assert_eq!(main.claim(None, "us").unwrap().as_deref(), Some("us"));
    assert_eq!(
        juniper.claim(None, "them").unwrap().as_deref(),
        Some("them")
    );

    whoever_follows_a_log_is_woken_by_other_processes_only(&url);
}

fn whoever_follows_a_log_is_woken_by_other_processes_only(url: &str) {
    let (ours, theirs) = (database(url), database(url));
    let (main, juniper) = (ours.open("main").unwrap(), ours.open("juniper").unwrap());
    let woken: Arc<[AtomicUsize; 2]> = Arc::default();
    for (which, store) in [&main, &juniper].into_iter().enumerate() {
        let woken = woken.clone();
        store.wake_on_append(Box::new(move || {
            woken[which].fetch_add(1, Ordering::Relaxed);
        }));
    }
    let times = |which: usize| woken[which].load(Ordering::Relaxed);
    until("the listener to be registered", || {
        times(0) > 0 && times(1) > 0
    });
    let before = (times(0), times(1));
    let published = |size| Published {
        size,
        note: size.to_string(),
    };
    main.publish(0, &published(1), &[]).unwrap();
    let other = theirs.open("main").unwrap();
    other.publish(1, &published(2), &[]).unwrap();
    until("the other process to be heard", || times(0) > before.0);
    assert_eq!((times(0), times(1)), (before.0 + 1, before.1));
}
