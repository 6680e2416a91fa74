//! What a destination is told, and what becomes of it in the log.

use delivery::engine::State;
use optout::{OutcomeState, PurposeSet};
use serde_json::Value;
use store::Telling;

use crate::support::{Destination, Reply, Shop, eventually};

#[tokio::test]
async fn choices_are_told_once_in_order_with_proof() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::status(204)).await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    let first = shop.opt_out("ada@example.com").await;
    shop.until_told("acme-ads").await;
    let second = shop.opt_out("bob@example.com").await;
    let third = shop.opt_in("ada@example.com").await;
    shop.until_told("acme-ads").await;
    engine.stop().await;

    let told: Vec<u64> = acme
        .messages()
        .into_iter()
        .flat_map(|seen| seen.entries)
        .collect();
    assert_eq!(told, [first, second, third]);
    assert_eq!(
        acme.messages().last().unwrap().acts.last().unwrap(),
        "opt_in"
    );
    let body: Value = serde_json::from_slice(&acme.messages()[0].body).unwrap();
    assert_eq!(body["data"]["business"], "Juniper & Rye");
    let identifiers = &body["data"]["notifications"][0]["identifiers"];
    assert_eq!(identifiers[0]["value"], "ada@example.com");
    for (outcome, message) in shop.outcomes("acme-ads").iter().zip(acme.messages()) {
        assert_eq!(outcome.state, OutcomeState::Accepted);
        assert_eq!(outcome.message.as_deref(), Some(message.id.as_str()));
        let digest = delivery::message::sha256_hex(&message.body);
        assert_eq!(outcome.digest, Some(digest));
    }
    let telling = shop.look("acme-ads", |view| view.telling(first, PurposeSet::OPT_OUT));
    assert!(matches!(telling, Telling::Told(_)), "{telling:?}");
    assert_eq!(shop.lag("acme-ads"), 0);
}

#[tokio::test]
async fn one_that_confirms_is_confirmed() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| {
        Reply::json(200, r#"{"status":"confirmed"}"#)
    })
    .await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    let entry = shop.opt_out("ada@example.com").await;
    shop.until_told("acme-ads").await;
    engine.stop().await;
    let telling = shop.look("acme-ads", |view| view.telling(entry, PurposeSet::OPT_OUT));
    assert!(matches!(telling, Telling::Confirmed(_)), "{telling:?}");
}

#[tokio::test]
async fn one_that_is_declared_later_catches_up_on_everybody_in_full_messages() {
    let shop = Shop::open();
    for person in 0..520 {
        shop.opt_out(&format!("p{person}@example.com")).await;
    }
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    shop.until_told("acme-ads").await;
    engine.stop().await;
    let sizes: Vec<usize> = acme
        .messages()
        .iter()
        .map(|seen| seen.entries.len())
        .collect();
    assert_eq!(sizes.iter().sum::<usize>(), 520);
    assert!(sizes.len() < 4, "{sizes:?}");
    let choices: u32 = shop
        .outcomes("acme-ads")
        .iter()
        .map(|outcome| outcome.choices)
        .sum();
    assert_eq!(choices, 520);
}

#[tokio::test]
async fn choices_of_no_concern_are_settled_without_a_message() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    let entry = shop.limit("ada@example.com").await;
    shop.until_told("acme-ads").await;
    let outcomes = shop.outcomes("acme-ads");
    assert_eq!(outcomes.len(), 1);
    assert_eq!(outcomes[0].state, OutcomeState::NotApplicable);
    assert_eq!((outcomes[0].last, outcomes[0].choices), (entry, 1));
    assert_eq!(shop.lag("acme-ads"), 0);
    // Entries that are nobody's choice settle nothing, or outcomes would follow outcomes for ever.
    shop.resume("acme-ads").await;
    let next = shop.opt_out("bob@example.com").await;
    shop.until_told("acme-ads").await;
    engine.stop().await;
    let outcomes = shop.outcomes("acme-ads");
    assert_eq!(outcomes.len(), 2);
    assert_eq!((outcomes[1].last, outcomes[1].choices), (next, 1));
    assert_eq!(acme.messages().len(), 1);
}

#[tokio::test]
async fn every_destination_goes_its_own_pace() {
    let shop = Shop::open();
    let slow = Destination::open("slow", |_| Reply::Never).await;
    let quick = Destination::open("quick", |_| Reply::status(200)).await;
    shop.declare("slow", &slow).await;
    shop.declare("quick", &quick).await;
    let engine = shop.engine("a");
    shop.opt_out("ada@example.com").await;
    slow.until_sent(1).await;
    for person in ["bob@example.com", "eve@example.com"] {
        shop.opt_out(person).await;
        shop.until_told("quick").await;
    }
    assert_eq!(slow.messages().len(), 1);
    assert!(shop.outcomes("slow").is_empty());
    engine.stop().await;
}

#[tokio::test]
async fn a_destination_that_is_removed_is_left_alone() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    let other = Destination::open("other", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    shop.declare("other", &other).await;
    let engine = shop.engine("a");
    shop.opt_out("ada@example.com").await;
    shop.until_told("acme-ads").await;
    eventually("a status", || {
        engine.status("acme-ads").map(|status| status.state) == Some(State::Active)
    })
    .await;
    shop.remove("acme-ads").await;
    eventually("no status", || engine.status("acme-ads").is_none()).await;
    shop.opt_out("bob@example.com").await;
    shop.until_told("other").await;
    engine.stop().await;
    assert_eq!(acme.messages().len(), 1);
}
