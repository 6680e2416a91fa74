//! `POST /v1/programs/{program}/stays`, and decisions that name a programme.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Call, TestNode};

const STAY: &str = "/v1/programs/insiders/stays";

fn ada() -> Value {
    json!([{ "kind": "account", "value": "ada-17" }])
}

async fn reason(node: &TestNode, program: Option<&str>, age: &str) -> String {
    let mut question = json!({ "identifiers": ada(), "recipient": "acme", "purpose": "sharing", "signals": { "gpc": true }, "age": age });
    if let Some(program) = program {
        question["program"] = program.into();
    }
    let answer = node
        .send(Call::post("/v1/decisions", &question).key("decide"))
        .await;
    answer.json()["reason"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn a_member_who_was_asked_stays_until_they_say_no_themselves() {
    let node = TestNode::start().await;
    let signal = json!({ "signal": "gpc", "identifiers": ada() });
    node.send(Call::post("/v1/signals", &signal)).await;
    // Without being asked, the signal counts for the programme too.
    assert_eq!(
        reason(&node, Some("insiders"), "unknown").await,
        "preference_signal"
    );

    let stay = json!({ "identifiers": ada() });
    assert_eq!(node.send(Call::post(STAY, &stay)).await.status, 401);
    let stayed = node.send(Call::post(STAY, &stay).key("intake")).await;
    assert_snapshot!(stayed, @r#"201 {"entry":{"index":6}}"#);
    assert_snapshot!(node.entry(stayed.index()), @r#"{"stayed":{"channel":"api","control":{"key":"intake"},"kinds":["account"],"program":"insiders"}}"#);
    assert_eq!(
        reason(&node, Some("insiders"), "unknown").await,
        "stayed_in_program"
    );
    assert_eq!(reason(&node, None, "unknown").await, "preference_signal");
    assert_eq!(
        reason(&node, Some("insiders"), "13_to_15").await,
        "preference_signal"
    );

    let no = json!({ "identifiers": ada(), "channel": "phone" });
    let said = node.send(Call::post("/v1/opt-outs", &no)).await;
    assert_eq!(said.status, 201, "their own word is news: {said}");
    assert_eq!(
        reason(&node, Some("insiders"), "unknown").await,
        "preference_signal"
    );
    let again = node.send(Call::post("/v1/opt-outs", &no)).await;
    assert_eq!(again.status, 200, "{again}");
    let refused = node.send(Call::post(STAY, &stay).key("intake")).await;
    assert_snapshot!(refused, @r#"409 {"detail":"the person opted out themselves, not by a signal alone: only opting in again, in two acts, changes that","status":409,"title":"The request was not carried out","type":"urn:refrain:problem:refused"}"#);
}

#[tokio::test]
async fn a_press_in_a_browser_that_is_theirs_ends_a_stay() {
    let node = TestNode::start().await;
    let proof = node.node.site_key.proof("account", "ada-17");
    let account = json!({ "kind": "account", "value": "ada-17", "proof": proof });
    let signal = json!({ "signal": true, "identifiers": [account] });
    let visit = node.send(Call::post("/v1/visits", &signal)).await;
    let stay = json!({ "identifiers": ada() });
    let stayed = node.send(Call::post(STAY, &stay).key("intake")).await;
    assert_eq!(stayed.status, 201);
    assert_eq!(
        reason(&node, Some("insiders"), "unknown").await,
        "stayed_in_program"
    );
    // Logged out, on the page of the installation.
    let press = Call::form("/privacy-choices", "").header("cookie", visit.cookie());
    assert_eq!(node.send(press).await.status, 200);
    assert_eq!(
        reason(&node, Some("insiders"), "unknown").await,
        "preference_signal"
    );
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let node = TestNode::start().await;
    let unknown = Call::post(
        "/v1/programs/outsiders/stays",
        &json!({ "identifiers": ada() }),
    );
    assert_snapshot!(node.send(unknown.key("intake")).await, @r#"422 {"detail":"unknown programme; configured are insiders","field":"program","status":422,"title":"A value cannot be used","type":"urn:refrain:problem:invalid-value"}"#);
    let nobody = Call::post(STAY, &json!({ "identifiers": [] }));
    assert_snapshot!(node.send(nobody.key("intake")).await, @r#"422 {"detail":"names nobody: give at least one identifier","field":"identifiers","status":422,"title":"The request was not carried out","type":"urn:refrain:problem:refused"}"#);
}
