//! What a probe found: plain data, the same for the terminal and for JSON.

use serde::Serialize;

use crate::visit::Way;

/// The comparison of the two visits.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The page's address, after redirects, without a name and password.
    pub page: String,
    /// The registrable domain that counts as the site's own.
    pub site: String,
    /// The browser's name and version.
    pub browser: String,
    /// How long it was looked at when it had loaded, in seconds; of the two visits, in the shorter.
    pub looked_seconds: u64,
    /// How the signal was sent.
    pub signal: Way,
    /// The answer.
    pub verdict: Verdict,
    /// Why there is none, where it is inconclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was found, the worst first.
    pub findings: Vec<Finding>,
    /// What `/.well-known/gpc.json` says.
    pub gpc_json: GpcJson,
    /// The words of the link to the privacy choices, where the page has one.
    pub link: Option<String>,
    /// What limits this report.
    pub notes: Vec<String>,
}

/// The answer of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing that looks like selling or sharing remains with the signal.
    NothingRemains,
    /// Something does.
    Remains,
    /// Nothing was seen to remain, and not everything was seen.
    Inconclusive,
}

/// One thing, in both visits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it means.
    pub standing: Standing,
    /// What it is.
    pub kind: Kind,
    /// The host, the cookie's or key's name, the place of a string.
    pub name: String,
    /// The company, where it is known.
    pub recipient: Option<String>,
    /// What was seen of it.
    pub detail: String,
    /// How often in the visit without the signal.
    pub without: usize,
    /// How often in the visit with it.
    pub with: usize,
}

/// What a finding means, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Looks like selling or sharing, with the signal on.
    Remains,
    /// Nobody knows it: a processor under contract, or not.
    Unknown,
    /// Goes to a known recipient, in its restricted mode.
    Restricted,
    /// A privacy string that says no, as it should.
    SaysNo,
    /// Was there without the signal, and is not with it.
    Stopped,
}

/// What a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Requests to a host.
    Request,
    /// A connection to a host of which nothing was asked.
    Connection,
    /// A cookie.
    Cookie,
    /// A key in local or session storage.
    Storage,
    /// A privacy string.
    String,
}

/// What `/.well-known/gpc.json` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GpcJson {
    /// The site says that it abides by the signal.
    Supported,
    /// It says that it does not.
    NotSupported,
    /// No file, or one that says neither.
    Unknown,
}
