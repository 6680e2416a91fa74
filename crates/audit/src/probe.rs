//! The two visits, one after the other.

use url::Url;

use crate::judge::judge;
use crate::report::Report;
use crate::stop::Stop;
use crate::trouble::Trouble;
use crate::visit::{Signal, Visit, address, visit};

/// What to probe, and how.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The page, and the browser to see it in.
    pub visit: Visit,
    /// Domains besides the page's that are the business's own, such as its CDN's.
    pub own: Vec<String>,
    /// What a host that nobody knows counts as.
    pub unknown: Unknown,
}

/// What a host that nobody knows counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It is listed.
    Listed,
    /// It is listed, and the answer is no.
    Refused,
}

/// Visits the page without the signal and with it, and compares. `begins` is told of each visit.
///
/// # Errors
///
/// If there can be no answer: no browser, no page, no signal.
pub fn probe(what: &Probe, stop: &Stop, begins: impl Fn(Signal)) -> Result<Report, Trouble> {
    begins(Signal::Absent);
    let without = visit(&what.visit, Signal::Absent, stop)?;
    begins(Signal::Sent);
    let with = visit(&what.visit, Signal::Sent, stop)?;
    judge(what, &without, &with)
}

/// This is no address of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a page's address is as in https://shop.example/")]
pub struct NoPage;

/// Reads a page's address; `https://` need not be written.
///
/// ```
/// assert_eq!(audit::page("shop.example")?.as_str(), "https://shop.example/");
/// assert_eq!(audit::page("http://localhost:8080/a")?.as_str(), "http://localhost:8080/a");
/// assert!(audit::page("ftp://shop.example").is_err());
/// # Ok::<(), audit::NoPage>(())
/// ```
///
/// # Errors
///
/// If it is none, or one that is not fetched by HTTP.
pub fn page(text: &str) -> Result<Url, NoPage> {
    let url = if text.contains("://") {
        address(text)
    } else {
        address(&format!("https://{text}"))
    };
    let is_page = |url: &Url| matches!(url.scheme(), "http" | "https");
    url.filter(is_page).ok_or(NoPage)
}
