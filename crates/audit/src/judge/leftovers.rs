//! Cookies, and keys in the page's storage.

use std::collections::{BTreeMap, BTreeSet};

use super::Both;
use crate::party::site;

use crate::report::{Finding, Kind, Standing};
use crate::visit::Observed;

/// How often something is there in the visit without the signal, and in the one with it.
type Counts = BTreeMap<(String, String), [usize; 2]>;

pub fn findings(both: &Both<'_>) -> Vec<Finding> {
    let mut found = of_kind(both, Kind::Cookie, cookies);
    found.extend(of_kind(both, Kind::Storage, storage));
    found
}

/// Names, each with the host of which it is. The browser asks a few hosts of its own, whose cookies are not the page's.
fn cookies(visit: &Observed) -> Vec<(String, String)> {
    let hosts = visit
        .requests
        .iter()
        .filter_map(|request| request.url.host_str());
    let sites: BTreeSet<&str> = hosts.map(site).collect();
    let cookies = visit.cookies.iter();
    let named = cookies.map(|cookie| (&cookie.name, cookie.domain.trim_matches('.')));
    let of_page = named.filter(|(_, host)| sites.contains(site(host)));
    of_page
        .map(|(name, host)| (name.clone(), host.to_owned()))
        .collect()
}

fn storage(visit: &Observed) -> Vec<(String, String)> {
    let keys = visit.frames.iter().flat_map(|frame| {
        let host = frame.host.trim_end_matches('.');
        let keys = frame.storage.iter();
        keys.map(|key| (key.clone(), host.to_owned()))
    });
    keys.collect()
}

fn of_kind(
    both: &Both<'_>,
    kind: Kind,
    read: fn(&Observed) -> Vec<(String, String)>,
) -> Vec<Finding> {
    let mut counts = Counts::new();
    for (visit, observed) in [both.without, both.with].into_iter().enumerate() {
        for found in read(observed) {
            counts.entry(found).or_default()[visit] += 1;
        }
    }
    let found = counts.into_iter();
    found
        .filter_map(|((name, host), [without, with])| {
            let (standing, recipient) = meaning(both, &name, &host)?;
            Some(Finding {
                standing: if with == 0 {
                    Standing::Stopped
                } else {
                    standing
                },
                kind,
                name,
                recipient,
                detail: format!("of {host}"),
                without,
                with,
            })
        })
        .collect()
}

/// A name that ad tags are known to leave is theirs wherever it lies; anything else of the site's own is its own affair.
fn meaning(both: &Both<'_>, name: &str, host: &str) -> Option<(Standing, Option<String>)> {
    if let Some(recipient) = both.catalogue.of_leftover(name) {
        return Some((Standing::Remains, Some(recipient.name.clone())));
    }
    if host.is_empty() || both.own.includes(host) {
        return None;
    }
    let known = both.known(host);
    let standing = known.as_ref().map_or(Standing::Unknown, |known| known.0);
    Some((standing, known.map(|known| known.1)))
}
