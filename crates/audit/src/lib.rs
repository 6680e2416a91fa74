//! Visits a page as a person would, without and with the opt-out preference signal (11 CCR 7025; here Global Privacy Control), and
//! reports what remains with it: requests to third parties, cookies, identifiers in storage, privacy strings.
//!
//! It drives the system's Chromium itself, over a pipe. What it cannot see it says: a [`Trouble`] is never an answer about the
//! site.

mod browser;
mod catalogue;
mod domain;
mod judge;
mod party;
mod probe;
mod report;
mod restricted;
mod stop;
mod suffix;
mod text;
mod trouble;
mod visit;

pub use browser::{BrowserOptions, Certificates, NoRule, Sandbox, find as find_browser, host_rule};
pub use domain::{Domain, NoDomain, domain};
pub use probe::{NoPage, Probe, Unknown, page, probe};
pub use report::{Finding, GpcJson, Kind, Report, Standing, Verdict};
pub use stop::Stop;
pub use text::{conclusion, text};
pub use trouble::Trouble;
pub use url::Url;
pub use visit::{PATIENCE, STAY, Signal, Visit, Way};
