//! What is answered of which site.

use super::run::Probe;
use super::web::{Page, Web, html, nothing, page, script};

/// A shop that hears nothing: its tags run in the page, in a frame, in workers and when it is left.
fn leaking(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => html(
            "<script src=https://connect.facebook.net/en_US/fbevents.js></script>
             <iframe src=https://frame.doubleclick.net/></iframe>
             <script>
               document.cookie = 'usprivacy=1YNN';
               localStorage._gcl_ls = 'x';
               window.__gpp = (command, done) => done({ gppString: 'DBABBg~BUoAAACA.QA' }, true);
               new Worker('/worker.js');
               navigator.serviceWorker.register('/service-worker.js');
               addEventListener('pagehide', () => navigator.sendBeacon('https://unload.doubleclick.net/', 'x'));
             </script>",
        ),
        ("connect.facebook.net", _) => script(
            "document.cookie = '_fbp=fb.1.1.1';
             new Image().src = 'https://www.facebook.com/tr?ev=PageView&us_privacy=1YNN';",
        ),
        ("frame.doubleclick.net", _) => html("<script>fetch('https://inframe.doubleclick.net/')</script>"),
        ("shop.example", "/worker.js") => script("fetch('https://worker.doubleclick.net/')"),
        ("shop.example", "/service-worker.js") => script("fetch('https://serviceworker.doubleclick.net/')"),
        _ => nothing(),
    }
}

#[test]
fn whatever_still_leaks_is_named() {
    let web = Web::serve(leaking);
    let Some(probe) = Probe::of(&web, &["--json"]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let expected = [
        "request connect.facebook.net",
        "request frame.doubleclick.net",
        "request inframe.doubleclick.net",
        "request serviceworker.doubleclick.net",
        "request unload.doubleclick.net",
        "request worker.doubleclick.net",
        "request www.facebook.com",
        "cookie _fbp",
        "storage _gcl_ls",
        "string __gpp",
        "string us_privacy to www.facebook.com",
        "string usprivacy (cookie)",
    ];
    assert_eq!(ran.findings("remains"), expected, "{}", ran.out);
    // The server is the judge of what really came, and with what.
    let seen = web.asked("worker.doubleclick.net");
    assert!(
        seen.iter().any(|one| one.signal) && seen.iter().any(|one| !one.signal),
        "{seen:?}"
    );
}

/// A shop that hears the signal.
fn honouring(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => html(
            "<a href=/privacy-choices>Your  Privacy Choices</a>
             <script>
               const no = navigator.globalPrivacyControl === true;
               window.__uspapi = (command, version, done) => done({ uspString: no ? '1YYN' : '1YNN' }, true);
               if (!no) {
                 document.cookie = '_fbp=fb.1.1.1';
                 document.write('<script src=https://connect.facebook.net/en_US/fbevents.js><\\/script>');
               }
             </script>",
        ),
        ("connect.facebook.net", _) => script(""),
        ("shop.example", "/.well-known/gpc.json") => page("application/json", r#"{"gpc":true}"#),
        _ => nothing(),
    }
}

#[test]
fn a_site_that_heeds_the_signal_passes() {
    let web = Web::serve(honouring);
    let Some(probe) = Probe::of(&web, &["--json"]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert_eq!(
        ran.findings("stopped"),
        ["request connect.facebook.net", "cookie _fbp"]
    );
    assert_eq!(ran.findings("says_no"), ["string __uspapi"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["gpc_json"], "supported");
    assert_eq!(report["link"], "Your Privacy Choices");
    assert_eq!(report["verdict"], "nothing_remains");
}

/// A shop whose tags stay in their restricted modes, beside a host that nobody knows.
fn restricting(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => html(
            "<script src=https://connect.facebook.net/en_US/fbevents.js></script>
             <img src='https://www.facebook.com/tr?ev=PageView&dpo=LDU&dpoco=0&dpost=0'>
             <img src='https://www.google-analytics.com/g/collect?v=2&gcs=G100'>
             <script src=https://www.googletagmanager.com/gtag/js></script>
             <img src=https://img.shop-cdn.test/logo.svg>",
        ),
        ("connect.facebook.net" | "www.googletagmanager.com", _) => script(""),
        _ => nothing(),
    }
}

#[test]
fn restricted_modes_pass_and_strangers_are_for_the_business_to_decide() {
    let web = Web::serve(restricting);
    let restricted = [
        "request connect.facebook.net",
        "request www.facebook.com",
        "request www.google-analytics.com",
    ];
    let own = ["--own", "shop-cdn.test", "--own", "googletagmanager.com"];
    let strangers = [
        "request img.shop-cdn.test",
        "request www.googletagmanager.com",
    ];
    let cases: [(&[&str], i32, &[&str]); 2] = [(&[], 1, &strangers), (&own, 0, &[])];
    for (options, code, strangers) in cases {
        let options = [&["--json", "--strict"], options].concat();
        let Some(probe) = Probe::of(&web, &options) else {
            return;
        };
        let ran = probe.run();
        assert_eq!(ran.code, Some(code), "{options:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.findings("restricted"), restricted, "{options:?}");
        assert_eq!(ran.findings("unknown"), strangers, "{options:?}");
    }
}
