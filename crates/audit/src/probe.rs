//! The two visits, one after the other.

use url::{Host, Url};

use crate::domain::Domain;
use crate::judge::judge;
use crate::report::Report;
use crate::stop::Stop;
use crate::trouble::Trouble;
use crate::visit::{Signal, Visit, address, agent, visit};

/// What to probe, and how.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The page, and the browser to see it in.
    pub visit: Visit,
    /// Domains besides the page's that are the business's own, such as its CDN's.
    pub own: Vec<Domain>,
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
    let agent = agent(&what.visit.browser, stop)?;
    let visit = |signal| visit(&what.visit, signal, agent.as_deref(), stop);
    let without = visit(Signal::Absent)?;
    begins(Signal::Sent);
    let with = visit(Signal::Sent)?;
    judge(what, &without, &with)
}

/// This is no address of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a page's address is as in https://shop.example/")]
pub struct NoPage;

/// Reads a page's address; `https://` need not be written, and this machine's own names are then asked without TLS, which
/// servers under development seldom speak.
///
/// ```
/// assert_eq!(audit::page("shop.example")?.as_str(), "https://shop.example/");
/// assert_eq!(audit::page("http://shop.example:8080/a")?.as_str(), "http://shop.example:8080/a");
/// assert_eq!(audit::page("localhost:3000")?.as_str(), "http://localhost:3000/");
/// assert!(audit::page("ftp://shop.example").is_err());
/// # Ok::<(), audit::NoPage>(())
/// ```
///
/// # Errors
///
/// If it is none, or one that is not fetched by HTTP.
pub fn page(text: &str) -> Result<Url, NoPage> {
    let with = |scheme| address(&format!("{scheme}://{text}"));
    let url = if text.contains("://") {
        address(text)
    } else if with("http").as_ref().is_some_and(is_this_machine) {
        with("http")
    } else {
        with("https")
    };
    let is_page = |url: &Url| matches!(url.scheme(), "http" | "https");
    url.filter(is_page).ok_or(NoPage)
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_loopback() || address.is_unspecified(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_asked_without_tls_unless_told() {
        let table = [
            ("shop.example", "https://shop.example/"),
            ("shop.example.:8443/a", "https://shop.example:8443/a"),
            ("http://shop.example", "http://shop.example/"),
            ("10.0.0.7:8443", "https://10.0.0.7:8443/"),
            ("localhost.example", "https://localhost.example/"),
            ("localhost", "http://localhost/"),
            ("localhost:3000/a?b", "http://localhost:3000/a?b"),
            ("https://localhost:3000", "https://localhost:3000/"),
            ("shop.localhost:3000", "http://shop.localhost:3000/"),
            ("127.0.0.1:3000", "http://127.0.0.1:3000/"),
            ("0.0.0.0:8000", "http://0.0.0.0:8000/"),
            ("[::1]:3000", "http://[::1]:3000/"),
        ];
        for (text, expected) in table {
            let url = page(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(url.as_str(), expected, "{text}");
        }
    }
}
