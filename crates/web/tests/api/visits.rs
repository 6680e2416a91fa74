//! `POST /v1/visits`.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Answer, Call, TestNode};

const PATH: &str = "/v1/visits";

/// What a page tells, from a browser with these cookies.
async fn visit(node: &TestNode, cookie: &str, body: &Value) -> Answer {
    let mut call = Call::post(PATH, body).header("origin", "https://shop.example");
    if !cookie.is_empty() {
        call = call.header("cookie", cookie);
    }
    node.send(call).await
}

fn account(node: &TestNode, id: &str) -> Value {
    let proof = node.node.site_key.proof("account", id);
    json!({ "kind": "account", "value": id, "proof": proof })
}

fn sharing(answer: &Answer) -> (String, String) {
    let json = answer.json();
    let word = |name: &str| json[name].as_str().unwrap().to_owned();
    (word("sharing"), word("reason"))
}

fn is(answer: &Answer, expected: (&str, &str)) {
    let said = sharing(answer);
    assert_eq!((said.0.as_str(), said.1.as_str()), expected, "{answer}");
}

const ALLOWED: (&str, &str) = ("allowed", "no_opt_out");
const OPTED_OUT: (&str, &str) = ("denied", "opted_out");
const SIGNALLED: (&str, &str) = ("denied", "preference_signal");

