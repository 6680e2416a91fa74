//! Privacy strings: what the page says of the consumer's choice, in its interfaces, cookies and requests.

use std::collections::BTreeMap;

use signals::UsPrivacy;
use signals::gpp::{self, Field, Section};
use signals::us_privacy::Answer;

use super::Both;
use crate::report::{Finding, Kind, Standing};
use crate::visit::Observed;

/// The two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Language {
    Gpp,
    UsPrivacy,
}

/// What a string says; of its parts the last in this order counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    NothingApplies,
    No,
    Unreadable,
    NotNo,
}

/// Where a string is, and the string.
type Found = (String, Language, String);

pub fn findings(both: &Both<'_>) -> Vec<Finding> {
    let without = counted(both.without);
    let with = counted(both.with);
    let found = with.into_iter().map(|(found, with)| {
        let without = without.get(&found).copied().unwrap_or_default();
        let (name, language, text) = found;
        let (standing, meaning) = meaning(read(language, &text));
        Finding {
            standing,
            kind: Kind::String,
            name,
            recipient: None,
            detail: format!("{text}: {meaning}"),
            without,
            with,
        }
    });
    found.collect()
}

fn counted(visit: &Observed) -> BTreeMap<Found, usize> {
    let mut counts = BTreeMap::new();
    for found in in_frames(visit)
        .chain(in_cookies(visit))
        .chain(in_requests(visit))
    {
        *counts.entry(found).or_default() += 1;
    }
    counts
}

fn in_frames(visit: &Observed) -> impl Iterator<Item = Found> {
    visit.frames.iter().flat_map(|frame| {
        let gpp = frame.gpp.iter();
        let gpp = gpp.map(|text| ("__gpp".to_owned(), Language::Gpp, text.clone()));
        let us_privacy = frame.us_privacy.iter();
        let us_privacy =
            us_privacy.map(|text| ("__uspapi".to_owned(), Language::UsPrivacy, text.clone()));
        gpp.chain(us_privacy)
    })
}

fn in_cookies(visit: &Observed) -> impl Iterator<Item = Found> {
    let named = visit
        .cookies
        .iter()
        .filter(|cookie| cookie.name == "usprivacy");
    named.map(|cookie| {
        let value = cookie.value.clone();
        ("usprivacy (cookie)".to_owned(), Language::UsPrivacy, value)
    })
}

fn in_requests(visit: &Observed) -> impl Iterator<Item = Found> {
    visit.requests.iter().flat_map(|request| {
        let host = request.url.host_str().unwrap_or_default();
        request.url.query_pairs().filter_map(move |(name, value)| {
            let language = match &*name {
                "gpp" => Language::Gpp,
                "us_privacy" | "usprivacy" => Language::UsPrivacy,
                _ => return None,
            };
            let is_said = !value.is_empty();
            is_said.then(|| (format!("{name} to {host}"), language, value.into_owned()))
        })
    })
}

fn meaning(says: Says) -> (Standing, &'static str) {
    match says {
        Says::No => (Standing::SaysNo, "says opted out"),
        Says::NotNo => (Standing::Remains, "says not opted out"),
        Says::NothingApplies => (Standing::Unknown, "says that no opt-out applies"),
        Says::Unreadable => (Standing::Unknown, "cannot be read"),
    }
}

fn read(language: Language, text: &str) -> Says {
    match language {
        Language::Gpp => gpp(text),
        Language::UsPrivacy => us_privacy(text),
    }
}

/// What the fields say. The signal's own field in the string is not asked: many readers look at nothing but the fields.
fn gpp(text: &str) -> Says {
    let Ok(sections) = gpp::sections(text) else {
        return Says::Unreadable;
    };
    let said = sections.map(|section| match section {
        Ok(Section::Us(section)) => {
            let fields = OPT_OUTS.map(|field| opt_out(section.get(field)));
            fields.into_iter().max().unwrap_or(Says::NothingApplies)
        }
        Ok(Section::UsPrivacy(said)) => sale(said),
        Ok(Section::Opaque { .. }) => Says::NothingApplies,
        Err(_) => Says::Unreadable,
    });
    said.max().unwrap_or(Says::NothingApplies)
}

const OPT_OUTS: [Field; 3] = [
    Field::SaleOptOut,
    Field::SharingOptOut,
    Field::TargetedAdvertisingOptOut,
];

fn opt_out(value: Option<u8>) -> Says {
    match value {
        None | Some(0) => Says::NothingApplies,
        Some(1) => Says::No,
        Some(2) => Says::NotNo,
        Some(_) => Says::Unreadable,
    }
}

fn us_privacy(text: &str) -> Says {
    text.parse().map_or(Says::Unreadable, sale)
}

fn sale(said: UsPrivacy) -> Says {
    match said.opt_out_sale {
        Answer::Yes => Says::No,
        Answer::No => Says::NotNo,
        Answer::NotApplicable => Says::NothingApplies,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_say_what_they_say() {
        let table = [
            (Language::UsPrivacy, "1YYN", Says::No),
            (Language::UsPrivacy, "1YNN", Says::NotNo),
            (Language::UsPrivacy, "1---", Says::NothingApplies),
            (Language::UsPrivacy, "1yyn", Says::Unreadable),
            (Language::Gpp, "DBABBg~BUUAAACA.YA", Says::No),
            (Language::Gpp, "DBABBg~BUoAAACA.QA", Says::NotNo),
            // It contradicts itself: the fields say no opt-out, the signal's own field says that there is one.
            (Language::Gpp, "DBABBg~BUoAAACA.YA", Says::NotNo),
            // Sale yes, sharing no.
            (Language::Gpp, "DBABBg~BUYAAACA.YA", Says::NotNo),
            (Language::Gpp, "DBABLA~CVQVAAAAAACA.YA", Says::No),
            (Language::Gpp, "DBABLA~CVQqAAAAAACA.QA", Says::NotNo),
            (Language::Gpp, "DBAA", Says::NothingApplies),
            (Language::Gpp, "dbab", Says::Unreadable),
        ];
        for (language, text, expected) in table {
            assert_eq!(read(language, text), expected, "{text}");
        }
    }
}
