//! Whom a choice covers: what the browser's cookies say, who is linked with whom, and how far that goes.

use std::time::Duration;

use optout::{Date, Entry, Identifier, Kind, Retention};
use serde_json::{Value, json};

use web::intake::{No, ReceiptWait};

use crate::support::{Answer, Call, TestNode, WORLD};

const VISITS: &str = "/v1/visits";

fn account(node: &TestNode, id: &str) -> Value {
    let proof = node.node.site_key.proof("account", id);
    json!({ "kind": "account", "value": id, "proof": proof })
}

async fn visit(node: &TestNode, cookie: &str, body: &Value) -> Answer {
    let call = Call::post(VISITS, body);
    let call = if cookie.is_empty() {
        call
    } else {
        call.header("cookie", cookie)
    };
    node.send(call).await
}

/// Whether the gate denies what is asked about one identifier.
async fn is_denied(node: &TestNode, kind: &str, value: &str) -> bool {
    let question = json!({ "identifiers": [{ "kind": kind, "value": value }], "recipient": "acme", "purpose": "sharing" });
    let answer = node
        .send(Call::post("/v1/decisions", &question).key("decide"))
        .await;
    answer.json()["decision"] == "deny"
}

#[tokio::test]
async fn what_tags_know_a_browser_by_is_covered_without_any_script() {
    let node = TestNode::start().await;
    let with = |call: Call, ga: &str| {
        node.send(call.header("cookie", format!("theme=dark; _ga={ga}; lang=en")))
    };
    with(Call::get("/refrain.js").header("sec-gpc", "1"), "GA1.1.1.1").await;
    assert!(is_denied(&node, "ga", "GA1.1.1.1").await);
    with(
        Call::get("/privacy-choices").header("sec-gpc", "1"),
        "GA1.1.1.2",
    )
    .await;
    assert!(is_denied(&node, "ga", "GA1.1.1.2").await);
    with(Call::form("/privacy-choices", ""), "GA1.1.1.3").await;
    assert!(is_denied(&node, "ga", "GA1.1.1.3").await);
    with(Call::post(VISITS, &json!({ "signal": true })), "GA1.1.1.4").await;
    assert!(is_denied(&node, "ga", "GA1.1.1.4").await);
    // What edges mirror is a request for some page of the site.
    with(Call::get("/v1/cart").header("sec-gpc", "1"), "GA1.1.1.5").await;
    assert!(is_denied(&node, "ga", "GA1.1.1.5").await);

    let size = node.size();
    with(Call::get("/refrain.js").header("sec-gpc", "1"), "GA1.1.1.1").await;
    with(Call::get("/refrain.js").header("sec-gpc", "1"), "undefined").await;
    assert_eq!(node.size(), size, "a repeat, and what names nobody");
    assert!(!is_denied(&node, "ga", "GA1.1.1.6").await);
}

#[tokio::test]
async fn a_signal_that_comes_with_a_request_to_limit_is_recorded_as_well() {
    let node = TestNode::start().await;
    let limit = Call::form("/privacy-choices", "act=limit").header("sec-gpc", "1");
    let page = node.send(limit.header("cookie", "_ga=GA1.1.1.1")).await;
    assert_eq!(page.status, 200);
    assert!(is_denied(&node, "ga", "GA1.1.1.1").await);
    let browser = page.cookie().split_once('=').unwrap().1.to_owned();
    assert!(is_denied(&node, "browser", &browser).await);
}

#[tokio::test]
async fn a_cookie_of_the_same_name_hides_nothing() {
    let node = TestNode::start().await;
    let out = visit(&node, "", &json!({ "act": "opt_out" })).await;
    let both = format!("refrain_browser=theirs; {}", out.cookie());
    assert_eq!(
        visit(&node, &both, &json!({})).await.json()["sharing"],
        "denied"
    );
}

