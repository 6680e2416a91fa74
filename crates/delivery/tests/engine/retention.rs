//! Records whose time is over: they go, what they say stays in force, and every proof stays valid.

use std::time::Duration;

use delivery::engine::{Engine, Settings};
use ledger::receipt;
use optout::{Entry, PurposeSet, Retention, Stance, Timestamp};
use store::{Difference, LeaseStore, LogStore, seal::Sealer};

use crate::support::{Destination, Fault, Reply, Shop, Standings, eventually, master, now, token};

const LEASE: &str = ".retention";

/// In the sixth year after that of [`now`], when its records are over.
fn later() -> Timestamp {
    now() + Duration::from_hours(24 * 365 * 6)
}

fn start(shop: &Shop, holder: &str) -> Engine {
    shop.engine_at(holder, Settings::for_testing(), later)
}

/// Waits until records were looked at so often, and stops the engine.
async fn looked(shop: &Shop, engine: Engine, times: u64) {
    eventually("looked", || shop.store.leases(LEASE) == (times, true)).await;
    engine.stop().await;
}

fn entries(shop: &Shop) -> Vec<Entry> {
    let entries = shop.store.read(0, usize::MAX).unwrap();
    entries
        .iter()
        .map(|stored| stored.entry().unwrap())
        .collect()
}

/// What was carried, from where.
fn carried(shop: &Shop) -> Vec<(u64, Stance)> {
    let carried = |entry: Entry| match entry {
        Entry::Carried(carried) => Some((carried.from, carried.stance)),
        _ => None,
    };
    let mut carried: Vec<_> = entries(shop).into_iter().filter_map(carried).collect();
    carried.sort_by_key(|(from, _)| *from);
    carried
}

fn is_erased(shop: &Shop, position: u64) -> bool {
    let stored = shop.store.read(position, 1).unwrap().remove(0);
    let erased = matches!(stored.entry().unwrap(), Entry::Erased { .. });
    assert_eq!(erased, stored.salt.is_none());
    assert!(!erased || stored.sealed.is_none());
    erased
}

/// What is denied and authorised, and since which entry.
fn in_force(standings: &Standings, email: &str) -> (PurposeSet, PurposeSet, Option<u64>) {
    let standing = standings.get(&token(email)).copied().unwrap_or_default();
    let denied = standing.denied();
    let since = (!denied.is_empty()).then(|| standing.last_denial());
    (denied, standing.authorised(), since)
}

fn assert_in_force(shop: &Shop, email: &str, denied: PurposeSet, authorised: PurposeSet) {
    let live = in_force(&shop.standings(), email);
    assert_eq!((live.0, live.1), (denied, authorised), "{email}");
    assert_eq!(in_force(&shop.replayed(), email), live, "{email}");
    assert!(
        live.2.is_none_or(|since| !is_erased(shop, since)),
        "{email}"
    );
}

fn check(shop: &Shop) -> Option<Difference> {
    let sealer = Sealer::new(&master());
    let report = store::check(&*shop.store, (shop.log.key(), &sealer), &[], |_| {});
    report.unwrap().difference
}

async fn receipt_of(shop: &Shop, position: u64) -> String {
    let published = shop.log.published(position, Duration::from_secs(30)).await;
    assert!(published.is_some());
    let stored = shop.store.read(position, 1).unwrap().remove(0);
    shop.log.receipt(&stored).unwrap().unwrap()
}

#[tokio::test]
async fn everything_goes_and_all_that_was_said_stands_and_is_proved() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    let ada = shop.opt_out("ada@example.com").await;
    let limited = shop.limit("ada@example.com").await;
    let out = shop.opt_out("bob@example.com").await;
    let asked = shop.ask_to_opt_in("bob@example.com").await;
    let back = shop.opt_in("bob@example.com").await;
    let back_early = shop.opt_in("eve@example.com").await;
    let eve = shop.opt_out("eve@example.com").await;
    let kept = receipt_of(&shop, ada).await;
    let engine = shop.engine("a");
    shop.until_told("acme-ads").await;
    engine.stop().await;
    assert!(!is_erased(&shop, ada), "its time is not over");
    let before = shop.store.size().unwrap();
    let messages = acme.messages().len();

    looked(&shop, start(&shop, "b"), 1).await;
    for position in [ada, limited, out, asked, back, back_early, eve] {
        assert!(is_erased(&shop, position), "{position}");
    }
    let (no, yes) = (Stance::No, Stance::Yes);
    assert_eq!(
        carried(&shop),
        [(ada, no), (limited, no), (back, yes), (eve, no)]
    );
    let all = PurposeSet::OPT_OUT.union(PurposeSet::LIMIT);
    assert_in_force(&shop, "ada@example.com", all, PurposeSet::NONE);
    assert_in_force(
        &shop,
        "bob@example.com",
        PurposeSet::NONE,
        PurposeSet::OPT_OUT,
    );
    assert_in_force(
        &shop,
        "eve@example.com",
        PurposeSet::OPT_OUT,
        PurposeSet::NONE,
    );

    // Four entries and the one that says that records are erased; nobody was told again.
    let after = entries(&shop);
    assert_eq!(after.len() as u64, before + 5);
    assert!(
        matches!(after.last(), Some(Entry::Retention(Retention { through, received_before, .. }))
            if *through == eve + 1 && received_before.to_string() == "2027-01-01"),
        "{after:?}"
    );
    assert_eq!(acme.messages().len(), messages);
    assert_eq!(shop.lag("acme-ads"), 0);

    // The log is proved, and so is what somebody kept.
    receipt_of(&shop, before).await;
    assert!(check(&shop).is_none());
    let proved = receipt::verify(&kept, shop.log.key()).unwrap();
    assert_eq!(proved.index, ada);
    assert!(matches!(
        Entry::from_bytes(&proved.record),
        Ok(Entry::OptOut(_))
    ));
}

