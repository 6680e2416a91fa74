//! Several processes, and processes that die.

use std::sync::Arc;
use std::time::Duration;

use delivery::engine::Settings;
use store::{LeaseStore, LogStore};
use tokio::sync::Notify;

use crate::support::{Destination, Fault, Reply, Shop, eventually, now};

#[tokio::test]
async fn a_crash_between_sending_and_settling_sends_the_same_again() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::Never).await;
    shop.declare("acme-ads", &acme).await;
    shop.opt_out("ada@example.com").await;
    shop.opt_out("bob@example.com").await;
    let engine = shop.engine("a");
    acme.until_sent(1).await;
    // The attempt in flight is abandoned: the destination has the message, and nobody has its answer.
    engine.stop().await;
    assert!(shop.outcomes("acme-ads").is_empty());
    // More was said since, but the stretch that was planned is sent first, as it was.
    shop.opt_out("eve@example.com").await;
    acme.behave(|_| Reply::status(200));
    let engine = shop.engine("b");
    shop.until_told("acme-ads").await;
    engine.stop().await;
    let messages = acme.messages();
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[0].id, messages[1].id);
    assert_eq!(messages[0].entries, messages[1].entries);
    acme.assert_ids_are_constant();
    assert_eq!(shop.outcomes("acme-ads").len(), 2);
    assert_eq!(shop.lag("acme-ads"), 0);
}

#[tokio::test]
async fn whoever_lost_the_lease_settles_nothing() {
    let shop = Shop::open();
    let answer = Arc::new(Notify::new());
    let held = Reply::Held(answer.clone(), Box::new(Reply::status(200)));
    let acme = Destination::open("acme-ads", move |_| held.clone()).await;
    shop.declare("acme-ads", &acme).await;
    shop.opt_out("ada@example.com").await;
    let settings = Settings {
        lease: Duration::from_millis(600),
        ..Settings::for_testing()
    };
    let engine = shop.engine_with("a", settings);
    acme.until_sent(1).await;
    // Somebody whose clock is far ahead takes the lease over while the answer is on its way.
    let later = now().as_millisecond() + 60_000;
    let theirs = shop
        .store
        .lease("acme-ads", "b", later, later)
        .unwrap()
        .unwrap();
    assert!(theirs.planned.is_some());
    answer.notify_one();
    let size = shop.store.size().unwrap();
    eventually("its outcome was refused", || shop.store.refused() == 1).await;
    acme.behave(|_| Reply::status(200));
    assert_eq!(
        shop.store.size().unwrap(),
        size,
        "a stale outcome was settled"
    );
    assert!(shop.outcomes("acme-ads").is_empty());
    shop.store.release(&theirs).unwrap();
    shop.until_told("acme-ads").await;
    engine.stop().await;
    assert_eq!(acme.messages().len(), 2);
    acme.assert_ids_are_constant();
    assert_eq!(shop.outcomes("acme-ads").len(), 1);
}

#[tokio::test]
async fn a_destination_that_answers_later_than_a_lease_runs_is_told_once() {
    let shop = Shop::open();
    let answer = Arc::new(Notify::new());
    let held = Reply::Held(answer.clone(), Box::new(Reply::status(200)));
    let acme = Destination::open("acme-ads", move |_| held.clone()).await;
    shop.declare("acme-ads", &acme).await;
    shop.opt_out("ada@example.com").await;
    let settings = Settings {
        lease: Duration::from_millis(1200),
        ..Settings::for_testing()
    };
    let a = shop.engine_with("a", settings.clone());
    acme.until_sent(1).await;
    let b = shop.engine_with("b", settings.clone());
    let twice = now() + settings.lease * 2;
    eventually("two leases could have lapsed", || now() > twice).await;
    answer.notify_one();
    shop.until_told("acme-ads").await;
    a.stop().await;
    b.stop().await;
    assert_eq!(acme.messages().len(), 1);
    assert_eq!(shop.outcomes("acme-ads").len(), 1);
}

#[tokio::test]
async fn an_outcome_that_could_not_be_written_is_written_again() {
    for fault in [Fault::Lost, Fault::Kept] {
        let shop = Shop::open();
        let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
        shop.declare("acme-ads", &acme).await;
        let engine = shop.engine("a");
        shop.store.fail_next(fault);
        shop.opt_out("ada@example.com").await;
        shop.until_told("acme-ads").await;
        shop.opt_out("bob@example.com").await;
        shop.until_told("acme-ads").await;
        engine.stop().await;
        assert_eq!(acme.messages().len(), 2, "{fault:?}");
        assert_eq!(shop.lag("acme-ads"), 0, "{fault:?}");
    }
}

#[tokio::test]
async fn two_engines_share_the_work_and_settle_everything_once() {
    let shop = Shop::open();
    let names = ["one", "two", "three"];
    let mut open = Vec::new();
    for name in names {
        let destination = Destination::open(name, |_| Reply::status(200)).await;
        shop.declare(name, &destination).await;
        open.push(destination);
    }
    let settings = Settings {
        lease: Duration::from_secs(6),
        ..Settings::for_testing()
    };
    let a = shop.engine_with("a", settings.clone());
    let b = shop.engine_with("b", settings);
    for person in 0..30 {
        shop.opt_out(&format!("p{person}@example.com")).await;
    }
    for name in names {
        shop.until_told(name).await;
        let choices: u32 = shop
            .outcomes(name)
            .iter()
            .map(|outcome| outcome.choices)
            .sum();
        assert_eq!(choices, 30, "{name}");
    }
    a.stop().await;
    // The leases were given back, so nobody waits for their end.
    shop.opt_out("last@example.com").await;
    for name in names {
        shop.until_told(name).await;
    }
    b.stop().await;
    for destination in &open {
        let told: usize = destination
            .messages()
            .iter()
            .map(|seen| seen.entries.len())
            .sum();
        assert_eq!(told, 31);
    }
}

#[tokio::test]
async fn identifiers_are_erased_when_everybody_was_told_and_their_time_is_over() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    let first = shop.opt_out("ada@example.com").await;
    let sealed = |position: u64| {
        let stored = shop.store.read(position, 1).unwrap().remove(0);
        stored.sealed.is_some()
    };
    let engine = shop.engine("a");
    shop.until_told("acme-ads").await;
    engine.stop().await;
    assert!(
        sealed(first),
        "kept for destinations that are declared later"
    );
    acme.behave(|_| Reply::status(503));
    let second = shop.opt_out("bob@example.com").await;
    let at_once = Settings {
        keep_identifiers_days: 0,
        ..Settings::for_testing()
    };
    let engine = shop.engine_with("a", at_once);
    eventually("erased", || !sealed(first)).await;
    assert!(sealed(second), "not told yet");
    engine.stop().await;
}