#[tokio::test]
async fn a_cookie_beyond_ascii_hides_none_of_the_others() {
    let node = TestNode::start().await;
    let out = visit(&node, "", &json!({ "act": "opt_out" })).await;
    let ours = out.cookie().as_bytes();
    let theirs: [&[u8]; 2] = ["city=San José".as_bytes(), b"city=San Jos\xe9"];
    for (turn, theirs) in theirs.into_iter().enumerate() {
        for line in [
            [ours, theirs].join(&b"; "[..]),
            [theirs, ours].join(&b"; "[..]),
        ] {
            let look = Call::post(VISITS, &json!({})).header("cookie", &line);
            let shown = String::from_utf8_lossy(&line).into_owned();
            let told = node.send(look).await.json();
            assert_eq!(told["sharing"], "denied", "{shown}");
        }
        // So is the signal of a browser that only its tags know.
        let ga = format!("GA1.1.7.{turn}");
        let line = [b"_ga=", ga.as_bytes(), b"; ", theirs].concat();
        let signal = Call::get("/refrain.js").header("sec-gpc", "1");
        node.send(signal.header("cookie", &line)).await;
        assert!(is_denied(&node, "ga", &ga).await, "{ga}");
    }
}

#[tokio::test]
async fn a_link_that_is_learnt_at_the_same_moment_carries_the_choice() {
    let node = TestNode::start().await;
    for turn in 0..40 {
        let (ga, ada) = (format!("GA1.1.2.{turn}"), format!("ada-{turn}"));
        let of = |kind: Kind, value: &str| Identifier::of(kind, value).unwrap();
        let (device, person) = (of(Kind::Custom("ga".into()), &ga), of(Kind::Account, &ada));
        let names = [device, person];
        let press = json!({ "act": "opt_out", "identifiers": [{ "kind": "ga", "value": ga }] });
        // The link is on its way first, and stands by itself before the choice does.
        let linking = node.node.link(&names);
        let (linked, pressed) = tokio::join!(linking, visit(&node, "", &press));
        linked.unwrap();
        assert_eq!(pressed.status, 200);
        assert!(is_denied(&node, "account", &ada).await, "{ada}");
    }
}

#[tokio::test]
async fn links_that_are_told_together_carry_the_choice_to_the_last() {
    let node = TestNode::start().await;
    let tell = |links: Vec<Value>| {
        let links: Vec<_> = links
            .iter()
            .map(|one| json!({ "identifiers": one }))
            .collect();
        node.send(Call::post("/v1/links", &json!({ "links": links })).key("intake"))
    };
    for turn in 0..60 {
        let name = |kind: &str, text: String| json!({ "kind": kind, "value": text });
        let (account, ga) = (
            name("account", format!("a{turn}")),
            name("ga", format!("g{turn}")),
        );
        let mails = [1, 2].map(|nth| name("email", format!("m{nth}.{turn}@example.com")));
        let signal = json!({ "signal": "gpc", "identifiers": [ga] });
        let signal = || node.send(Call::post("/v1/signals", &signal));
        let mail = json!([account, mails[0]]);
        let device = json!([account, ga]);
        let other = json!([mails[0], mails[1]]);
        match turn % 3 {
            0 => {
                signal().await;
                tell(vec![mail, device, other]).await;
            }
            1 => {
                signal().await;
                tokio::join!(tell(vec![mail]), tell(vec![device]), tell(vec![other]));
            }
            _ => {
                tokio::join!(tell(vec![mail, other]), signal(), tell(vec![device]));
            }
        }
        for one in [&account, &mails[0], &mails[1]] {
            let (kind, value) = (one["kind"].as_str(), one["value"].as_str());
            assert!(
                is_denied(&node, kind.unwrap(), value.unwrap()).await,
                "{one}"
            );
        }
    }
}

