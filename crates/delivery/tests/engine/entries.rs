//! Single entries that a destination cannot take: the others get through, and none is forgotten.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use delivery::backoff::MAX_ITEM_TRIES;
use optout::{OutcomeState, PurposeSet};
use store::{LogStore, Telling};

use crate::support::{Destination, Reply, Shop};

const PEOPLE: usize = 20;

async fn crowd(shop: &Shop) -> Vec<u64> {
    let mut entries = Vec::new();
    for person in 0..PEOPLE {
        entries.push(shop.opt_out(&format!("p{person}@example.com")).await);
    }
    entries
}

fn telling(shop: &Shop, entry: u64) -> Telling {
    shop.look("acme-ads", |view| view.telling(entry, PurposeSet::OPT_OUT))
}

/// `failed` with every entry of the message that `fails` says.
fn failing(entries: &[u64], mut fails: impl FnMut(u64) -> bool) -> Reply {
    let failed: Vec<String> = entries
        .iter()
        .filter(|entry| fails(**entry))
        .map(|entry| format!(r#"{{"entry":{entry},"reason":"p0@example.com is unknown"}}"#))
        .collect();
    let failed = failed.join(",");
    Reply::json(
        200,
        &format!(r#"{{"status":"confirmed","failed":[{failed}]}}"#),
    )
}

#[tokio::test]
async fn entries_named_as_failed_are_tried_again_by_themselves() {
    let shop = Shop::open();
    let tries = Arc::new(Mutex::new(BTreeMap::<u64, u32>::new()));
    let counted = tries.clone();
    // Every second entry fails twice.
    let acme = Destination::open("acme-ads", move |entries| {
        failing(entries, |entry| {
            let mut tries = counted.lock().unwrap();
            let count = tries.entry(entry).or_default();
            *count += 1;
            entry % 2 == 0 && *count <= 2
        })
    })
    .await;
    shop.declare("acme-ads", &acme).await;
    let entries = crowd(&shop).await;
    let engine = shop.engine("a");
    shop.until_told("acme-ads").await;
    engine.stop().await;
    for entry in entries {
        let expected = if entry % 2 == 0 { 3 } else { 1 };
        assert_eq!(tries.lock().unwrap()[&entry], expected, "{entry}");
        assert!(
            matches!(telling(&shop, entry), Telling::Confirmed(_)),
            "{entry}"
        );
    }
    acme.assert_ids_are_constant();
    assert_eq!(shop.lag("acme-ads"), 0);
    for outcome in shop.outcomes("acme-ads") {
        for item in outcome.failed {
            assert_eq!(item.reason, "refused", "a word that is not ours");
        }
    }
}

#[tokio::test]
async fn one_poisoned_entry_holds_up_nobody_else_and_ends_with_a_person() {
    for poison in [
        |_: &[u64]| Reply::status(400),
        |_: &[u64]| Reply::status(413),
        |_: &[u64]| Reply::status(404),
        |entries: &[u64]| match entries {
            [only] => failing(&[*only], |_| true),
            _ => Reply::status(422),
        },
    ] {
        let shop = Shop::open();
        let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
        shop.declare("acme-ads", &acme).await;
        let entries = crowd(&shop).await;
        let poisoned = entries[13];
        acme.behave(move |entries| {
            if entries.contains(&poisoned) {
                poison(entries)
            } else {
                Reply::status(200)
            }
        });
        let engine = shop.engine("a");
        shop.until_told("acme-ads").await;
        engine.stop().await;
        for entry in entries {
            if entry == poisoned {
                assert_eq!(telling(&shop, entry), Telling::Manual);
            } else {
                assert!(matches!(telling(&shop, entry), Telling::Told(_)), "{entry}");
            }
        }
        let alone = acme.messages();
        let alone = alone
            .iter()
            .filter(|seen| seen.entries == [poisoned])
            .count();
        assert_eq!(alone, MAX_ITEM_TRIES as usize);
        acme.assert_ids_are_constant();
        assert_eq!(shop.lag("acme-ads"), 0);
    }
}

#[tokio::test]
async fn one_that_makes_it_fail_is_passed_over_and_never_called_done() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    let entries = crowd(&shop).await;
    let poisoned = entries[7];
    acme.behave(move |entries| {
        if entries.contains(&poisoned) {
            Reply::status(500)
        } else {
            Reply::status(200)
        }
    });
    let engine = shop.engine("a");
    let last = *entries.last().unwrap();
    shop.until("the others got through", "acme-ads", |view| {
        view.cursor() > last
    })
    .await;
    engine.stop().await;
    for entry in entries {
        if entry == poisoned {
            assert_eq!(telling(&shop, entry), Telling::Waiting);
        } else {
            assert!(matches!(telling(&shop, entry), Telling::Told(_)), "{entry}");
        }
    }
    assert_eq!(shop.lag("acme-ads"), 1);
}

#[tokio::test]
async fn one_that_refuses_everything_uses_up_nobodys_tries() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::status(404)).await;
    shop.declare("acme-ads", &acme).await;
    crowd(&shop).await;
    let engine = shop.engine("a");
    acme.until_sent(200).await;
    assert_eq!(
        engine.status("acme-ads").unwrap().last_error,
        Some("refuses_everything")
    );
    let manual = |state| state == OutcomeState::Manual;
    assert!(
        !shop
            .outcomes("acme-ads")
            .iter()
            .any(|outcome| manual(outcome.state))
    );
    acme.behave(|_| Reply::status(200));
    shop.until_told("acme-ads").await;
    engine.stop().await;
    assert!(
        !shop
            .outcomes("acme-ads")
            .iter()
            .any(|outcome| manual(outcome.state))
    );
    assert_eq!(shop.lag("acme-ads"), 0);
}

#[tokio::test]
async fn erased_identifiers_end_with_a_person() {
    let shop = Shop::open();
    let entries = crowd(&shop).await;
    // A run of erased ones, and one among the others.
    shop.store.erase_sealed(entries[0], entries[5]).unwrap();
    shop.store.erase_sealed(entries[9], entries[10]).unwrap();
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    shop.until_told("acme-ads").await;
    engine.stop().await;
    for (place, entry) in entries.iter().enumerate() {
        if place < 5 || place == 9 {
            assert_eq!(telling(&shop, *entry), Telling::Manual, "{place}");
        } else {
            assert!(
                matches!(telling(&shop, *entry), Telling::Told(_)),
                "{place}"
            );
        }
    }
    let reasons: Vec<_> = shop
        .outcomes("acme-ads")
        .into_iter()
        .flat_map(|outcome| outcome.failed)
        .collect();
    assert_eq!(reasons.len(), 1);
    assert_eq!(
        (reasons[0].entry, &*reasons[0].reason),
        (entries[9], "identifiers_erased")
    );
    assert_eq!(shop.lag("acme-ads"), 0);
}
