//! What one visit saw.

use std::time::Duration;

use serde::Deserialize;
use url::Url;

/// Everything that was seen in one visit.
#[derive(Debug)]
pub struct Observed {
    /// The browser's name and version.
    pub browser: String,
    /// How the signal was sent; none in a visit without it.
    pub way: Option<Way>,
    /// The page's own document, after redirects.
    pub document: Document,
    /// Whether the page fell quiet in time.
    pub quiet: Quiet,
    /// How long it was looked at when it had loaded.
    pub looked: Duration,
    /// What the page and everything in it asked of the network, in order.
    pub requests: Vec<Request>,
    /// Hosts to which the page had connections made, whether anything was asked of them or not.
    pub connected: Vec<String>,
    /// Whether the network log, which saw them, has its end.
    pub is_log_whole: bool,
    /// Every cookie in the browser at the end.
    pub cookies: Vec<Cookie>,
    /// The page's frames at the end, its own first.
    pub frames: Vec<Frame>,
    /// The addresses of those that did not answer.
    pub silent_frames: Vec<String>,
    /// The site's `/.well-known/gpc.json`, where it was fetched and answered.
    pub gpc_json: Option<String>,
}

/// How the signal got to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The browser sent it itself.
    Native,
    /// This browser cannot: header and property were put in from outside.
    Injected,
}

/// A document that was answered.
#[derive(Debug)]
pub struct Document {
    pub url: Url,
    /// Whether its request carried `Sec-GPC: 1`.
    pub sent_signal: bool,
}

/// How waiting for the page ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quiet {
    Fell,
    StillBusy {
        /// What had been asked and not been answered, without its parameters.
        waiting_for: Vec<String>,
    },
}

/// A request to the network.
#[derive(Clone, Debug)]
pub struct Request {
    pub url: Url,
    /// What for, as the browser calls it: `script`, `image`, `ping`…
    pub kind: String,
    pub body: Option<String>,
    pub witness: Witness,
}

/// Who saw a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// The page's frames and workers, as they made it.
    Page,
    /// Only the browser's network log, which names the page as its origin: sent while the page was being left, for the most part.
    NetLog,
}

/// A cookie.
#[derive(Debug, Deserialize)]
pub struct Cookie {
    pub name: String,
    pub value: String,
    pub domain: String,
}

/// What a frame said when it was asked (`page.js`).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// Empty for a frame without an address of its own.
    pub host: String,
    /// What `navigator.globalPrivacyControl` is there.
    pub signal: Option<bool>,
    /// The keys in local and session storage.
    pub storage: Vec<String>,
    /// The text that `__gpp` gives.
    pub gpp: Option<String>,
    /// The text that `__uspapi` gives.
    pub us_privacy: Option<String>,
    /// The words of the link to the privacy choices.
    pub link: Option<String>,
}
