//! What people see when the record of their request was erased after its retention.

use insta::assert_snapshot;
use optout::{Carried, Date, Entry, PurposeSet, Retention, Stance};
use serde_json::{Value, json};

use crate::support::{Call, TestNode, WORLD};

const PATH: &str = "/privacy-choices";
const DAY: Date = Date::constant(2026, 11, 23);

fn ada() -> Value {
    json!({ "identifiers": [{ "kind": "email", "value": "ada@example.com" }] })
}

fn entry(node: &TestNode, position: u64) -> Entry {
    let stored = node.node.log.store().read(position, 1).unwrap().remove(0);
    stored.entry().unwrap()
}

/// Carries the no at `position` forward; returns where to.
async fn carry(node: &TestNode, position: u64) -> u64 {
    let no = entry(node, position);
    let choice = no.choice().unwrap();
    node.record(Entry::Carried(Carried {
        at: (WORLD.now)(),
        from: position,
        received: DAY,
        stance: Stance::No,
        word: optout::Word::Own,
        purposes: choice.purposes,
        subjects: choice.subjects.to_vec(),
    }))
    .await
}

async fn erase(node: &TestNode, position: u64) {
    node.record(Entry::Retention(Retention {
        at: (WORLD.now)(),
        through: position + 1,
        received_before: DAY,
    }))
    .await;
    let stub = Entry::Erased { told: true }.to_bytes();
    let store = node.node.log.store();
    assert_eq!(store.erase_records(&[position], &stub).unwrap(), 1);
}

#[tokio::test]
async fn the_receipt_of_an_erased_record_is_gone_and_a_saved_one_verifies() {
    let node = TestNode::start().await;
    let no = node.send(Call::post("/v1/opt-outs", &ada())).await;
    let path = format!("/receipts/{}", no.code());
    erase(&node, no.index()).await;
    for (accept, words) in [
        ("*/*", "The record of this request was erased."),
        ("text/html", "a receipt you saved can still be verified"),
    ] {
        let page = node.send(Call::get(&path).header("accept", accept)).await;
        assert_eq!(page.status, 410);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(page.text().contains(words), "{page}");
    }
    let spanish = node.send(Call::get(&format!("{path}?lang=es"))).await;
    assert!(spanish.text().contains("se borraron"), "{spanish}");
    let text = Call::get(&path).header("accept", "text/plain");
    assert_snapshot!(node.send(text).await, @r#"410 {"detail":"the record of this request was erased after its retention; a receipt you saved can still be verified","status":410,"title":"The record was erased","type":"urn:refrain:problem:erased"}"#);
    let proof = node.send(Call::get(&format!("{path}.tlog-proof"))).await;
    assert_eq!(proof.status, 410);
    let saved = no.json()["receipt"].as_str().unwrap().to_owned();
    let proved = ledger::receipt::verify(&saved, node.node.log.key()).unwrap();
    assert_eq!(proved.index, no.index());
}

#[tokio::test]
async fn a_repeat_names_the_entry_that_carries_it_and_adds_none() {
    let node = TestNode::start().await;
    let no = node.send(Call::post("/v1/opt-outs", &ada())).await;
    let carried = carry(&node, no.index()).await;
    erase(&node, no.index()).await;
    let size = node.size();
    let call = Call::post("/v1/opt-outs", &ada()).key("intake");
    let repeat = node.send(call).await;
    assert_eq!((repeat.status, repeat.index()), (200, carried));
    assert_eq!(node.size(), size);
    let receipt = repeat.json()["receipt"].as_str().unwrap().to_owned();
    let proved = ledger::receipt::verify(&receipt, node.node.log.key()).unwrap();
    assert!(matches!(
        Entry::from_bytes(&proved.record),
        Ok(Entry::Carried(_))
    ));
    let page = node
        .send(Call::get(&format!("/receipts/{}", repeat.code())))
        .await;
    assert_eq!(page.status, 200);
    for words in [
        "In force since 23 November 2026.",
        "to opt out of the sale and sharing",
        "what stands of it was carried forward",
        "one e-mail address",
    ] {
        assert!(page.text().contains(words), "{words}: {page}");
    }
}

#[tokio::test]
async fn a_browser_sees_that_its_choices_stand_since_the_day_that_was_kept() {
    let node = TestNode::start().await;
    let page = node.send(Call::form(PATH, "act=opt_out")).await;
    let cookie = page.cookie().to_owned();
    let out = node.size() - 1;
    let limit = Call::form(PATH, "act=limit").header("cookie", &cookie);
    assert_eq!(node.send(limit).await.status, 200);
    let limited = node.size() - 1;
    let look = async || {
        let page = node.send(Call::get(PATH).header("cookie", &cookie)).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("\"status out\""), "{page}");
        page.text().to_owned()
    };
    for position in [out, limited] {
        erase(&node, position).await;
    }
    // Erased by another process, before this one has heard of what was carried.
    let page = look().await;
    assert!(page.contains("In force for this browser."), "{page}");
    assert!(page.contains("only for what you ask of us."), "{page}");
    assert!(!page.contains("/receipts/"), "{page}");
}

#[tokio::test]
async fn a_carried_choice_says_its_day_and_can_be_repeated_and_taken_back() {
    let node = TestNode::start().await;
    let page = node.send(Call::form(PATH, "act=opt_out")).await;
    let cookie = page.cookie().to_owned();
    let out = node.size() - 1;
    let limit = Call::form(PATH, "act=limit").header("cookie", &cookie);
    node.send(limit).await;
    let limited = node.size() - 1;
    let code = {
        let carried = carry(&node, out).await;
        carry(&node, limited).await;
        node.node.codes.code(carried)
    };
    for position in [out, limited] {
        erase(&node, position).await;
    }
    let again = Call::form(PATH, "act=opt_out").header("cookie", &cookie);
    for call in [Call::get(PATH).header("cookie", &cookie), again] {
        let page = node.send(call).await;
        let html = page.text();
        for words in [
            "In force for this browser since 23 November 2026.",
            "only for what you ask of us, since 23 November 2026.",
            &code,
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }
    let repeat = Call::form(PATH, "act=limit").header("cookie", &cookie);
    let page = node.send(repeat).await;
    assert!(
        page.text().contains("Processed at 23 November 2026"),
        "{page}"
    );
    assert_eq!(
        entry(&node, node.size() - 1).choice().map(|one| one.act),
        None
    );

    let ask = Call::form("/privacy-choices/opt-in", "").header("cookie", &cookie);
    let page = node.send(ask).await;
    let token = page.text().split("name=\"token\" value=\"").nth(1);
    let token = token.unwrap().split('"').next().unwrap();
    let confirm = Call::form("/privacy-choices/opt-in/confirm", &format!("token={token}"));
    let page = node.send(confirm.header("cookie", &cookie)).await;
    assert!(page.text().contains("\"status open\""), "{page}");
    let facts = node
        .node
        .views
        .gate
        .facts(entry(&node, node.size() - 1).choice().unwrap().subjects);
    assert_eq!(facts.standing[0].denied(), PurposeSet::LIMIT);
}
