//! Following the browser's events: which requests there were, which are under way, how the document was answered.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Instant;

use serde_json::Value;

use super::address::address;
use super::observed::{Request, Witness};
use crate::browser::Message;

/// Why the browser itself may have held a request back: such a one has told nobody anything.
const NEVER_SENT: [&str; 3] = ["csp", "mixed-content", "inspector"];
/// Kinds of requests that stay open, and say nothing about whether the page has finished.
const STAYS_OPEN: [&str; 3] = ["EventSource", "WebSocket", "Ping"];
/// Kinds of requests with which a page polls.
const POLLS: [&str; 4] = ["Fetch", "XHR", "Preflight", "Ping"];
/// How often the same may be asked before asking it again is no news: a page that polls would never fall quiet.
const NEWS: u32 = 3;

/// What is known so far.
pub struct Watch {
    /// The page's own session.
    pub page: String,
    /// In order; none where one proved not to have gone to the network.
    requests: Vec<Option<Request>>,
    /// Where in it the requests of a number are: one that is redirected goes on under its number.
    places: HashMap<String, Vec<usize>>,
    /// By number, each with the session that began it. Another may end it: a frame's document is begun by what holds the frame.
    under_way: HashMap<String, String>,
    /// When something last began or ended.
    pub moved: Instant,
    /// Whether the page's load event has come since it was last set to false.
    pub loaded: bool,
    /// How often the same has been asked.
    asked: HashMap<String, u32>,
    statuses: HashMap<String, u64>,
    with_signal: HashSet<String>,
}

impl Watch {
    pub fn new() -> Self {
        Self {
            page: String::new(),
            requests: Vec::new(),
            places: HashMap::new(),
            under_way: HashMap::new(),
            moved: Instant::now(),
            loaded: false,
            asked: HashMap::new(),
            statuses: HashMap::new(),
            with_signal: HashSet::new(),
        }
    }

    /// Takes an event into account.
    pub fn note(&mut self, event: &Message) {
        let said = &event.params;
        let id = said["requestId"].as_str().unwrap_or_default();
        let session = event.session_id.as_deref().unwrap_or_default();
        match event.method.as_str() {
            "Network.requestWillBeSent" => self.began(session, id, said),
            "Network.webSocketCreated" => self.keep(id, &said["url"], "websocket", None),
            "Network.requestWillBeSentExtraInfo" => self.note_headers(id, &said["headers"]),
            "Network.responseReceived" => self.answered(id, &said["response"]),
            "Network.loadingFinished" => self.ended(id),
            "Network.loadingFailed" => {
                let reason = said["blockedReason"].as_str();
                if reason.is_some_and(|reason| NEVER_SENT.contains(&reason)) {
                    self.drop(id);
                }
                self.ended(id);
            }
            "Page.loadEventFired" if session == self.page => {
                self.loaded = true;
                self.moved = Instant::now();
            }
            _ => {}
        }
    }

    /// Whether nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.under_way.is_empty()
    }

    /// A target has gone, and what it had under way with it.
    pub fn forget(&mut self, session: &str) {
        self.under_way.retain(|_, of| of != session);
    }

    /// What is under way belongs to a page that has been left.
    pub fn forget_under_way(&mut self) {
        self.under_way.clear();
        self.loaded = false;
    }

    /// The status that answered the request `id`, after its redirects.
    pub fn status(&self, id: &str) -> Option<u64> {
        self.statuses.get(id).copied()
    }

    /// Whether the request `id` carried the signal.
    pub fn carried_signal(&self, id: &str) -> bool {
        self.with_signal.contains(id)
    }

    /// What is under way, without parameters: they may be long, and somebody's.
    pub fn waiting_for(&self) -> Vec<String> {
        let places = self.under_way.keys().filter_map(|id| self.places.get(id));
        let requests = places.filter_map(|places| self.requests[*places.last()?].as_ref());
        let addresses: BTreeSet<String> = requests
            .map(|request| without_parameters(request.url.as_str()).to_owned())
            .collect();
        addresses.into_iter().collect()
    }

    /// All requests, in order.
    pub fn into_requests(self) -> Vec<Request> {
        self.requests.into_iter().flatten().collect()
    }

    fn began(&mut self, session: &str, id: &str, said: &Value) {
        let kind = said["type"].as_str().unwrap_or("Other");
        let body = said["request"]["postData"].as_str();
        self.keep(
            id,
            &said["request"]["url"],
            &kind.to_ascii_lowercase(),
            body,
        );
        if self.is_poll(kind, &said["request"]) {
            return;
        }
        self.moved = Instant::now();
        if !STAYS_OPEN.contains(&kind) {
            self.under_way.insert(id.to_owned(), session.to_owned());
        }
    }

    fn is_poll(&mut self, kind: &str, request: &Value) -> bool {
        let body = request["postData"].as_str();
        // A body that is too long to be looked at may say something else each time.
        let is_unseen = body.is_none() && request["hasPostData"] == true;
        if !POLLS.contains(&kind) || is_unseen {
            return false;
        }
        let url = without_parameters(request["url"].as_str().unwrap_or_default());
        let question = format!("{url} {}", body.unwrap_or_default());
        let times = self.asked.entry(question).or_default();
        *times += 1;
        *times > NEWS
    }

    fn answered(&mut self, id: &str, response: &Value) {
        let status = response["status"].as_u64().unwrap_or_default();
        self.statuses.insert(id.to_owned(), status);
        // A service worker that answers by itself keeps a request from the network; what it asks instead is its own.
        if response["fromServiceWorker"] == true {
            self.drop(id);
        }
    }

    fn ended(&mut self, id: &str) {
        if self.under_way.remove(id).is_some() {
            self.moved = Instant::now();
        }
    }

    /// Keeps a request to the network. A service worker's come twice, from two sessions.
    fn keep(&mut self, id: &str, url: &Value, kind: &str, body: Option<&str>) {
        let Some(url) = url.as_str().and_then(address) else {
            return;
        };
        let places = self.places.entry(id.to_owned()).or_default();
        let is_it = |at: &usize| matches!(&self.requests[*at], Some(held) if held.url == url);
        if places.iter().any(is_it) {
            return;
        }
        places.push(self.requests.len());
        self.requests.push(Some(Request {
            url,
            kind: kind.to_owned(),
            body: body.map(str::to_owned),
            witness: Witness::Page,
        }));
    }

    /// What has this number has not gone to the network.
    fn drop(&mut self, id: &str) {
        for at in self.places.remove(id).unwrap_or_default() {
            self.requests[at] = None;
        }
    }

    fn note_headers(&mut self, id: &str, headers: &Value) {
        let mut headers = headers.as_object().into_iter().flatten();
        let on = |(name, value): (&String, &Value)| {
            name.eq_ignore_ascii_case("sec-gpc") && value.as_str() == Some("1")
        };
        if headers.any(on) {
            self.with_signal.insert(id.to_owned());
        }
    }
}

