//! What is said where nothing can be told, and that nothing is left behind.

use std::io::Read as _;
use std::process::{Command, Stdio};

use super::run::{Probe, assert_nothing_left};
use super::web::{Page, Web, html, nothing, page};
use crate::support::patience::until;

#[test]
fn a_site_that_does_not_answer_is_not_judged() {
    fn broken(_: &str, _: &str) -> Page {
        Page {
            status: 503,
            ..page("text/plain", "down")
        }
    }
    let web = Web::serve(broken);
    let Some(probe) = Probe::of(&web, &[]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    let expected =
        "could not tell: https://shop.example/ did not load: it was answered with status 503";
    assert!(ran.err.contains(expected), "{}", ran.err);

    let Some(probe) = Probe::of(&web, &["--resolve", "shop.example=127.0.0.1:1", "--json"]) else {
        return;
    };
    drop(web);
    let ran = probe.run();
    let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (ran.code, &said["verdict"]),
        (Some(2), &"inconclusive".into())
    );
}

#[test]
fn this_machine_is_asked_without_tls() {
    fn under_development(_: &str, path: &str) -> Page {
        match path {
            "/" => html("<title>Shop</title>"),
            _ => nothing(),
        }
    }
    let web = Web::plain(under_development);
    let page = format!("localhost:{}", web.address.port());
    let Some(probe) = Probe::at(&page, &web, &["--stay", "0", "--json"]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

#[test]
fn a_password_in_the_address_is_told_nobody() {
    fn closed(_: &str, path: &str) -> Page {
        match path {
            "/" => html("<title>Shop</title>"),
            _ => Page {
                status: 403,
                ..page("text/plain", "no")
            },
        }
    }
    let web = Web::plain(closed);
    let port = web.address.port();
    for (path, code) in [("", 0), ("closed", 2)] {
        let page = format!("http://alice:s3cret@localhost:{port}/{path}");
        for more in [&["--stay", "0"][..], &["--stay", "0", "--json"]] {
            let Some(probe) = Probe::at(&page, &web, more) else {
                return;
            };
            let ran = probe.run();
            let said = format!("{}{}", ran.out, ran.err);
            assert_eq!(ran.code, Some(code), "{said}");
            assert!(
                said.contains(&format!("http://localhost:{port}/")),
                "{said}"
            );
            assert!(
                !said.contains("s3cret") && !said.contains("alice"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_page_that_hides_the_signal_is_not_judged() {
    fn hiding(_: &str, _: &str) -> Page {
        html(
            "<script>Object.defineProperty(navigator, 'globalPrivacyControl', { value: false })</script>",
        )
    }
    let web = Web::serve(hiding);
    let Some(probe) = Probe::of(&web, &[]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(
        ran.err
            .contains("Sec-GPC was sent, navigator.globalPrivacyControl was false"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_no_domain_of_ones_own_is_refused_with_what_to_write() {
    let table = [
        ("https://cdn.test", "everything below it: cdn.test"),
        ("cloudfront.net", "as in yours.cloudfront.net"),
    ];
    for (own, expected) in table {
        let mut command = Command::new(env!("CARGO_BIN_EXE_refrain"));
        let ran = command.args(["probe", "shop.example", "--own", own]);
        let ran = ran.env("PATH", "/nowhere").output().unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn without_a_browser_it_says_what_to_install() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refrain"));
    command
        .args(["probe", "shop.example"])
        .env("PATH", "/nowhere");
    let ran = command.output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(
        said.contains("apt install chromium") && said.contains("--browser PATH"),
        "{said}"
    );
}

#[test]
fn asked_to_stop_it_ends_its_browser_and_removes_its_profile() {
    fn endless(host: &str, _: &str) -> Page {
        if host == "never.test" {
            std::thread::park();
        }
        html("<img src=https://never.test/>")
    }
    let web = Web::serve(endless);
    let Some(mut probe) = Probe::of(&web, &["--wait", "600"]) else {
        return;
    };
    let mut child = probe.command.stderr(Stdio::piped()).spawn().unwrap();
    until("the page to be busy", || {
        (!web.asked("never.test").is_empty()).then_some(())
    });
    let asked = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(asked.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(2));
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert!(said.contains("stopped before the end"), "{said}");
    assert_nothing_left(probe.folder.path());
}
