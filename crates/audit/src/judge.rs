//! Comparing the two visits: what remains with the signal, and what that means.

mod gaps;
mod leftovers;
mod requests;
mod strings;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{Catalogue, address};
use crate::party::Own;
use crate::probe::{Probe, Unknown};
use crate::report::{Finding, GpcJson, Report, Standing, Verdict};
use crate::restricted::{is_container, is_restricted};
use crate::trouble::Trouble;
use crate::visit::{Observed, Request, Way, shown};
use gaps::gaps;

/// Both visits, and by what they are judged.
struct Both<'a> {
    without: &'a Observed,
    with: &'a Observed,
    own: &'a Own,
    catalogue: &'a Catalogue,
    /// The keys of recipients who are sent what they are sent with the signal in their restricted mode.
    restricted: BTreeSet<&'a str>,
}

impl Both<'_> {
    /// What anything that goes to this place with the signal means, and whose it is, where that is known.
    fn known(&self, place: &str) -> Option<(Standing, String)> {
        let (key, recipient) = self.catalogue.of(place)?;
        let standing = match recipient.restricted {
            _ if is_container(key) => Standing::Unknown,
            Some(_) if self.restricted.contains(key) => Standing::Restricted,
            _ => Standing::Remains,
        };
        Some((standing, recipient.name.clone()))
    }
}

/// One recipient's script and what it sends are seldom on one host, so all that it gets is looked at together.
fn restricted<'a>(with: &Observed, own: &Own, catalogue: &'a Catalogue) -> BTreeSet<&'a str> {
    let mut theirs: BTreeMap<&str, Vec<&Request>> = BTreeMap::new();
    for request in &with.requests {
        let host = request.url.host_str().unwrap_or_default();
        let known = catalogue.of(&address(&request.url));
        if let Some((key, _)) = known.filter(|_| !own.includes(host)) {
            theirs.entry(key).or_default().push(request);
        }
    }
    theirs.retain(|key, requests| is_restricted(key, requests));
    theirs.into_keys().collect()
}

/// Compares the visits of what was asked.
pub fn judge(asked: &Probe, without: &Observed, with: &Observed) -> Result<Report, Trouble> {
    let way = arrived(with)?;
    let hosts =
        [&with.document.url, &asked.visit.page].map(|url| url.host_str().unwrap_or_default());
    let own = Own::new(hosts, &asked.own);
    let catalogue = Catalogue::standard();
    let both = Both {
        without,
        with,
        own: &own,
        catalogue: &catalogue,
        restricted: restricted(with, &own, &catalogue),
    };
    let mut findings = requests::findings(&both);
    findings.extend(leftovers::findings(&both));
    findings.extend(strings::findings(&both));
    findings.sort_by(|a, b| (a.standing, a.kind, &a.name).cmp(&(b.standing, b.kind, &b.name)));
    let gaps = gaps(with);
    let verdict = verdict(&findings, asked.unknown, &gaps);
    let is_told = verdict != Verdict::Inconclusive;
    Ok(Report {
        page: shown(&with.document.url),
        site: own.site().to_owned(),
        browser: with.browser.clone(),
        looked_seconds: without.looked.min(with.looked).as_secs(),
        signal: way,
        verdict,
        reason: (!is_told).then(|| format!("with the signal, {}", gaps.join("; "))),
        findings,
        gpc_json: gpc_json(with.gpc_json.as_deref()),
        link: with.frames.first().and_then(|page| page.link.clone()),
        notes: notes(asked, &both, way),
    })
}

/// Without the signal in both its forms the visits would differ in nothing, or in half.
fn arrived(with: &Observed) -> Result<Way, Trouble> {
    let script = with.frames.first().and_then(|frame| frame.signal);
    match (with.way, with.document.sent_signal, script) {
        (Some(way), true, Some(true)) => Ok(way),
        (_, header, script) => Err(Trouble::NoSignal {
            header: if header { "was sent" } else { "was not sent" },
            script: match script {
                Some(true) => "was true",
                Some(false) => "was false",
                None => "was not there",
            },
        }),
    }
}

/// What was seen counts, whatever else was not; but only where everything was seen does nothing remain.
fn verdict(findings: &[Finding], unknown: Unknown, gaps: &[String]) -> Verdict {
    let counts = |finding: &Finding| match finding.standing {
        Standing::Remains => true,
        Standing::Unknown => unknown == Unknown::Refused,
        _ => false,
    };
    if findings.iter().any(counts) {
        Verdict::Remains
    } else if gaps.is_empty() {
        Verdict::NothingRemains
    } else {
        Verdict::Inconclusive
    }
}

fn gpc_json(content: Option<&str>) -> GpcJson {
    use signals::gpc::well_known::{Support, WellKnown};
    match WellKnown::read(content.unwrap_or_default().as_bytes()).support {
        Support::Supported => GpcJson::Supported,
        Support::NotSupported => GpcJson::NotSupported,
        Support::Unknown => GpcJson::Unknown,
    }
}

fn notes(asked: &Probe, both: &Both<'_>, way: Way) -> Vec<String> {
    let mut notes = Vec::new();
    if way == Way::Injected {
        notes.push(
            "This browser cannot send the signal itself: it was put in from outside, and a service worker's script and \
             what was sent while leaving the page went without it."
                .to_owned(),
        );
    }
    let visits = [(both.without, "Without"), (both.with, "With")];
    for (visit, when) in visits {
        let gaps = gaps(visit).into_iter();
        notes.extend(gaps.map(|gap| format!("{when} the signal, {gap}.")));
    }
    let elsewhere = visits
        .into_iter()
        .filter(|(visit, _)| visit.document.url.host_str() != asked.visit.page.host_str());
    notes.extend(elsewhere.map(|(visit, when)| {
        format!(
            "{when} the signal the page led to {}.",
            shown(&visit.document.url)
        )
    }));
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Kind;

    #[test]
    fn what_was_seen_counts_and_what_was_not_is_no_yes() {
        let finding = |standing| Finding {
            standing,
            kind: Kind::Request,
            name: String::new(),
            recipient: None,
            detail: String::new(),
            without: 1,
            with: 1,
        };
        let whole: &[String] = &[];
        let gap: &[String] = &["busy".to_owned()];
        let table = [
            (Standing::Remains, whole, Verdict::Remains),
            (Standing::Remains, gap, Verdict::Remains),
            (Standing::Unknown, whole, Verdict::NothingRemains),
            (Standing::Unknown, gap, Verdict::Inconclusive),
            (Standing::Stopped, whole, Verdict::NothingRemains),
            (Standing::Stopped, gap, Verdict::Inconclusive),
        ];
        for (standing, gaps, expected) in table {
            let answer = verdict(&[finding(standing)], Unknown::Listed, gaps);
            assert_eq!(answer, expected, "{standing:?} {gaps:?}");
        }
        let refused = verdict(&[finding(Standing::Unknown)], Unknown::Refused, gap);
        assert_eq!(refused, Verdict::Remains);
    }
}
