//! Destinations that fail as a whole: the cursor stays, nothing is called done, and nobody's tries are used up.

use std::time::Duration;

use delivery::engine::{Engine, State};
use optout::PurposeSet;
use store::Telling;

use crate::support::{Destination, Reply, Shop, eventually, now};

/// Waits until the engine shows this state and word for a destination.
async fn until_state(engine: &Engine, state: State, word: &str) {
    eventually(word, || {
        let status = engine.status("acme-ads");
        status.is_some_and(|status| status.state == state && status.last_error == Some(word))
    })
    .await;
}

/// A destination that answers `failure` so many times and then takes everything.
async fn fails_at_first(times: usize, failure: Reply) -> Destination {
    let mut tries = 0;
    Destination::open("acme-ads", move |_| {
        tries += 1;
        if tries <= times {
            failure.clone()
        } else {
            Reply::status(200)
        }
    })
    .await
}

#[tokio::test]
async fn a_failure_is_tried_again_with_the_same_bytes_under_the_same_id() {
    for failure in [
        Reply::json(200, r#"{"error":"database is down"}"#),
        Reply::json(200, r#"{"success":false}"#),
        Reply::Now(200, "text/html", "<p>Sign in".into()),
        Reply::status(500),
        Reply::status(503),
        Reply::status(429),
        Reply::status(302),
    ] {
        let shop = Shop::open();
        let acme = fails_at_first(4, failure).await;
        shop.declare("acme-ads", &acme).await;
        shop.opt_out("ada@example.com").await;
        shop.opt_out("bob@example.com").await;
        let engine = shop.engine("a");
        acme.until_sent(2).await;
        // Something else moves the log's head, and with it every receipt that is cut from now on.
        shop.resume("acme-ads").await;
        acme.until_sent(4).await;
        assert!(
            shop.outcomes("acme-ads").is_empty(),
            "called done by a status"
        );
        shop.until_told("acme-ads").await;
        engine.stop().await;
        assert_eq!(acme.messages().len(), 5);
        assert_eq!(acme.ids().len(), 1);
        acme.assert_ids_are_constant();
        acme.assert_bytes_are_constant();
        assert_eq!(shop.outcomes("acme-ads").len(), 1);
    }
}

#[tokio::test]
async fn a_success_with_an_error_in_it_never_counts_as_done() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| {
        Reply::json(200, r#"{"status":"error","error":"x"}"#)
    })
    .await;
    shop.declare("acme-ads", &acme).await;
    let entries = [
        shop.opt_out("ada@example.com").await,
        shop.opt_out("bob@example.com").await,
    ];
    let engine = shop.engine("a");
    acme.until_sent(60).await;
    engine.stop().await;
    for outcome in shop.outcomes("acme-ads") {
        // One entry may be passed over so that others get through; it goes on failing.
        assert_eq!(outcome.failed.len(), 1, "{outcome:?}");
    }
    for entry in entries {
        let telling = shop.look("acme-ads", |view| view.telling(entry, PurposeSet::OPT_OUT));
        assert_eq!(telling, Telling::Waiting);
    }
    assert_eq!(shop.lag("acme-ads"), 2);
}

#[tokio::test]
async fn an_answer_without_end_is_none() {
    let shop = Shop::open();
    let endless = "x".repeat(delivery::classify::MAX_ANSWER_BYTES);
    let endless = format!(r#"{{"status":"confirmed","note":"{endless}"}}"#);
    let acme = Destination::open("acme-ads", move |_| Reply::json(200, &endless)).await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    shop.opt_out("ada@example.com").await;
    until_state(&engine, State::BackingOff, "unclear_answer").await;
    assert!(shop.outcomes("acme-ads").is_empty());
    engine.stop().await;
}

#[tokio::test]
async fn broken_credentials_hold_it_until_it_is_resumed() {
    for (status, word) in [(401, "credentials"), (403, "credentials"), (410, "gone")] {
        let shop = Shop::open();
        let acme = Destination::open("acme-ads", move |_| Reply::status(status)).await;
        shop.declare("acme-ads", &acme).await;
        let engine = shop.engine("a");
        shop.opt_out("ada@example.com").await;
        shop.until("held", "acme-ads", |view| view.held() == Some(word))
            .await;
        until_state(&engine, State::Held, word).await;
        // People go on saying no, and nothing is sent.
        shop.opt_out("bob@example.com").await;
        assert!(shop.outcomes("acme-ads").is_empty());
        acme.behave(|_| Reply::status(200));
        shop.resume("acme-ads").await;
        shop.until_told("acme-ads").await;
        engine.stop().await;
        acme.assert_ids_are_constant();
        acme.assert_bytes_are_constant();
        let sizes: Vec<usize> = acme
            .messages()
            .iter()
            .map(|seen| seen.entries.len())
            .collect();
        assert_eq!(sizes, [1, 1, 1], "{status}");
        assert_eq!(shop.lag("acme-ads"), 0);
    }
}

#[tokio::test]
async fn one_that_is_resumed_at_once_goes_on() {
    let shop = Shop::open();
    let acme = fails_at_first(10, Reply::status(401)).await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    shop.opt_out("ada@example.com").await;
    for tries in 1..=10 {
        acme.until_sent(tries).await;
        shop.until("held", "acme-ads", |view| view.held().is_some())
            .await;
        shop.resume("acme-ads").await;
    }
    shop.until_told("acme-ads").await;
    engine.stop().await;
    assert_eq!(acme.messages().len(), 11);
    acme.assert_bytes_are_constant();
}

#[tokio::test]
async fn one_that_is_dead_is_told_when_it_lives_elsewhere() {
    let shop = Shop::open();
    let nobody = "http://127.0.0.1:9/hooks".to_owned();
    shop.declare_for("acme-ads", nobody, PurposeSet::OPT_OUT)
        .await;
    let engine = shop.engine("a");
    let entry = shop.opt_out("ada@example.com").await;
    until_state(&engine, State::BackingOff, "connection").await;
    assert!(engine.status("acme-ads").unwrap().next_try.is_some());
    assert_eq!(shop.look("acme-ads", store::DestinationView::cursor), 0);
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    shop.until_told("acme-ads").await;
    let telling = shop.look("acme-ads", |view| view.telling(entry, PurposeSet::OPT_OUT));
    assert!(matches!(telling, Telling::Told(_)), "{telling:?}");
    eventually("active again", || {
        let status = engine.status("acme-ads").unwrap();
        status.state == State::Active && status.last_error.is_none()
    })
    .await;
    engine.stop().await;
}

#[tokio::test]
async fn a_wish_for_later_is_honoured() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::Later(503, 600)).await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    shop.opt_out("ada@example.com").await;
    until_state(&engine, State::BackingOff, "unavailable").await;
    let next_try = engine.status("acme-ads").unwrap().next_try.unwrap();
    let wait = Duration::try_from(next_try.duration_since(now())).unwrap();
    assert!(wait > Duration::from_secs(500), "{wait:?}");
    engine.stop().await;
    assert_eq!(acme.messages().len(), 1);
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let shop = Shop::open();
    let other = Destination::open("acme-ads", |_| Reply::status(200)).await;
    let url = other.url();
    let acme = Destination::open("acme-ads", move |_| Reply::Elsewhere(url.clone())).await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    shop.opt_out("ada@example.com").await;
    until_state(&engine, State::BackingOff, "redirect").await;
    acme.until_sent(3).await;
    engine.stop().await;
    assert!(other.messages().is_empty());
    assert!(shop.outcomes("acme-ads").is_empty());
}

#[tokio::test]
async fn nothing_is_sent_to_where_it_must_not_go() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    shop.opt_out("ada@example.com").await;
    let settings = delivery::engine::Settings {
        allow_private_addresses: false,
        ..delivery::engine::Settings::for_testing()
    };
    let engine = shop.engine_with("a", settings);
    until_state(&engine, State::BackingOff, "bad_url").await;
    let port = acme.url().rsplit(':').next().unwrap().to_owned();
    let by_name = format!("https://localhost:{port}");
    shop.declare_for("acme-ads", by_name, PurposeSet::OPT_OUT)
        .await;
    until_state(&engine, State::BackingOff, "address_refused").await;
    engine.stop().await;
    assert!(acme.messages().is_empty());
    assert!(shop.outcomes("acme-ads").is_empty());
}
