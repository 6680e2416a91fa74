//! The browser's network log, the second witness. It names the origin on whose behalf each request was made, so the browser's own
//! traffic, which is "not an origin", falls away; and it has what no debugging session sees: requests made while a page is being
//! left. A frame in a sandbox has the origin "null", and is known by the page that its requests are kept apart for.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use url::Url;

use super::address::address;

/// What the log says.
#[derive(Debug, Default)]
pub struct NetLog {
    /// Requests on behalf of a web origin, in order.
    pub requests: Vec<Url>,
    /// Hosts with which a connection was made or tried, each with the site that was shown at the top.
    pub connected: BTreeSet<(String, String)>,
    /// Whether it has its end: the log of a browser that was killed has not, and may lack anything before it.
    pub is_whole: bool,
}

/// The origin of what has none, such as a frame in a sandbox.
const OPAQUE: &str = "null";
/// What the log ends with.
const END: &str = "}";

#[derive(Deserialize)]
struct Event {
    #[serde(default)]
    params: Params,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Params {
    initiator: Option<String>,
    url: Option<String>,
    group_id: Option<String>,
    network_isolation_key: String,
}

/// Reads the log: an event a line, between a line of constants and one of statistics. A line that is cut short, as in the log
/// of a browser that was killed, is passed over.
pub fn read(path: &Path) -> io::Result<NetLog> {
    read_from(BufReader::new(File::open(path)?))
}

fn read_from(text: impl BufRead) -> io::Result<NetLog> {
    let mut log = NetLog::default();
    for line in text.lines() {
        let line = line?;
        log.is_whole = line == END;
        let event = line.trim_end_matches([',', ']']);
        if let Ok(event) = serde_json::from_str::<Event>(event) {
            log.note(event.params);
        }
    }
    Ok(log)
}

impl NetLog {
    fn note(&mut self, params: Params) {
        if let (Some(initiator), Some(url)) = (params.initiator, params.url) {
            let is_apart = || site(&params.network_isolation_key).is_some();
            let by_page = address(&initiator).is_some() || initiator == OPAQUE && is_apart();
            self.requests.extend(address(&url).filter(|_| by_page));
        }
        self.connected
            .extend(params.group_id.as_deref().and_then(connection));
    }
}

/// Host and top-level site of a group of connections: `https://ads.example <https://shop.example same_site>`.
fn connection(group: &str) -> Option<(String, String)> {
    let (to, rest) = group.split_once(" <")?;
    let to = to.rsplit(' ').next()?.trim_start_matches("pm/");
    Some((host(to)?, site(rest)?))
}

/// The first site that is named. Where the page itself is in a sandbox, there is more around it:
/// `null [internally: (5435…) derived from https://shop.example]`.
fn site(text: &str) -> Option<String> {
    text.split([' ', ']', '>']).find_map(host)
}

fn host(text: &str) -> Option<String> {
    Some(address(text)?.host_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_lines(lines: &[&str]) -> NetLog {
        read_from(lines.join("\n").as_bytes()).unwrap()
    }

    #[test]
    fn only_what_was_asked_on_behalf_of_a_page_is_taken() {
        let lines = [
            r#"{"constants":{"x":1},"#,
            r#""events": ["#,
            r#"{"params":{"initiator":"not an origin","url":"https://browser.example/own"},"type":134},"#,
            r#"{"params":{"initiator":"https://shop.example","url":"https://ads.example/b?x=1"},"type":134},"#,
            r#"{"params":{"initiator":"null","network_isolation_key":"null null","url":"https://browser.example/too"}},"#,
            r#"{"params":{"initiator":"null","network_isolation_key":"https://shop.example null [internally: (1F) derived from https://shop.example]","url":"https://ads.example/sandboxed"}},"#,
            r#"{"params":{"initiator":"null","network_isolation_key":"null [internally: (1F) derived from https://shop.example] null [internally: (1F) derived from https://shop.example]","url":"https://ads.example/sandboxed-page"}},"#,
            r#"{"params":{"url":"https://ads.example/other-event"},"type":2},"#,
            r#"{"params":{"group_id":"https://pre.example <https://shop.example same_site>"},"type":122},"#,
            r#"{"params":{"group_id":"https://boxed.example <null [internally: (1F) derived from https://shop.example] same_site>"},"type":122},"#,
            r#"{"params":{"initiator":"https://shop.example","url":"wss://ads.example/last"},"type":134}],"#,
            r#"{"params":{"initiator":"https://shop.ex"#,
        ];
        let log = read_lines(&lines);
        let urls: Vec<_> = log.requests.iter().map(Url::as_str).collect();
        assert_eq!(
            urls,
            [
                "https://ads.example/b?x=1",
                "https://ads.example/sandboxed",
                "https://ads.example/sandboxed-page",
                "wss://ads.example/last"
            ]
        );
        for host in ["pre.example", "boxed.example"] {
            let connected = (host.to_owned(), "shop.example".to_owned());
            assert!(log.connected.contains(&connected), "{host}: {log:?}");
        }
        assert!(!log.is_whole);
    }

    #[test]
    fn a_log_that_was_written_to_its_end_is_whole() {
        let log = read_lines(&[
            r#"{"constants":{"x":1},"#,
            r#""events": ["#,
            "],",
            r#""polledData": {}"#,
            "}",
        ]);
        assert!(log.is_whole);
    }
}