#[tokio::test]
async fn a_header_reaches_whoever_is_linked_once() {
    let node = TestNode::start().await;
    let ada = json!({ "identifiers": [{ "kind": "account", "value": "ada" }] });
    let names = json!([ada["identifiers"][0], { "kind": "ga", "value": "GA1.1.1.1" }]);
    let link = json!({ "links": [{ "identifiers": names }] });
    let keyed = |path: &str, body: &Value| node.send(Call::post(path, body).key("intake"));
    keyed("/v1/opt-outs", &json!({ "identifiers": names })).await;
    keyed("/v1/links", &link).await;
    let asked = keyed("/v1/opt-ins", &ada).await.code();
    keyed(&format!("/v1/opt-ins/{asked}/confirm"), &Value::Null).await;
    assert!(!is_denied(&node, "account", "ada").await);
    // Her browser's name is out as before. Its signal is hers all the same, and wins (11 CCR 7025(c)(3)).
    let script = || {
        let call = Call::get("/refrain.js").header("sec-gpc", "1");
        node.send(call.header("cookie", "_ga=GA1.1.1.1"))
    };
    let size = node.size();
    script().await;
    assert!(is_denied(&node, "account", "ada").await);
    script().await;
    assert_eq!(node.size(), size + 1, "a repeat adds nothing");
}

#[tokio::test]
async fn who_hangs_up_in_the_middle_is_heard_to_the_end() {
    let node = TestNode::start().await;
    let of = |kind: Kind, value: &str| Identifier::of(kind, value).unwrap();
    let (device, person) = (
        of(Kind::Custom("ga".into()), "GA1.1.1.1"),
        of(Kind::Account, "ada"),
    );
    node.node.link(&[device.clone(), person]).await.unwrap();
    let (before, mut followed) = (node.size(), node.node.views.followed.subscribe());
    let hearing = node.node.hear(No::signal(vec![device]), ReceiptWait::No);
    let hung_up = tokio::time::timeout(Duration::ZERO, hearing).await;
    assert!(hung_up.is_err(), "it takes a moment");
    let both = followed.wait_for(|size| *size == before + 2).await;
    assert!(both.is_ok());
    assert!(is_denied(&node, "account", "ada").await);
}

#[tokio::test]
async fn a_choice_does_not_creep_through_a_shared_computer() {
    let node = TestNode::start().await;
    let (ada, bob) = (account(&node, "ada"), account(&node, "bob"));
    let shared = visit(&node, "", &json!({ "identifiers": [ada] })).await;
    let shared = shared.cookie();
    visit(&node, shared, &json!({ "identifiers": [bob] })).await;
    // At home, each has a browser of their own. Ada says no on hers.
    let bobs = visit(
        &node,
        "",
        &json!({ "identifiers": [bob, { "kind": "ga", "value": "GA1.1.1.8" }] }),
    )
    .await;
    visit(
        &node,
        "",
        &json!({ "act": "opt_out", "identifiers": [ada] }),
    )
    .await;
    // She comes back to the shared one: that is opted out, and Bob is not, nor is his own.
    let again = visit(&node, shared, &json!({ "identifiers": [ada] })).await;
    assert_eq!(again.json()["sharing"], "denied");
    assert!(!is_denied(&node, "account", "bob").await);
    assert!(!is_denied(&node, "ga", "GA1.1.1.8").await);
    // An opt-out on it would be both's: so whoever logs in there is covered.
    visit(&node, shared, &json!({ "identifiers": [bob] })).await;
    assert!(is_denied(&node, "account", "bob").await);
    assert_eq!(
        visit(&node, bobs.cookie(), &json!({ "identifiers": [bob] }))
            .await
            .json()["sharing"],
        "denied"
    );
}

#[tokio::test]
async fn a_stranger_who_names_somebody_learns_nothing_of_their_choice() {
    let node = TestNode::start().await;
    let ada = json!({ "kind": "email", "value": "ada@example.com" });
    let phone = json!({ "identifiers": [ada], "channel": "phone" });
    let hers = node
        .send(Call::post("/v1/opt-outs", &phone).key("intake"))
        .await;
    assert_eq!(hers.status, 201);
    let stranger = visit(&node, "", &json!({ "act": "opt_out" })).await;
    for body in [
        json!({ "signal": true, "identifiers": [ada] }),
        json!({ "act": "opt_out", "identifiers": [ada] }),
    ] {
        let told = visit(&node, stranger.cookie(), &body).await.json();
        assert_eq!(
            told["receipt_url"],
            stranger.json()["receipt_url"],
            "{told}"
        );
        assert_eq!(told["since"], Value::Null);
    }
    // Others know what an operating system calls a device.
    let phone =
        json!({ "kind": "advertising_id", "value": "6d92078a-8246-4ba4-ae5b-76104861e7dc" });
    visit(
        &node,
        "",
        &json!({ "act": "opt_out", "identifiers": [phone] }),
    )
    .await;
    let asked = visit(&node, "", &json!({ "identifiers": [phone] })).await;
    assert_eq!(asked.json()["sharing"], "allowed");
}

