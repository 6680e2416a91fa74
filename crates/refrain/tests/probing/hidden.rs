//! What leaks where it is not looked for at first: none of it may pass.

use super::run::{Probe, Ran};
use super::web::{Page, Site, Web, html, nothing};

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
