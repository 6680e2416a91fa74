use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey};
use ledger::{Checkpoint, Salt, Signer, Tree, commit, receipt::Draft};
use serde_json::json;
use tower::ServiceExt as _;

use super::*;

const NOW: i64 = 1_795_442_531;

fn webhook_key() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

fn log_signer() -> Signer {
    Signer::from_seed("shop.example/log", &[7; 32]).unwrap()
}

fn system(behaviour: Behaviour) -> Router {
    let public = webhook_key().verifying_key();
    router(Downstream {
        name: "Acme Ads".into(),
        recipient: "acme-ads".into(),
        blurb: "It shows ads.".into(),
        trade: Trade::Advertising,
        behaviour,
        verifying_key: format!("whpk_{}", STANDARD.encode(public.as_bytes())),
        log_key: Some(log_signer().verifier_key()),
        story_url: "http://127.0.0.1:1/".into(),
        now: || Timestamp::from_second(NOW).unwrap(),
        seen: Seen::default(),
    })
    .unwrap()
}

/// A receipt of the first entry of a log that has one.
fn receipt() -> String {
    let (signer, salt, record) = (log_signer(), Salt([1; 16]), b"opt-out");
    let mut tree = Tree::new();
    tree.push(commit(&salt, record).leaf_hash());
    let checkpoint = Checkpoint::new(signer.name(), tree.size(), tree.root()).unwrap();
    let draft = Draft {
        salt: &salt,
        record,
        index: 0,
        path: &tree.inclusion(0, 1).unwrap(),
        checkpoint: &checkpoint.sign(&signer),
    };
    draft.to_text()
}

fn message(receipt: &str) -> String {
    let notification = json!({
        "entry": 0, "act": "opt_out", "purposes": ["sale", "sharing"], "receipt": receipt,
        "identifiers": [{ "kind": "email", "value": "ada@example.com", "sha256": "aa" }],
        "effective_at": "2026-11-23T14:02:11Z",
    });
    json!({ "type": "choices.changed", "data": { "notifications": [notification] } }).to_string()
}

/// A webhook as Refrain signs it at `time`.
fn signed(id: &str, time: i64, body: &str) -> Request<Body> {
    let signature = webhook_key().sign(format!("{id}.{time}.{body}").as_bytes());
    let signature = STANDARD.encode(signature.to_bytes());
    Request::post("/hook")
        .header("webhook-id", id)
        .header("webhook-timestamp", time)
        .header("webhook-signature", format!("v1,bm8= v1a,{signature}"))
        .body(Body::from(body.to_owned()))
        .unwrap()
}

async fn call(system: &Router, request: Request<Body>) -> (StatusCode, String) {
    let response = system.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 30_000).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn send(system: &Router, id: &str) -> (StatusCode, String) {
    call(system, signed(id, NOW, &message(&receipt()))).await
}

async fn page(system: &Router) -> String {
    let (status, page) = call(system, Request::get("/").body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    page
}

const CONFIRMED: &str = r#"{"status":"confirmed"}"#;

#[tokio::test]
async fn the_good_one_confirms_and_shows_the_proof() {
    let system = system(Behaviour::Good);
    let (status, body) = send(&system, "m1").await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, CONFIRMED));
    let page = page(&system).await;
    assert!(page.contains("a…@example.com"));
    assert!(!page.contains("ada@example.com"));
    assert!(page.contains("Proved: entry 0"));
    assert!(page.contains("shop.example/log"));
}

#[tokio::test]
async fn half_the_time_fails_on_the_first_try_of_each_message() {
    let system = system(Behaviour::HalfTheTime);
    for id in ["m1", "m2"] {
        let (status, _) = send(&system, id).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        if id == "m1" {
            assert!(!page(&system).await.contains("a…@example.com"));
        }
        let (status, body) = send(&system, id).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, CONFIRMED));
    }
    assert!(page(&system).await.contains("a…@example.com"));
}

