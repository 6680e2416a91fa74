//! A shop whose developer has pasted the line, and marked the tags that stand in its markup.

use serde_json::json;

use super::run::Probe;
use super::web::{Page, Web, html, nothing, script};

const SNIPPET: &str = include_str!("../../../../snippet/dist/refrain.js");

/// The snippet's server has the file and nothing else: holding depends on no answer of it.
fn mended(host: &str, path: &str) -> Page {
    match (host, path) {
        ("shop.example", "/") => html(
            "<script src=https://privacy.shop.example/refrain.js></script>
             <script type=text/plain data-refrain=sharing data-src=https://marked.doubleclick.net/></script>
             <refrain-link></refrain-link>
             <script>
               const tag = document.createElement('script');
               tag.src = 'https://connect.facebook.net/en_US/fbevents.js';
               document.head.append(tag);
               fetch('https://fetched.doubleclick.net/', { mode: 'no-cors' });
               addEventListener('pagehide', () => navigator.sendBeacon('https://unload.doubleclick.net/', 'x'));
             </script>",
        ),
        ("privacy.shop.example", "/refrain.js") => {
            let settings = json!({
                "url": "https://privacy.shop.example", "domain": "shop.example",
                "hold": r"^[^/]*\.(?:doubleclick\.net/|facebook\.com/|facebook\.net/)", "restrict": [],
                "clear": "^_fbp$", "report": {}, "link": "choices",
                "gpp": {"section": 8, "mspa": [2, 0, 0], "strings": ["DBABBg~BUUAAACA.", "DBABBg~BUoAAACA."]}, "language": "en", "business": "Shop",
            });
            script(&format!("{SNIPPET}{settings});"))
        }
        ("connect.facebook.net", _) => script("document.cookie = '_fbp=fb.1.1.1'"),
        _ => nothing(),
    }
}

#[test]
fn the_pasted_line_stops_the_tags() {
    let web = Web::serve(mended);
    let Some(probe) = Probe::of(&web, &["--json", "--strict"]) else {
        return;
    };
    let ran = probe.run();
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let expected = [
        "request connect.facebook.net",
        "request fetched.doubleclick.net",
        "request marked.doubleclick.net",
        "request unload.doubleclick.net",
        "cookie _fbp",
    ];
    assert_eq!(ran.findings("stopped"), expected, "{}", ran.out);
    assert_eq!(ran.findings("says_no"), ["string __gpp", "string __uspapi"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["link"], "Your Privacy Choices");
}
