//! `/privacy-choices` and `/privacy-choices/opt-in`, as a browser without scripts uses them.

use jiff::SignedDuration;
use serde_json::json;

use crate::support::{Answer, Call, TestNode, advance};

const PATH: &str = "/privacy-choices";
const OPT_IN: &str = "/privacy-choices/opt-in";
const CONFIRM: &str = "/privacy-choices/opt-in/confirm";

fn is_out(page: &Answer) -> bool {
    let html = page.text();
    let (out, open) = (
        html.contains("\"status out\""),
        html.contains("\"status open\""),
    );
    assert_ne!(out, open, "{html}");
    out
}

/// A browser that has opted out, by its cookie.
async fn opted_out(node: &TestNode) -> String {
    let page = node.send(Call::form(PATH, "act=opt_out&identifier=")).await;
    assert_eq!((page.status, is_out(&page)), (200, true));
    page.cookie().to_owned()
}

/// What the gate says of an identifier.
async fn decision(node: &TestNode, kind: &str, value: &str, purpose: &str) -> String {
    let question = json!({
        "identifiers": [{ "kind": kind, "value": value }],
        "recipient": "acme-ads",
        "purpose": purpose,
    });
    let call = Call::post("/v1/decisions", &question).key("decide");
    let answer = node.send(call).await.json();
    answer["decision"].as_str().unwrap().to_owned()
}

fn browser(cookie: &str) -> &str {
    cookie.split_once('=').unwrap().1
}

#[tokio::test]
async fn looking_changes_nothing_and_sets_nothing() {
    let node = TestNode::start().await;
    let size = node.size();
    let page = node.send(Call::get(PATH)).await;
    assert_eq!((page.status, is_out(&page)), (200, false));
    assert_eq!(page.header("set-cookie"), "");
    assert!(
        page.text()
            .contains("Do Not Sell or Share My Personal Information")
    );
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'none'")
    );
    assert_eq!(node.size(), size);
    let start = node.send(Call::get("/")).await;
    assert_eq!((start.status, start.header("location")), (307, PATH));
}