#[tokio::test]
async fn a_second_look_does_nothing() {
    let shop = Shop::open();
    shop.opt_out("ada@example.com").await;
    looked(&shop, start(&shop, "a"), 1).await;
    let after = entries(&shop);
    looked(&shop, start(&shop, "b"), 2).await;
    assert_eq!(entries(&shop), after);
}

#[tokio::test]
async fn what_was_taken_back_is_forgotten() {
    let shop = Shop::open();
    shop.opt_out("ada@example.com").await;
    looked(&shop, start(&shop, "a"), 1).await;
    assert_eq!(carried(&shop).len(), 1);
    // Six years later still, her opt-in is over too; what was carried then does not stand any more.
    shop.opt_in("ada@example.com").await;
    let much_later = || later() + Duration::from_hours(24 * 365 * 6);
    let engine = shop.engine_at("b", Settings::for_testing(), much_later);
    looked(&shop, engine, 2).await;
    assert_in_force(
        &shop,
        "ada@example.com",
        PurposeSet::NONE,
        PurposeSet::OPT_OUT,
    );
    let [(_, Stance::Yes)] = carried(&shop)[..] else {
        panic!("only the opt-in stands: {:?}", entries(&shop))
    };
}

#[tokio::test]
async fn nobodys_record_goes_before_everybody_was_told() {
    let shop = Shop::open();
    let acme = Destination::open("acme-ads", |_| Reply::status(200)).await;
    shop.declare("acme-ads", &acme).await;
    let first = shop.opt_out("ada@example.com").await;
    let engine = shop.engine("a");
    shop.until_told("acme-ads").await;
    engine.stop().await;
    acme.behave(|_| Reply::status(503));
    let second = shop.opt_out("bob@example.com").await;
    looked(&shop, start(&shop, "b"), 1).await;
    assert!(is_erased(&shop, first));
    assert!(!is_erased(&shop, second));
}

#[tokio::test]
async fn only_one_of_two_engines_does_it() {
    let shop = Shop::open();
    for person in 0..50 {
        shop.opt_out(&format!("p{person}@example.com")).await;
    }
    let other = shop
        .store
        .lease(LEASE, "other", later().as_millisecond(), i64::MAX)
        .unwrap()
        .unwrap();
    let engine = start(&shop, "a");
    eventually("asked", || shop.store.lease_refusals(LEASE) == 1).await;
    engine.stop().await;
    assert!(carried(&shop).is_empty());
    assert_eq!(shop.store.size().unwrap(), 50);
    shop.store.release(&other).unwrap();
    // And of two that begin at once each record is carried by one.
    let engines = [start(&shop, "a"), start(&shop, "b")];
    eventually("all carried and erased", || {
        carried(&shop).len() == 50 && (0..50).all(|position| is_erased(&shop, position))
    })
    .await;
    for engine in engines {
        engine.stop().await;
    }
    assert_eq!(carried(&shop).len(), 50);
    assert!(check(&shop).is_none());
}

#[tokio::test]
async fn a_crash_before_erasing_loses_nothing_and_carries_nothing_twice() {
    for fault in [Fault::Lost, Fault::Kept] {
        let shop = Shop::open();
        let ada = shop.opt_out("ada@example.com").await;
        // The first entry to be carried meets it: the look ends there, and whether the entry is there nobody knows.
        shop.store.fail_next(fault);
        looked(&shop, start(&shop, "a"), 1).await;
        assert!(!is_erased(&shop, ada), "{fault:?}");
        looked(&shop, start(&shop, "b"), 2).await;
        assert!(is_erased(&shop, ada), "{fault:?}");
        assert_eq!(carried(&shop), [(ada, Stance::No)], "{fault:?}");
        assert_in_force(
            &shop,
            "ada@example.com",
            PurposeSet::OPT_OUT,
            PurposeSet::NONE,
        );
        assert!(check(&shop).is_none(), "{fault:?}");
    }
}

#[tokio::test]
async fn an_entry_that_was_erased_without_a_word_is_named() {
    let shop = Shop::open();
    let ada = shop.opt_out("ada@example.com").await;
    receipt_of(&shop, ada).await;
    let stub = Entry::Erased { told: true }.to_bytes();
    shop.store.erase_records(&[ada], &stub).unwrap();
    let difference = check(&shop).unwrap().to_string();
    assert_eq!(
        difference,
        format!("entry {ada} was erased, but no retention entry covers it")
    );
}
