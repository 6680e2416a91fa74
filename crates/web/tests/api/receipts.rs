//! `GET /receipts/{code}`.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::{Answer, Call, TestNode};

async fn opt_out(node: &TestNode) -> Answer {
    let body = json!({
        "identifiers": [
            { "kind": "email", "value": "ada.lovelace@example.com" },
            { "kind": "phone", "value": "+14155550142" },
        ],
        "agent": "Permission Slip",
    });
    node.send(Call::post("/v1/opt-outs", &body)).await
}

#[tokio::test]
async fn the_page_says_what_was_done_and_not_to_whom() {
    let node = TestNode::start().await;
    let no = opt_out(&node).await;
    let path = format!("/receipts/{}", no.code());
    for accept in ["text/html,application/xhtml+xml", "*/*"] {
        let page = node.send(Call::get(&path).header("accept", accept)).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "private, no-store");
        let html = page.text();
        assert!(
            html.contains(&no.code()) && html.contains("noindex"),
            "{html}"
        );
        for private in ["lovelace", "example.com", "5550142", "0142", "Permission"] {
            assert!(!html.contains(private), "{private} is on the page");
        }
    }
}

#[tokio::test]
async fn the_proof_is_given_to_whoever_asks_for_text() {
    let node = TestNode::start().await;
    let no = opt_out(&node).await;
    let path = format!("/receipts/{}", no.code());
    let as_text = Call::get(&path).header("accept", "text/plain");
    let download = Call::get(&format!("{path}.tlog-proof"));
    for call in [as_text, download] {
        let answer = node.send(call).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        let name = format!("attachment; filename=\"{}.tlog-proof\"", no.code());
        assert_eq!(answer.header("content-disposition"), name);
        let proved = ledger::receipt::verify(answer.text(), node.node.log.key()).unwrap();
        assert_eq!(proved.index, no.index());
    }
}

#[tokio::test]
async fn an_old_receipt_is_proved_against_the_newest_checkpoint() {
    let node = TestNode::start().await;
    let no = opt_out(&node).await;
    for number in 0..300 {
        let body =
            json!({ "identifiers": [{ "kind": "account", "value": format!("ada-{number}") }] });
        let call = Call::post("/v1/opt-outs", &body).header("prefer", "wait=0");
        assert_eq!(node.send(call).await.status, 201);
    }
    opt_out_of_another(&node).await;
    let path = format!("/receipts/{}.tlog-proof", no.code());
    let answer = node.send(Call::get(&path)).await;
    let proved = ledger::receipt::verify(answer.text(), node.node.log.key()).unwrap();
    assert_eq!(
        (proved.index, proved.checkpoint.size()),
        (no.index(), node.size())
    );
}

/// Waits for its receipt, and so until everything before it is published too.
async fn opt_out_of_another(node: &TestNode) {
    let body = json!({ "identifiers": [{ "kind": "account", "value": "another" }] });
    let answer = node.send(Call::post("/v1/opt-outs", &body)).await;
    assert!(answer.json()["receipt"].is_string());
}

#[tokio::test]
async fn a_code_is_read_however_it_was_typed() {
    let node = TestNode::start().await;
    let code = opt_out(&node).await.code();
    let bare = code.replace('-', "");
    for typed in [
        code.to_lowercase(),
        bare.clone(),
        bare.to_lowercase(),
        code.replace('-', "%20"),
        code.replace('0', "O").replace('1', "l"),
    ] {
        let page = node.send(Call::get(&format!("/receipts/{typed}"))).await;
        assert_eq!(page.status, 200, "{typed}");
        assert!(page.text().contains(&code));
    }
}

#[tokio::test]
async fn a_code_of_nothing_leads_nowhere() {
    let node = TestNode::start().await;
    let code = opt_out(&node).await.code();
    let key_entry = node.node.codes.code(0);
    let not_there_yet = node.node.codes.code(1000);
    let last = if code.ends_with('A') { "B" } else { "A" };
    let misspelt = format!("{}{last}", &code[..code.len() - 1]);
    for typed in [
        "0000-0000-0000-0000",
        "x",
        "%F0%9F%98%80",
        &misspelt,
        &not_there_yet,
        &key_entry,
    ] {
        let page = node.send(Call::get(&format!("/receipts/{typed}"))).await;
        assert_eq!(page.status, 404, "{typed}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    }
    let text = Call::get("/receipts/0000-0000-0000-0000").header("accept", "text/plain");
    assert_snapshot!(node.send(text).await, @r#"404 {"detail":"there is no receipt of this code","status":404,"title":"There is nothing here","type":"urn:refrain:problem:not-found"}"#);
}
