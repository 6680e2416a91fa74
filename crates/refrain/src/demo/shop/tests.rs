use axum::Json;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use super::*;

/// A Refrain on a free port, which denies the browser `b-out` and whoever sends the signal.
async fn refrain() -> String {
    let decide = |headers: HeaderMap, Json(question): Json<Value>| async move {
        if headers["authorization"] != "Bearer the-key" {
            return Err(StatusCode::UNAUTHORIZED);
        }
        assert_eq!(question["purpose"], "sharing");
        let (decision, reason) = match (
            &question["signals"]["gpc"],
            &question["identifiers"][0]["value"],
        ) {
            (Value::Bool(true), _) => ("deny", "preference_signal"),
            (_, Value::String(browser)) if browser == "b-out" => ("deny", "opted_out"),
            _ => ("allow", "no_opt_out"),
        };
        let as_of = json!({ "size": 41, "age_ms": 12 });
        Ok(Json(
            json!({ "decision": decision, "reason": reason, "rule": "the rule", "as_of": as_of }),
        ))
    };
    serve(Router::new().route("/v1/decisions", post(decide))).await
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, router).await });
    format!("http://{address}")
}

async fn visit(refrain_url: String, headers: &[(&str, &str)]) -> String {
    let tag = |recipient: &str, name: &str| Tag {
        recipient: recipient.into(),
        name: name.into(),
        url: format!("http://{recipient}.example"),
    };
    let shop = router(ShopOptions {
        refrain_url,
        decide_key: "the-key".into(),
        asked: tag("acme-ads", "Acme Ads"),
        held: tag("pixelworks", "Pixelworks"),
        story_url: "http://127.0.0.1:1/".into(),
    });
    let mut request = Request::get("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = shop
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let body = to_bytes(response.into_body(), 30_000).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

/// Whether the page loads the tag that the server decides about. The other is in every page, for the script to hold.
fn loads_tag(page: &str) -> bool {
    assert!(page.contains("<script type=\"text/plain\" data-refrain=\"sharing\" data-src=\"http://pixelworks.example/tag.js\" async></script>"));
    assert_eq!(page.matches("pixelworks.example").count(), 1);
    page.contains("<script src=\"http://acme-ads.example/tag.js\" async></script>")
}

#[tokio::test]
async fn the_tag_loads_where_nothing_stands_against_it() {
    let page = visit(refrain().await, &[]).await;
    assert!(loads_tag(&page));
    assert!(!page.contains("No advertisement by Acme Ads"));
}

#[tokio::test]
async fn a_choice_or_a_signal_keeps_the_tag_out() {
    let refrain = refrain().await;
    let page = visit(refrain.clone(), &[("cookie", "refrain_browser=b-out")]).await;
    assert!(!loads_tag(&page));
    assert!(page.contains("No ad here: you opted out."));

    let page = visit(refrain, &[("sec-gpc", "1")]).await;
    assert!(!loads_tag(&page));
    assert!(page.contains("No ad here: your browser asks us not to share."));
}

#[tokio::test]
async fn without_a_decision_there_is_no_tag() {
    let nowhere = "http://127.0.0.1:1".to_owned();
    let broken = |status: StatusCode, body: &'static str| {
        serve(Router::new().route("/v1/decisions", post(move || async move { (status, body) })))
    };
    let yes = r#"{"decision":"allow","reason":"","rule":"","as_of":{"size":1,"age_ms":1}}"#;
    let refused = broken(StatusCode::SERVICE_UNAVAILABLE, yes).await;
    let nonsense = broken(StatusCode::OK, r#"{"decision":"perhaps"}"#).await;
    for refrain in [nowhere, refused, nonsense] {
        let page = visit(refrain, &[]).await;
        assert!(!loads_tag(&page));
        assert!(page.contains("No ad here: we could not ask, so the answer is no."));
    }
}

#[tokio::test]
async fn the_law_s_link_is_in_the_footer() {
    let refrain = refrain().await;
    let page = visit(refrain.clone(), &[]).await;
    assert!(page.contains(&format!("href=\"{refrain}/privacy-choices\"")));
    assert!(page.contains("Your Privacy Choices"));
    assert!(page.contains("Do Not Sell or Share My Personal Information"));
}

#[tokio::test]
async fn the_line_stands_before_every_other_script() {
    let refrain = refrain().await;
    let page = visit(refrain.clone(), &[]).await;
    let line = format!("<script src=\"{refrain}/refrain.js\"></script>");
    assert_eq!(page.find("<script"), page.find(&line));
    assert!(page.find(&line) < page.find("</head>"));
}
