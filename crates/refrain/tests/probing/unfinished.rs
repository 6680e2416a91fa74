//! What is answered where not everything could be seen.

use std::time::{Duration, Instant};

use super::run::Probe;
use super::web::{Page, Web, html, nothing, page};

/// A page that waits for what never comes.
fn waiting(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => {
            html("<script src='https://never.test/tags.js?visitor=1'></script>")
        }
        ("never.test", _) => loop {
            std::thread::park();
        },
        _ => nothing(),
    }
}

#[test]
fn a_page_that_is_still_busy_is_not_judged() {
    let web = Web::serve(waiting);
    let Some(probe) = Probe::of(&web, &["--json", "--wait", "2"]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(2), "{}{}", ran.out, ran.err);
    assert_eq!(ran.findings("unknown"), ["request never.test"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["verdict"], "inconclusive");
    let expected = "with the signal, the page was still busy when the wait ended, waiting for https://never.test/tags.js: \
                    raise --wait to see the rest";
    assert_eq!(report["reason"], expected);
    let expected = format!("could not tell: {expected}");
    assert!(ran.err.contains(&expected), "{}", ran.err);
}

/// A page that asks the same again and again.
fn polling(host: &str, path: &str) -> Page {
    match (host, path.split('?').next()) {
        ("shop.example", Some("/")) => {
            html("<script>setInterval(() => fetch('/news?' + performance.now()), 200)</script>")
        }
        ("shop.example", Some("/news")) => page("text/plain", "none"),
        _ => nothing(),
    }
}

#[test]
fn a_page_that_polls_is_not_busy() {
    let web = Web::serve(polling);
    let Some(probe) = Probe::of(&web, &["--json"]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

/// Frames that begin to work when they have loaded, and never stop.
fn working(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => html(
            "<iframe src='https://a.test/?visitor=1'></iframe>
             <iframe src=https://b.test/></iframe>
             <iframe src=https://c.test/></iframe>",
        ),
        ("a.test" | "b.test" | "c.test", "/" | "/?visitor=1") => html(
            "<script>if (navigator.globalPrivacyControl) onload = () => setTimeout(() => { for (;;); }, 500)</script>",
        ),
        _ => nothing(),
    }
}

#[test]
fn frames_that_never_rest_are_named_and_not_waited_for_one_by_one() {
    let web = Web::serve(working);
    let Some(probe) = Probe::of(&web, &[]) else {
        return;
    };
    let began = Instant::now();
    let ran = probe.run();
    assert_eq!(ran.code, Some(2), "{}{}", ran.out, ran.err);
    let expected = "ith the signal, the frames https://a.test/, https://b.test/, https://c.test/ did not say what they keep";
    let (concluded, noted) = (
        format!("could not tell: w{expected}"),
        format!("Note: W{expected}."),
    );
    assert!(ran.err.contains(&concluded), "{}", ran.err);
    assert!(ran.out.contains(&noted), "{}", ran.out);
    let bound = Duration::from_secs(75);
    assert!(began.elapsed() < bound, "{:?}", began.elapsed());
}