pub fn without_parameters(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(method: &str, params: Value) -> Message {
        Message {
            method: method.to_owned(),
            params,
            ..Message::default()
        }
    }

    fn begins(id: &str, url: &str) -> Message {
        let params = json!({"requestId": id, "type": "Script", "request": {"url": url}});
        event("Network.requestWillBeSent", params)
    }

    #[test]
    fn what_was_sent_is_kept_and_what_never_left_is_not() {
        let mut watch = Watch::new();
        for (id, url) in [
            ("1", "https://a.example/redirects"),
            ("1", "https://b.example/target"),
            ("1", "https://b.example/target"),
            ("2", "data:text/plain,x"),
            ("2", "https://held.invalid/"),
            ("3", "https://held.example/by-policy"),
            ("4", "https://answered.example/by-service-worker"),
        ] {
            watch.note(&begins(id, url));
        }
        let failed = json!({"requestId": "3", "blockedReason": "csp"});
        watch.note(&event("Network.loadingFailed", failed));
        let answered = json!({"requestId": "4", "response": {"fromServiceWorker": true}});
        watch.note(&event("Network.responseReceived", answered));
        let hosts = watch.into_requests();
        let hosts: Vec<_> = hosts.iter().filter_map(|one| one.url.host_str()).collect();
        assert_eq!(hosts, ["a.example", "b.example"]);
    }

    #[test]
    fn ten_times_as_many_requests_take_about_ten_times_as_long() {
        let time = |requests: usize| {
            let mut watch = Watch::new();
            let began = Instant::now();
            for id in 0..requests {
                watch.note(&begins(&id.to_string(), &format!("https://a.example/{id}")));
            }
            let took = began.elapsed();
            assert_eq!(watch.into_requests().len(), requests);
            took
        };
        // Looking at all of them for each takes sixty times as long. A machine that is busy with something else may have its share.
        let mut tries = 0..5;
        assert!(tries.any(|_| time(30_000) < 25 * time(3_000)));
    }

    #[test]
    fn the_page_is_idle_when_everything_that_ends_has_ended() {
        let mut watch = Watch::new();
        watch.note(&begins("1", "https://a.example/"));
        let open = json!({"requestId": "2", "type": "EventSource", "request": {"url": "https://a.example/e"}});
        watch.note(&event("Network.requestWillBeSent", open));
        assert!(!watch.is_idle());
        watch.note(&event("Network.loadingFinished", json!({"requestId": "1"})));
        assert!(watch.is_idle());
    }

    #[test]
    fn a_page_that_polls_falls_quiet_and_one_that_asks_further_does_not() {
        let asks = |id: &str, query: &str, body: Value| {
            let url = format!("https://a.example/api?{query}");
            let request = json!({"url": url, "postData": body, "hasPostData": !body.is_null()});
            let params = json!({"requestId": id, "type": "Fetch", "request": request});
            event("Network.requestWillBeSent", params)
        };
        let mut watch = Watch::new();
        for id in ["1", "2", "3"] {
            watch.note(&asks(id, id, Value::Null));
        }
        assert_eq!(watch.waiting_for(), ["https://a.example/api"]);
        watch.forget_under_way();
        let moved = watch.moved;
        watch.note(&asks("4", "4", Value::Null));
        assert!(watch.is_idle() && watch.moved == moved);
        watch.note(&asks("5", "5", json!("next")));
        assert!(!watch.is_idle());
        assert_eq!(watch.into_requests().len(), 5);
    }

    #[test]
    fn the_signal_is_read_from_what_was_really_sent() {
        let mut watch = Watch::new();
        for (id, headers) in [
            ("yes", json!({"sec-gpc": "1"})),
            ("no", json!({"Sec-GPC": "0"})),
        ] {
            let params = json!({"requestId": id, "headers": headers});
            watch.note(&event("Network.requestWillBeSentExtraInfo", params));
        }
        assert!(watch.carried_signal("yes") && !watch.carried_signal("no"));
    }
}
