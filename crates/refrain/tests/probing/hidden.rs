//! What leaks where it is not looked for at first: none of it may pass.

use super::run::{Probe, Ran};
use super::web::{Page, Site, Web, html, nothing, script};

/// What a probe of this site says; none where there is no browser.
fn probed(site: Site) -> Option<Ran> {
    let web = Web::serve(site);
    Some(Probe::of(&web, &["--json"])?.run())
}

/// A host by its full name, to the root of the DNS.
fn rooted(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => html("<img src=https://www.facebook.com./tr>"),
        _ => nothing(),
    }
}

#[test]
fn a_dot_behind_a_host_makes_no_other_host_of_it() {
    let Some(ran) = probed(rooted) else {
        return;
    };
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert_eq!(ran.findings("remains"), ["request www.facebook.com"]);
}

/// A restricted mode in one request, and a script that is sent the visit beside it.
fn converting(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => html(
            "<img src='https://www.google.com/pagead/1p-conversion/1/?gcs=G100'>
             <script src='https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1/x.js?gcs=G111&npa=0&auid=1'></script>",
        ),
        _ => nothing(),
    }
}

#[test]
fn a_script_is_no_excuse_for_what_its_address_says() {
    let Some(ran) = probed(converting) else {
        return;
    };
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let expected = [
        "request googleads.g.doubleclick.net",
        "request www.google.com/pagead",
    ];
    assert_eq!(ran.findings("remains"), expected);
}

/// Frames in sandboxes, which have no origin to be known by.
fn sandboxing(host: &str, path: &str) -> Page {
    const LEAVING: &str = "<script>addEventListener('pagehide', () => navigator.sendBeacon('https://HOST.doubleclick.net/', 'x'))</script>";
    let leaving = |host: &str| LEAVING.replace("HOST", host);
    match (host, path) {
        ("shop.example", "/") => html(&format!(
            r#"<iframe sandbox=allow-scripts srcdoc="{}"></iframe>
             <iframe src="data:text/html,{}"></iframe>
             <iframe src=https://frame.test/></iframe>"#,
            leaving("srcdoc"),
            leaving("data"),
        )),
        ("frame.test", _) => html(&format!(
            r#"<iframe sandbox=allow-scripts srcdoc="{}"></iframe>"#,
            leaving("inframe"),
        )),
        _ => nothing(),
    }
}

#[test]
fn a_sandbox_hides_nothing_that_is_sent_on_leaving() {
    let Some(ran) = probed(sandboxing) else {
        return;
    };
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let expected = [
        "request data.doubleclick.net",
        "request inframe.doubleclick.net",
        "request srcdoc.doubleclick.net",
    ];
    assert_eq!(ran.findings("remains"), expected);
}

/// Tags that come late, or when somebody is there to see.
fn biding(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => html(
            "<div style=height:6000px></div>
             <img loading=lazy src=https://lazy.doubleclick.net/>
             <p id=end>End</p>
             <script>
               const send = (name) => () => { new Image().src = `https://${name}.doubleclick.net/`; };
               onload = () => setTimeout(send('late'), 4500);
               addEventListener('mousemove', send('pointer'), { once: true });
               addEventListener('wheel', send('wheel'), { once: true });
               new IntersectionObserver((seen) => seen[0].isIntersecting && send('seen')()).observe(end);
             </script>",
        ),
        _ => nothing(),
    }
}

#[test]
fn a_tag_that_bides_its_time_is_waited_for() {
    let web = Web::serve(biding);
    let Some(probe) = Probe::staying(&web, &["--json"]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let expected = ["late", "lazy", "pointer", "seen", "wheel"];
    let expected = expected.map(|name| format!("request {name}.doubleclick.net"));
    assert_eq!(ran.findings("remains"), expected, "{}", ran.out);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(report["looked_seconds"].as_u64() >= Some(5), "{}", ran.out);
}

/// Tags that want no robots.
fn shy(host: &str, path: &str) -> Page {
    const SHY: &str = "const said = navigator.userAgent + JSON.stringify(navigator.userAgentData || '');
        if (!navigator.webdriver && !/headless/i.test(said)) fetch('https://HOST.doubleclick.net/')";
    match (host, path) {
        ("shop.example", "/") => html(&format!(
            "<script>{}; new Worker('/worker.js'); navigator.serviceWorker.register('/service.js')</script>",
            SHY.replace("HOST", "page")
        )),
        ("shop.example", "/worker.js") => script(&SHY.replace("HOST", "worker")),
        ("shop.example", "/service.js") => script(&SHY.replace("HOST", "service")),
        _ => nothing(),
    }
}

#[test]
fn who_looks_like_a_robot_is_shown_something_else() {
    let web = Web::serve(shy);
    let Some(probe) = Probe::of(&web, &["--json"]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let expected = ["page", "service", "worker"];
    let expected = expected.map(|name| format!("request {name}.doubleclick.net"));
    assert_eq!(ran.findings("remains"), expected, "{}", ran.out);
    let robots = web.asked("example");
    let robots = robots.iter().find(|one| one.agent.contains("Headless"));
    assert!(robots.is_none(), "{robots:?}");
}