#[tokio::test]
async fn an_error_in_the_body_stays_until_the_repair() {
    let system = system(Behaviour::ErrorInBody);
    for _ in 0..2 {
        let (status, body) = send(&system, "m1").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(body, r#"{"status":"error","message":"quota"}"#);
    }
    let before = page(&system).await;
    assert!(before.contains("Repair this system"));
    assert!(!before.contains("a…@example.com"));

    let repair = Request::post("/repair").body(Body::empty()).unwrap();
    assert_eq!(call(&system, repair).await.0, StatusCode::SEE_OTHER);
    assert_eq!(send(&system, "m1").await.1, CONFIRMED);
    let after = page(&system).await;
    assert!(!after.contains("Repair this system"));
    assert!(after.contains("a…@example.com"));
}

#[tokio::test]
async fn what_refrain_did_not_sign_just_now_is_refused() {
    let system = system(Behaviour::Good);
    let body = message(&receipt());
    let mut other_body = signed("m1", NOW, &body);
    *other_body.body_mut() = Body::from(body.replace("ada", "eve"));
    let mut other_id = signed("m1", NOW, &body);
    other_id
        .headers_mut()
        .insert("webhook-id", "m2".parse().unwrap());
    let mut unsigned = signed("m1", NOW, &body);
    unsigned.headers_mut().remove("webhook-signature");
    let old = signed("m1", NOW - 301, &body);
    let early = signed("m1", NOW + 301, &body);
    for wrong in [other_body, other_id, unsigned, old, early] {
        assert_eq!(call(&system, wrong).await.0, StatusCode::BAD_REQUEST);
    }
    assert!(!page(&system).await.contains("example.com"));
    let unreadable = signed("m3", NOW, "{}");
    assert_eq!(call(&system, unreadable).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_receipt_that_does_not_prove_it_is_called_so() {
    let system = system(Behaviour::Good);
    let elsewhere = message(&receipt()).replace("\"entry\":0", "\"entry\":7");
    call(&system, signed("m1", NOW, &elsewhere)).await;
    assert!(
        page(&system)
            .await
            .contains("refuted: the receipt is of entry 0")
    );
    call(&system, signed("m2", NOW, &message("no receipt"))).await;
    assert!(
        page(&system)
            .await
            .contains("cannot be checked: the text is no receipt")
    );
}

#[tokio::test]
async fn the_tag_is_counted_and_reports() {
    let system = system(Behaviour::Good);
    let tag = Request::get("/tag.js").body(Body::empty()).unwrap();
    let (status, script) = call(&system, tag).await;
    assert_eq!(status, StatusCode::OK);
    assert!(script.contains(r#""slot":"ad-acme-ads""#));
    let report = Request::post("/collect")
        .body(Body::from("sourdough"))
        .unwrap();
    assert_eq!(call(&system, report).await.0, StatusCode::NO_CONTENT);
    let page = page(&system).await;
    assert!(page.contains("sourdough"));
    assert!(page.contains("<b>1</b> page view seen"));
}

#[tokio::test]
async fn a_long_history_still_makes_a_small_page() {
    let system = system(Behaviour::Good);
    for entry in 0..30 {
        let body = message(&receipt()).replace("\"entry\":0", &format!("\"entry\":{entry}"));
        call(&system, signed(&format!("message-{entry}"), NOW, &body)).await;
    }
    let page = page(&system).await;
    assert!(page.contains("and 18 more"));
}

#[test]
fn a_key_that_cannot_be_read_stops_the_start() {
    let about = Downstream {
        name: String::new(),
        recipient: String::new(),
        blurb: String::new(),
        trade: Trade::Data,
        behaviour: Behaviour::Good,
        verifying_key: "whpk_nonsense".into(),
        log_key: None,
        story_url: String::new(),
        now: || Timestamp::UNIX_EPOCH,
        seen: Seen::default(),
    };
    assert_eq!(router(about).unwrap_err(), BadKey);
}
