//! The report as a person reads it.

use super::run::Probe;
use super::web::{Page, Web, html, nothing, script};

fn half_done(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => html(
            "<a href=/privacy-choices>Do Not Sell or Share My Personal Information</a>
             <link rel=preconnect href=https://ct.pinterest.com>
             <script src=https://static.shop-cdn.test/app.js></script>
             <script>
               document.cookie = '_fbp=fb.1.1.1';
               if (!navigator.globalPrivacyControl) new Image().src = 'https://bat.bing.com/action/0';
               new Image().src = 'https://www.google-analytics.com/g/collect?gcs=G100';
               new Image().src = 'https://www.facebook.com/tr?us_privacy=1YYN';
             </script>",
        ),
        ("static.shop-cdn.test", _) => Page {
            cookie: Some("visitor=1"),
            ..script("")
        },
        _ => nothing(),
    }
}

#[test]
fn the_report_reads_calmly() {
    let web = Web::serve(half_done);
    let Some(probe) = Probe::of(&web, &[]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    // Which browser it was, and what it can do, is the machine's affair.
    let lines = ran
        .out
        .lines()
        .filter(|line| !line.starts_with("in Chrome") && !line.starts_with("Note: This browser"));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @"
    https://shop.example/

    Remains with the signal
      www.facebook.com  Meta  1 → 1  image
      cookie _fbp       Meta         of shop.example

    Not known: yours to decide whether it sells or shares, or serves you under contract
      static.shop-cdn.test             1 → 1  script
      ct.pinterest.com      Pinterest         connected, no request seen: as after a preconnect hint
      cookie visitor                          of static.shop-cdn.test

    Goes to a known recipient in its restricted mode
      www.google-analytics.com  Google Analytics  1 → 1  image

    Says no, as it should
      us_privacy to www.facebook.com  1YYN: says opted out

    Stopped by the signal
      bat.bing.com  Microsoft Advertising  1 → 0

    The site's own words
      gpc.json  says nothing: there is no /.well-known/gpc.json, or it cannot be read
      link      “Do Not Sell or Share My Personal Information”
    ");
    insta::assert_snapshot!(ran.err, @"
    visiting without the signal
    visiting with the signal
    refrain: with the signal, 2 things remain that look like selling or sharing
    ");
}