#[tokio::test]
async fn whoever_says_no_is_heard_whatever_the_page_got_wrong() {
    let node = TestNode::start().await;
    let out = json!({ "act": "opt_out", "identifiers": [
        { "kind": "account", "value": "ada", "proof": "00" }, { "kind": "removed", "value": "x" }, { "kind": "ga", "value": "GA1.1.1.1" },
    ] });
    let heard = visit(&node, "", &out).await;
    assert_eq!(
        (heard.status, &heard.json()["sharing"]),
        (200, &json!("denied"))
    );
    assert!(is_denied(&node, "account", "ada").await);
    assert!(is_denied(&node, "ga", "GA1.1.1.1").await);
}

#[tokio::test]
async fn a_person_who_is_full_of_devices_makes_the_log_no_longer() {
    let node = TestNode::start().await;
    let ada = Identifier::of(Kind::Account, "ada").unwrap();
    let device = |nth| Identifier::of(Kind::Custom("ga".into()), &format!("GA1.1.3.{nth}"));
    for first in (0..optout::MAX_REACH).step_by(30) {
        let devices = (first..first + 30).map(|nth| device(nth).unwrap());
        let names: Vec<Identifier> = devices.chain([ada.clone()]).collect();
        node.node.link(&names).await.unwrap();
    }
    let size = node.size();
    let body =
        json!({ "identifiers": [account(&node, "ada"), { "kind": "ga", "value": "GA1.1.4.1" }] });
    for _ in 0..3 {
        let seen = visit(&node, "", &body).await;
        assert_eq!(seen.json()["sharing"], "allowed");
        assert_eq!(seen.header("set-cookie"), "");
    }
    assert_eq!(node.size(), size);
    // What she says is heard, and reaches her from any of them.
    visit(
        &node,
        "",
        &json!({ "act": "opt_out", "identifiers": [{ "kind": "ga", "value": "GA1.1.3.7" }] }),
    )
    .await;
    assert!(is_denied(&node, "account", "ada").await);
}

#[tokio::test]
async fn a_link_whose_record_is_over_is_learnt_anew() {
    let node = TestNode::start().await;
    let link = json!({ "links": [{ "identifiers": [{ "kind": "account", "value": "ada" }, { "kind": "ga", "value": "GA1.1.1.1" }] }] });
    let tell = || async {
        let told = node
            .send(Call::post("/v1/links", &link).key("intake"))
            .await;
        told.json()["recorded"].as_u64()
    };
    assert_eq!((tell().await, tell().await), (Some(1), Some(0)));
    node.record(Entry::Retention(Retention {
        at: (WORLD.now)(),
        through: node.size(),
        received_before: Date::constant(2026, 11, 24),
    }))
    .await;
    assert_eq!((tell().await, tell().await), (Some(1), Some(0)));
    visit(
        &node,
        "",
        &json!({ "act": "opt_out", "identifiers": [{ "kind": "ga", "value": "GA1.1.1.1" }] }),
    )
    .await;
    assert!(is_denied(&node, "account", "ada").await);
}

#[tokio::test]
async fn one_request_tells_of_so_many_links() {
    let node = TestNode::start().await;
    let link = json!({ "identifiers": [{ "kind": "account", "value": "ada" }, { "kind": "ga", "value": "GA1.1.1.1" }] });
    let tell = |count: usize| {
        let links = json!({ "links": vec![link.clone(); count] });
        node.send(Call::post("/v1/links", &links).key("intake"))
    };
    let many = tell(web::api::MAX_LINKS + 1).await;
    assert_eq!((many.status, &many.json()["field"]), (422, &json!("links")));
    assert_eq!(tell(web::api::MAX_LINKS).await.status, 200);
}