#[tokio::test]
async fn a_press_opts_out_and_the_browser_remembers() {
    let node = TestNode::start().await;
    let answer = visit(&node, "", &json!({ "act": "opt_out" })).await;
    assert_snapshot!(answer, @r#"200 {"covers":["browser"],"reason":"opted_out","receipt_url":"https://privacy.shop.example/receipts/GKTD-GMJD-6XZG-ZZGH","sharing":"denied","since":"2026-11-23T14:02:12.007Z"}"#);
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies.len(), 2);
    assert_snapshot!(cookies[0].to_str().unwrap(), @r#"refrain_browser=51QzePg6Ysz80H33sbSZag; Domain=shop.example; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure"#);
    assert_snapshot!(cookies[1].to_str().unwrap(), @"refrain_choice=out; Domain=shop.example; Path=/; Max-Age=34560000; SameSite=Lax; Secure");
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    assert_eq!(answer.header("cache-control"), "private, no-store");

    let size = node.size();
    let later = visit(&node, answer.cookie(), &json!({})).await;
    is(&later, OPTED_OUT);
    assert_eq!(later.json()["receipt_url"], answer.json()["receipt_url"]);
    assert_eq!(later.cookie(), answer.cookie());
    is(&visit(&node, "", &json!({})).await, ALLOWED);
    assert_eq!(node.size(), size);
}

#[tokio::test]
async fn a_signal_is_bound_to_whatever_is_known_and_counted_where_nothing_is() {
    let node = TestNode::start().await;
    let size = node.size();
    let unbound = visit(&node, "", &json!({ "signal": true })).await;
    is(&unbound, SIGNALLED);
    assert_eq!(unbound.header("set-cookie"), "");
    assert_eq!(node.size(), size);

    let body = json!({ "signal": true, "identifiers": [{ "kind": "ga", "value": "GA1.1.1.2" }] });
    let bound = visit(&node, "", &body).await;
    is(&bound, SIGNALLED);
    assert_snapshot!(node.entry(size), @r#"{"opt_out":{"channel":"signal","deadline":"2026-12-15","kinds":["browser","ga"],"purposes":["sale","sharing","targeted_advertising"]}}"#);
    // The header says the same, and a repeat adds nothing.
    let header = Call::post(PATH, &json!({}))
        .header("sec-gpc", "1")
        .header("cookie", bound.cookie());
    is(&node.send(header).await, SIGNALLED);
    is(&visit(&node, bound.cookie(), &body).await, SIGNALLED);
    assert_eq!(node.size(), size + 1);

    node.node.record_unbound().await.unwrap();
    assert_snapshot!(node.text(size + 1), @r#"{"signals_honored":{"from":"2026-11-23T14:02:12.001Z","until":"2026-11-23T14:02:12.01Z","count":1}}"#);
    node.node.record_unbound().await.unwrap();
    assert_eq!(node.size(), size + 2, "what was counted is recorded once");
}

#[tokio::test]
async fn a_signal_protects_a_new_browser_of_whoever_is_out_already() {
    let ga = json!({ "kind": "ga", "value": "GA1.1.1.1" });
    let phone = json!({ "identifiers": [{ "kind": "account", "value": "ada-17" }, ga], "channel": "phone" });
    for signal in [true, false] {
        let node = TestNode::start().await;
        let known = node.send(Call::post("/v1/opt-outs", &phone).key("intake"));
        assert_eq!(known.await.status, 201);
        for named in [account(&node, "ada-17"), ga.clone()] {
            let body = json!({ "signal": signal, "identifiers": [named] });
            let seen = visit(&node, "", &body).await;
            is(&seen, if signal { SIGNALLED } else { OPTED_OUT });
            // The cookie comes back, and nothing else does.
            let cookie = seen.cookie();
            is(&visit(&node, cookie, &json!({})).await, OPTED_OUT);
            let size = node.size();
            visit(&node, cookie, &body).await;
            assert_eq!(node.size(), size, "a repeat adds nothing: {body}");
        }
    }
}

#[tokio::test]
async fn a_page_of_another_site_keeps_no_cookie_so_no_browser_is_made_for_it() {
    let node = TestNode::start().await;
    let other = |body: Value| {
        let call = Call::post(PATH, &body).header("origin", "https://shop.example");
        node.send(call.header("sec-fetch-site", "cross-site"))
    };
    let ada = account(&node, "ada-17");
    let ga = json!({ "kind": "ga", "value": "GA1.1.1.1" });
    let size = node.size();
    let alone = other(json!({ "identifiers": [ada] })).await;
    is(&alone, ALLOWED);
    assert_eq!(node.size(), size);
    is(&other(json!({ "identifiers": [ada, ga] })).await, ALLOWED);
    assert_eq!(node.size(), size + 1, "her tags' name is linked with her");

    let signal = other(json!({ "signal": true, "identifiers": [ada] })).await;
    is(&signal, SIGNALLED);
    assert_eq!(signal.header("set-cookie"), "");
    let size = node.size();
    for _ in 0..2 {
        is(&other(json!({ "identifiers": [ada, ga] })).await, OPTED_OUT);
        is(&other(json!({ "identifiers": [ga] })).await, OPTED_OUT);
        let signal = other(json!({ "signal": true, "identifiers": [ada, ga] })).await;
        is(&signal, SIGNALLED);
    }
    assert_eq!(node.size(), size, "a repeat adds nothing");
    // Whoever presses has something in hand.
    let pressed = other(json!({ "act": "opt_out" })).await;
    is(&pressed, OPTED_OUT);
    assert!(pressed.json()["receipt_url"].is_string(), "{pressed}");
    assert_eq!(node.size(), size + 1);
}

#[tokio::test]
async fn a_person_is_opted_out_in_every_browser() {
    let node = TestNode::start().await;
    let ada = account(&node, "ada-17");
    let body =
        json!({ "signal": true, "identifiers": [ada, { "kind": "ga", "value": "GA1.1.1.1" }] });
    let a = visit(&node, "", &body).await;
    is(&a, SIGNALLED);
    // Another browser, without the signal: nothing until she logs in, and from then on whether she does or not.
    let b = visit(
        &node,
        "",
        &json!({ "identifiers": [{ "kind": "ga", "value": "GA1.1.1.2" }] }),
    )
    .await;
    is(&b, ALLOWED);
    let logged_in = json!({ "identifiers": [ada, { "kind": "ga", "value": "GA1.1.1.2" }] });
    let b = visit(&node, "", &logged_in).await;
    is(&b, OPTED_OUT);
    is(&visit(&node, b.cookie(), &json!({})).await, OPTED_OUT);
    let ga = json!({ "identifiers": [{ "kind": "ga", "value": "GA1.1.1.2" }] });
    is(&visit(&node, "", &ga).await, OPTED_OUT);
    let size = node.size();
    is(&visit(&node, b.cookie(), &logged_in).await, OPTED_OUT);
    assert_eq!(node.size(), size, "a repeat adds nothing");
}

#[tokio::test]
async fn links_learnt_before_an_opt_out_carry_it_to_the_person() {
    let node = TestNode::start().await;
    let ada = account(&node, "ada-17");
    let b = visit(&node, "", &json!({ "identifiers": [ada] })).await;
    is(&b, ALLOWED);
    // Logged out, she presses the button: the browser was known to be hers.
    is(
        &visit(&node, b.cookie(), &json!({ "act": "opt_out" })).await,
        OPTED_OUT,
    );
    is(
        &visit(&node, "", &json!({ "identifiers": [ada] })).await,
        OPTED_OUT,
    );
}

#[tokio::test]
async fn what_the_business_links_is_covered_before_and_after() {
    let node = TestNode::start().await;
    let email = json!({ "kind": "email", "value": "ada@example.com" });
    let link =
        json!({ "links": [{ "identifiers": [{ "kind": "account", "value": "ada-17" }, email] }] });
    let keyless = node.send(Call::post("/v1/links", &link)).await;
    assert_eq!(keyless.status, 401);
    let linked = node
        .send(Call::post("/v1/links", &link).key("intake"))
        .await;
    assert_snapshot!(linked, @r#"200 {"recorded":1,"repeats":0}"#);
    let again = node
        .send(Call::post("/v1/links", &link).key("intake"))
        .await;
    assert_snapshot!(again, @r#"200 {"recorded":0,"repeats":1}"#);

    let signal = json!({ "signal": true, "identifiers": [account(&node, "ada-17")] });
    is(&visit(&node, "", &signal).await, SIGNALLED);
    let question = |identifier: &Value| json!({ "identifiers": [identifier], "recipient": "acme", "purpose": "sharing" });
    let asked = node
        .send(Call::post("/v1/decisions", &question(&email)).key("decide"))
        .await;
    assert_eq!(asked.json()["reason"], "opted_out");

    // Destinations can be told of the address: the link kept it sealed.
    let at = node.size() - 2;
    assert_snapshot!(node.entry(at), @r#"{"opt_out":{"channel":"signal_link","deadline":"2026-12-15","kinds":["email"],"purposes":["sale","sharing","targeted_advertising"]}}"#);
    let extended = node.node.entry(at).await.unwrap();
    let told = extended.unseal(&node.node.sealer).unwrap().unwrap();
    let told: Vec<_> = told.iter().map(optout::Identifier::value).collect();
    assert_eq!(told, ["ada@example.com"]);

    // Later: a second address of hers.
    let work = json!({ "kind": "email", "value": "ada@work.example" });
    let link = json!({ "links": [{ "identifiers": [email, work] }] });
    node.send(Call::post("/v1/links", &link).key("intake"))
        .await;
    let asked = node
        .send(Call::post("/v1/decisions", &question(&work)).key("decide"))
        .await;
    assert_eq!(asked.json()["decision"], "deny");
    let last = node.size() - 1;
    assert_snapshot!(node.entry(last), @r#"{"opt_out":{"channel":"signal_link","deadline":"2026-12-15","kinds":["email"],"purposes":["sale","sharing","targeted_advertising"]}}"#);
}

#[tokio::test]
async fn what_stands_for_an_account_is_told_with_its_proof_alone() {
    let node = TestNode::start().await;
    let out = json!({ "act": "opt_out", "identifiers": [account(&node, "ada-17")] });
    is(&visit(&node, "", &out).await, OPTED_OUT);
    let claimed = json!({ "identifiers": [{ "kind": "account", "value": "ada-17" }] });
    let stranger = visit(&node, "", &claimed).await;
    is(&stranger, ALLOWED);
    assert_eq!(stranger.header("set-cookie"), "");
    let forged =
        json!({ "identifiers": [{ "kind": "account", "value": "ada-17", "proof": "00" }] });
    assert_snapshot!(visit(&node, "", &forged).await, @r#"422 {"detail":"is not the HMAC-SHA256 of KIND:VALUE under the site's key (`refrain site-key`) in hexadecimal","field":"identifiers[0].proof","status":422,"title":"A value cannot be used","type":"urn:refrain:problem:invalid-value"}"#);
    // A claim can still be opted out, as anybody can opt out anybody, and learns nothing by it.
    let bob = json!({ "act": "opt_out", "identifiers": [{ "kind": "account", "value": "bob" }] });
    is(&visit(&node, "", &bob).await, OPTED_OUT);
    let proven = json!({ "identifiers": [account(&node, "bob")] });
    is(&visit(&node, "", &proven).await, OPTED_OUT);
}

#[tokio::test]
async fn opting_in_again_is_not_undone_by_what_tags_knew() {
    let node = TestNode::start().await;
    let ga = json!({ "kind": "ga", "value": "GA1.1.1.2" });
    let out = json!({ "act": "opt_out", "identifiers": [ga] });
    let cookie = visit(&node, "", &out).await.cookie().to_owned();
    opt_in(&node, &cookie).await;
    let look = json!({ "identifiers": [ga] });
    is(&visit(&node, &cookie, &look).await, ALLOWED);
    // Of the signal, which wins over it (11 CCR 7025(c)(3)), it is.
    let signal = json!({ "signal": true, "identifiers": [ga] });
    is(&visit(&node, &cookie, &signal).await, SIGNALLED);
    is(&visit(&node, &cookie, &look).await, OPTED_OUT);
}

async fn opt_in(node: &TestNode, cookie: &str) {
    let ask = Call::form("/privacy-choices/opt-in", "").header("cookie", cookie);
    let page = node.send(ask).await;
    let token = page.text().split("name=\"token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let confirm = Call::form("/privacy-choices/opt-in/confirm", &format!("token={token}"))
        .header("cookie", cookie);
    let done = node.send(confirm).await;
    assert_eq!(done.status, 200, "{done}");
    let set = done.headers.get_all("set-cookie").iter();
    let chosen = set
        .map(|one| one.to_str().unwrap())
        .find(|one| one.starts_with("refrain_choice"));
    assert!(
        chosen
            .unwrap()
            .starts_with("refrain_choice=in; Domain=shop.example;")
    );
}

#[tokio::test]
async fn a_signal_on_any_request_counts() {
    let node = TestNode::start().await;
    let cookie = visit(&node, "", &json!({ "act": "opt_out" }))
        .await
        .cookie()
        .to_owned();
    opt_in(&node, &cookie).await;
    let size = node.size();
    let script = || {
        Call::get("/refrain.js")
            .header("sec-gpc", "1")
            .header("cookie", &cookie)
    };
    assert_eq!(node.send(script()).await.status, 200);
    assert_snapshot!(node.entry(size), @r#"{"opt_out":{"channel":"signal","deadline":"2026-12-15","kinds":["browser"],"purposes":["sale","sharing","targeted_advertising"]}}"#);
    node.send(script()).await;
    assert_eq!(node.size(), size + 1);
    is(&visit(&node, &cookie, &json!({})).await, OPTED_OUT);
}

#[tokio::test]
async fn a_signal_counts_whatever_the_request_got_wrong() {
    let node = TestNode::start().await;
    let signals = "/v1/signals";
    let page = "/privacy-choices";
    for (nth, (status, call)) in [
        (400, Call::raw(PATH, "{")),
        (400, Call::post(PATH, &json!({ "act": "opt_in" }))),
        (405, Call::get(PATH)),
        (400, Call::raw(signals, "{")),
        (201, Call::post(signals, &json!({ "signal": "gpc" }))),
        (
            201,
            Call::post(
                signals,
                &json!({ "signal": "gpc", "identifiers": [{ "kind": "ga", "value": "null" }] }),
            ),
        ),
        (400, Call::raw(page, "{}")),
        (405, Call::new("PUT", page, Vec::new())),
    ]
    .into_iter()
    .enumerate()
    {
        let (size, cookie) = (node.size(), format!("refrain_browser=B{nth:021}"));
        let call = call.header("sec-gpc", "1").header("cookie", &cookie);
        assert_eq!(node.send(call).await.status, status, "{nth}");
        assert_eq!(node.size(), size + 1, "{nth}");
        is(&visit(&node, &cookie, &json!({})).await, OPTED_OUT);
    }
}

#[tokio::test]
async fn what_tags_wrote_does_not_keep_a_choice_from_being_recorded() {
    let node = TestNode::start().await;
    let junk = ["undefined", "", "0", &"x".repeat(300)];
    let mut identifiers: Vec<_> = (junk.iter())
        .map(|value| json!({ "kind": "ga", "value": value }))
        .collect();
    identifiers.push(json!({ "kind": "ga", "value": "GA1.1.1.2" }));
    identifiers.push(json!({ "kind": "account", "value": "null" }));
    let size = node.size();
    let out = json!({ "act": "opt_out", "identifiers": identifiers });
    let answer = visit(&node, "", &out).await;
    is(&answer, OPTED_OUT);
    assert_eq!(answer.json()["covers"], json!(["browser", "ga"]));
    assert_eq!(node.size(), size + 1);
    // Whoever else has such a cookie is somebody else.
    let other = json!({ "identifiers": [{ "kind": "ga", "value": "undefined" }] });
    is(&visit(&node, "", &other).await, ALLOWED);
}

#[tokio::test]
async fn what_a_person_typed_wrongly_is_named_and_takes_nothing_from_what_they_said() {
    let node = TestNode::start().await;
    let many = vec![json!({ "kind": "ga", "value": "x" }); web::intake::MAX_IDENTIFIERS + 1];
    let typed =
        json!([{ "kind": "email", "value": "ada@home" }, { "kind": "ga", "value": "GA1.1.1.1" }]);
    for (said, identifiers, field) in [
        (json!({ "act": "opt_out" }), &typed, "identifiers[0].value"),
        (json!({ "signal": true }), &typed, "identifiers[0].value"),
        (json!({ "act": "opt_out" }), &json!(many), "identifiers"),
    ] {
        let mut body = said;
        body["identifiers"] = identifiers.clone();
        let answer = visit(&node, "", &body).await;
        assert_eq!(
            (answer.status, &answer.json()["field"]),
            (422, &json!(field))
        );
        assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 2);
        is(&visit(&node, answer.cookie(), &json!({})).await, OPTED_OUT);
        let tag = json!({ "identifiers": [identifiers[1]] });
        is(&visit(&node, "", &tag).await, OPTED_OUT);
    }
    let asked = visit(&node, "", &json!({ "identifiers": typed })).await;
    assert_eq!((asked.status, asked.header("set-cookie")), (422, ""));
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let node = TestNode::start().await;
    let bad = |body: Value| {
        let node = &node;
        async move {
            let problem = visit(node, "", &body).await.json();
            format!(
                "{} {} {}",
                problem["status"], problem["field"], problem["detail"]
            )
        }
    };
    assert_snapshot!(bad(json!({ "act": "opt_in" })).await, @r#"400 "act" "expected `opt_out`, at line 1, column 15""#);
    assert_snapshot!(bad(json!({ "identifiers": [{ "kind": "gaa", "value": "x" }] })).await, @r#"422 "identifiers[0].kind" "unknown kind; this installation knows email, phone, account, browser, advertising_id, loyalty_card, ga""#);
    let many = vec![json!({ "kind": "ga", "value": "x" }); web::intake::MAX_IDENTIFIERS + 1];
    assert_snapshot!(bad(json!({ "identifiers": many })).await, @r#"422 "identifiers" "33 identifiers are too many for one request: send at most 32""#);
}
