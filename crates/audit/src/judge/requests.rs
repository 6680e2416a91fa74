//! Requests and connections to third parties.

use std::collections::{BTreeMap, BTreeSet};

use super::Both;
use crate::report::{Finding, Kind, Standing};
use crate::visit::{Observed, Request, Witness};

type ByPlace<'a> = BTreeMap<String, Vec<&'a Request>>;

pub fn findings(both: &Both<'_>) -> Vec<Finding> {
    let without = by_place(both, both.without);
    let with = by_place(both, both.with);
    let places: BTreeSet<&String> = without.keys().chain(with.keys()).collect();
    let none = Vec::new();
    let asked = places.into_iter().map(|place| {
        let of = |visit: &ByPlace<'_>| visit.get(place).map_or(0, Vec::len);
        let remaining = with.get(place).unwrap_or(&none);
        let (standing, detail) = meaning(both, place, remaining);
        Finding {
            standing,
            kind: Kind::Request,
            name: place.clone(),
            recipient: both.known(place).map(|known| known.1),
            detail,
            without: of(&without),
            with: remaining.len(),
        }
    });
    asked.chain(connections(both, &with)).collect()
}

fn by_place<'a>(both: &Both<'_>, visit: &'a Observed) -> ByPlace<'a> {
    let mut places = ByPlace::new();
    let is_others = |host: &str| !both.own.includes(host);
    for request in &visit.requests {
        if request.url.host_str().is_some_and(is_others) {
            let place = both.catalogue.place(&request.url);
            places.entry(place).or_default().push(request);
        }
    }
    places
}

/// What requests that remain mean, and what is to be said of them.
fn meaning(both: &Both<'_>, place: &str, remaining: &[&Request]) -> (Standing, String) {
    if remaining.is_empty() {
        return (Standing::Stopped, String::new());
    }
    let known = both.known(place);
    (
        known.map_or(Standing::Unknown, |known| known.0),
        kinds(remaining),
    )
}

/// What they were for: `script, 2 ping, 1 seen only in the network log`.
fn kinds(requests: &[&Request]) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for request in requests {
        let kind = match request.witness {
            // The page's own document is no third party's.
            Witness::Page if request.kind == "document" => "frame",
            Witness::Page => request.kind.as_str(),
            Witness::NetLog => "seen only in the network log",
        };
        *kinds.entry(kind).or_default() += 1;
    }
    let counted = kinds.into_iter().map(|(kind, count)| match count {
        1 => kind.to_owned(),
        _ => format!("{count} {kind}"),
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// Known recipients to whom a connection was opened and who were not seen to be asked anything: they have learnt an address.
fn connections(both: &Both<'_>, asked: &ByPlace<'_>) -> Vec<Finding> {
    let silent = |host: &&String| !asked.contains_key(host.as_str()) && !both.own.includes(host);
    let hosts: BTreeSet<&String> = both.with.connected.iter().filter(silent).collect();
    let known = hosts.into_iter().filter_map(|host| {
        Some(Finding {
            standing: Standing::Unknown,
            kind: Kind::Connection,
            name: host.clone(),
            recipient: Some(both.known(host)?.1),
            detail: "connected, no request seen: as after a preconnect hint".to_owned(),
            without: usize::from(both.without.connected.contains(host)),
            with: 1,
        })
    });
    known.collect()
}
