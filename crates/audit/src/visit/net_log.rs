//! The browser's network log, the second witness. It names the origin on whose behalf each request was made, so the browser's own
//! traffic, which has none, falls away; and it has what no debugging session sees: requests made while a page is being left.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
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
}

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
}

/// Reads the log: an event a line, between a line of constants and one of statistics. A line that is cut short, as in the log
/// of a browser that was killed, is passed over.
pub fn read(path: &Path) -> io::Result<NetLog> {
    let mut log = NetLog::default();
    for line in BufReader::new(File::open(path)?).lines() {
        let line = line?;
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
            let by_page = address(&initiator).is_some();
            self.requests.extend(address(&url).filter(|_| by_page));
        }
        self.connected
            .extend(params.group_id.as_deref().and_then(connection));
    }
}

/// Host and top-level site of a group of connections: `https://ads.example <https://shop.example same_site>`.
fn connection(group: &str) -> Option<(String, String)> {
    let (to, rest) = group.split_once(" <")?;
    let site = rest.split(' ').next()?;
    let to = to.rsplit(' ').next()?.trim_start_matches("pm/");
    let host = |text| Some(address(text)?.host_str()?.to_owned());
    Some((host(to)?, host(site)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_asked_on_behalf_of_a_page_is_taken() {
        let lines = [
            r#"{"constants":{"x":1},"#,
            r#""events": ["#,
            r#"{"params":{"initiator":"not an origin","url":"https://browser.example/own"},"type":134},"#,
            r#"{"params":{"initiator":"https://shop.example","url":"https://ads.example/b?x=1"},"type":134},"#,
            r#"{"params":{"url":"https://ads.example/other-event"},"type":2},"#,
            r#"{"params":{"group_id":"https://pre.example <https://shop.example same_site>"},"type":122},"#,
            r#"{"params":{"initiator":"https://shop.example","url":"wss://ads.example/last"},"type":134}],"#,
            r#"{"params":{"initiator":"https://shop.ex"#,
        ];
        let path = std::env::temp_dir().join(format!("refrain-net-log-{}", std::process::id()));
        std::fs::write(&path, lines.join("\n")).unwrap();
        let log = read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let urls: Vec<_> = log.requests.iter().map(Url::as_str).collect();
        assert_eq!(
            urls,
            ["https://ads.example/b?x=1", "wss://ads.example/last"]
        );
        let pre = ("pre.example".to_owned(), "shop.example".to_owned());
        assert!(log.connected.contains(&pre), "{log:?}");
    }
}