#[tokio::test]
async fn one_press_with_nothing_filled_in_opts_the_browser_out() {
    let node = TestNode::start().await;
    for (form, name) in [
        ("act=opt_out&identifier=", "filled"),
        ("", "empty"),
        ("act=x", "odd"),
    ] {
        let size = node.size();
        let page = node.send(Call::form(PATH, form)).await;
        assert_eq!((page.status, is_out(&page)), (200, true), "{name}");
        assert_eq!(node.size(), size + 1);
        let cookie = page.header("set-cookie");
        for part in [
            "refrain_browser=",
            "HttpOnly",
            "SameSite=Lax",
            "Secure",
            "Path=/",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert_eq!(
            decision(&node, "browser", browser(page.cookie()), "sale").await,
            "deny"
        );
    }
}

#[tokio::test]
async fn the_browser_is_known_again_and_a_repeat_adds_nothing() {
    let node = TestNode::start().await;
    let cookie = opted_out(&node).await;
    let size = node.size();
    let page = node.send(Call::get(PATH).header("cookie", &cookie)).await;
    assert!(is_out(&page));
    let again = node
        .send(Call::form(PATH, "act=opt_out").header("cookie", &cookie))
        .await;
    assert_eq!((again.status, again.cookie()), (200, &*cookie));
    assert_eq!(node.size(), size);
    assert!(
        !is_out(&node.send(Call::get(PATH)).await),
        "another browser"
    );
    let foreign = "refrain_browser=short; other=1";
    let foreign = node.send(Call::get(PATH).header("cookie", foreign)).await;
    assert!(!is_out(&foreign));
}

#[tokio::test]
async fn an_identifier_is_covered_together_with_the_browser() {
    let node = TestNode::start().await;
    let page = node
        .send(Call::form(PATH, "act=opt_out&identifier=ada%40example.com"))
        .await;
    assert_eq!((page.status, is_out(&page)), (200, true));
    assert!(!page.text().contains("ada@example.com"), "only masked");
    assert_eq!(
        decision(&node, "email", "ada@example.com", "sharing").await,
        "deny"
    );
    assert_eq!(
        decision(&node, "browser", browser(page.cookie()), "sale").await,
        "deny"
    );
}

#[tokio::test]
async fn a_wrong_identifier_is_shown_again_and_takes_nothing_from_the_browser() {
    let node = TestNode::start().await;
    let long = "a".repeat(300);
    for typed in ["ada%40", "42", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", &long] {
        let size = node.size();
        let page = node
            .send(Call::form(PATH, &format!("act=opt_out&identifier={typed}")))
            .await;
        assert_eq!((page.status, is_out(&page)), (422, true), "{typed}");
        assert!(page.text().contains("role=\"alert\"") && !page.text().contains("<script"));
        assert_eq!(node.size(), size + 1, "the browser's choice stands");
        assert_eq!(
            decision(&node, "browser", browser(page.cookie()), "sale").await,
            "deny"
        );
    }
}

#[tokio::test]
async fn sensitive_use_is_limited_apart_from_sale() {
    let node = TestNode::start().await;
    let page = node.send(Call::form(PATH, "act=limit")).await;
    assert_eq!((page.status, is_out(&page)), (200, false));
    let id = browser(page.cookie());
    assert_eq!(decision(&node, "browser", id, "sensitive").await, "deny");
    assert_eq!(decision(&node, "browser", id, "sale").await, "allow");
}

#[tokio::test]
async fn an_agent_speaks_for_somebody_else() {
    let node = TestNode::start().await;
    let form = "agent=Permission+Slip&identifier=ada%40example.com&permission=signed";
    let page = node.send(Call::form(PATH, form)).await;
    assert_eq!((page.status, is_out(&page)), (200, false));
    assert_eq!(
        page.header("set-cookie"),
        "",
        "the agent's browser is not touched"
    );
    assert_eq!(
        decision(&node, "email", "ada@example.com", "sale").await,
        "deny"
    );

    let size = node.size();
    for form in [
        "agent=Permission+Slip&identifier=grace%40example.com",
        "agent=&identifier=grace%40example.com&permission=signed",
        "agent=Permission+Slip&identifier=&permission=signed",
        "agent=Permission+Slip&identifier=grace&permission=signed",
    ] {
        let page = node.send(Call::form(PATH, form)).await;
        assert_eq!(page.status, 422, "{form}");
        assert!(page.text().contains("role=\"alert\""), "{form}");
        assert_eq!(page.header("set-cookie"), "");
    }
    assert_eq!(node.size(), size);
}

#[tokio::test]
async fn whoever_names_somebody_is_not_told_since_when_they_are_out() {
    let node = TestNode::start().await;
    let ada = json!({ "identifiers": [{ "kind": "email", "value": "ada@example.com" }], "channel": "phone" });
    let hers = Call::post("/v1/opt-outs", &ada).key("intake");
    let hers = node.send(hers).await.code();
    advance(SignedDuration::from_hours(24));
    let cookie = opted_out(&node).await;
    let own = node.node.codes.code(node.size() - 1);
    let agent = "agent=Permission+Slip&identifier=ada%40example.com&permission=signed";
    for (form, receipt) in [("identifier=ada%40example.com", own.as_str()), (agent, "")] {
        let size = node.size();
        let call = Call::form(PATH, form);
        let named = match receipt {
            "" => call,
            _ => call.header("cookie", &cookie),
        };
        let page = node.send(named).await;
        let html = page.text();
        assert_eq!((page.status, node.size()), (200, size), "it stood already");
        assert!(
            !html.contains(&hers) && !html.contains("23 November"),
            "{html}"
        );
        assert_eq!(html.contains("/receipts/"), !receipt.is_empty(), "{html}");
        assert!(html.contains(receipt) && html.contains("ada@…"), "{html}");
    }
}

#[tokio::test]
async fn a_signal_is_honored_without_a_word_from_the_person() {
    let node = TestNode::start().await;
    let size = node.size();
    let page = node.send(Call::get(PATH).header("sec-gpc", "1")).await;
    assert!(is_out(&page) && page.text().contains("Opt-Out Request Honored"));
    assert_eq!(
        (page.header("set-cookie"), node.size()),
        ("", size),
        "nobody to bind it to"
    );
    let page = node.send(Call::get(PATH).header("sec-gpc", "0")).await;
    assert!(!is_out(&page), "only 1 is a signal");

    // A known browser's signal is recorded, once, and outlives the signal.
    let limited = node.send(Call::form(PATH, "act=limit")).await;
    let size = node.size();
    for _ in 0..2 {
        let visit = Call::get(PATH)
            .header("sec-gpc", "1")
            .header("cookie", limited.cookie());
        assert!(is_out(&node.send(visit).await));
    }
    assert_eq!(node.size(), size + 1);
    let without = node
        .send(Call::get(PATH).header("cookie", limited.cookie()))
        .await;
    assert!(is_out(&without));
}

#[tokio::test]
async fn two_presses_opt_in_again() {
    let node = TestNode::start().await;
    let cookie = opted_out(&node).await;
    let from_here = |call: Call| {
        call.header("cookie", &cookie)
            .header("sec-fetch-site", "same-origin")
    };
    let first = node.send(from_here(Call::form(OPT_IN, ""))).await;
    assert_eq!(first.status, 200);
    assert_eq!(
        decision(&node, "browser", browser(&cookie), "sale").await,
        "deny"
    );
    let token = token(first.text());
    let second = node
        .send(from_here(Call::form(CONFIRM, &format!("token={token}"))))
        .await;
    assert_eq!((second.status, is_out(&second)), (200, false));
    assert_eq!(
        decision(&node, "browser", browser(&cookie), "sale").await,
        "allow"
    );
    let replayed = node
        .send(from_here(Call::form(CONFIRM, &format!("token={token}"))))
        .await;
    assert_eq!(replayed.status, 409);
}

#[tokio::test]
async fn a_signal_after_the_first_press_is_the_last_word() {
    for path in ["/refrain.js", PATH, OPT_IN, CONFIRM] {
        let node = TestNode::start().await;
        let cookie = opted_out(&node).await;
        let from_it = |call: Call| node.send(call.header("cookie", &cookie));
        let first = from_it(Call::form(OPT_IN, "")).await;
        let confirm = format!("token={}", token(first.text()));
        let signalled = match path {
            OPT_IN | CONFIRM => Call::form(path, &confirm),
            _ => Call::get(path),
        };
        let size = node.size();
        from_it(signalled.header("sec-gpc", "1")).await;
        let second = from_it(Call::form(CONFIRM, &confirm)).await;
        assert_eq!((second.status, node.size()), (409, size + 1), "{path}");
        let sale = decision(&node, "browser", browser(&cookie), "sale").await;
        assert_eq!(sale, "deny", "{path}");
    }
}

#[tokio::test]
async fn nobody_else_can_opt_a_browser_in() {
    let node = TestNode::start().await;
    let cookie = opted_out(&node).await;
    let other = opted_out(&node).await;
    let first = node
        .send(Call::form(OPT_IN, "").header("cookie", &cookie))
        .await;
    let confirm = format!("token={}", token(first.text()));
    let size = node.size();
    let same = "same-origin";
    for (what, path, form, headers) in [
        (
            "another site",
            OPT_IN,
            "",
            [("cookie", &*cookie), ("sec-fetch-site", "cross-site")],
        ),
        (
            "a sibling",
            OPT_IN,
            "",
            [("cookie", &*cookie), ("sec-fetch-site", "same-site")],
        ),
        (
            "no cookie",
            OPT_IN,
            "",
            [("accept", "*/*"), ("sec-fetch-site", same)],
        ),
        (
            "another site",
            CONFIRM,
            &confirm,
            [("cookie", &*cookie), ("sec-fetch-site", "cross-site")],
        ),
        (
            "another browser",
            CONFIRM,
            &confirm,
            [("cookie", &*other), ("sec-fetch-site", same)],
        ),
        (
            "no cookie",
            CONFIRM,
            &confirm,
            [("accept", "*/*"), ("sec-fetch-site", same)],
        ),
        (
            "no token",
            CONFIRM,
            "",
            [("cookie", &*cookie), ("sec-fetch-site", same)],
        ),
        (
            "a made-up token",
            CONFIRM,
            "token=0000",
            [("cookie", &*cookie), ("sec-fetch-site", same)],
        ),
    ] {
        let call = headers
            .into_iter()
            .fold(Call::form(path, form), |call, (name, value)| {
                call.header(name, value)
            });
        let answer = node.send(call).await;
        assert!(matches!(answer.status, 303 | 404 | 409), "{what}: {answer}");
        assert_eq!(node.size(), size, "{what}");
    }
    assert_eq!(
        decision(&node, "browser", browser(&cookie), "sale").await,
        "deny"
    );
}

#[tokio::test]
async fn what_no_browser_sends_is_refused_without_a_trace() {
    let node = TestNode::start().await;
    let size = node.size();
    let large = format!("identifier={}", "a".repeat(3 << 20));
    for (what, call) in [
        ("JSON", Call::raw(PATH, "{}")),
        (
            "no UTF-8",
            Call::form(PATH, "act=opt_out&identifier=%FF%FE"),
        ),
        ("too much", Call::form(PATH, &large)),
        ("wrong method", Call::new("PUT", PATH, Vec::new())),
    ] {
        let answer = node.send(call).await;
        assert!(
            (400..500).contains(&answer.status),
            "{what}: {}",
            answer.status
        );
    }
    assert!(node.size() <= size + 1, "at most the browser's own choice");
}

fn token(html: &str) -> &str {
    let field = html.split("name=\"token\"").nth(1).unwrap();
    field
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
}
