//! Strings that are broken, and what can be read of them all the same.

use proptest::prelude::*;
use signals::gpp::{self, Error, Field, Reading, Section};
use signals::{Confidence, Doubt, Purpose, PurposeSet, Said};

use super::round_trip::section;

/// A string, what it says no to, and what is odd about it.
type Case = (&'static str, PurposeSet, &'static [(&'static str, Doubt)]);

const USCA: (&str, Doubt) = ("usca", Doubt::Incomplete);
const USNAT: (&str, Doubt) = ("usnat", Doubt::Incomplete);
const USVA: (&str, Doubt) = ("usva", Doubt::Incomplete);
const WINS: (&str, Doubt) = ("usca", Doubt::SignalWins);
const HEADER: (&str, Doubt) = ("header", Doubt::Unreadable);

#[test]
fn what_stands_before_the_fault_is_kept_and_the_rest_doubted() {
    let cases: [Case; 13] = [
        // A sub-section that is blank, or ends in what is no bits; a signal in it or behind it counts.
        ("DBABBg~BUUAAACA.", PurposeSet::ALL, &[USCA]),
        ("DBABBg~BUoAAACA.YA=", PurposeSet::ALL, &[USCA, WINS]),
        ("DBABBg~BUoAAACA..YA", PurposeSet::ALL, &[USCA, WINS]),
        ("DBABBg~BUoAAACA.=", PurposeSet::NONE, &[USCA]),
        // A core that is cut off, or ends so: behind its opt-out fields, between them, and before them.
        ("DBABLA~BVQVAAAAA", PurposeSet::ALL, &[USNAT]),
        ("DBABLA~CVQV", PurposeSet::ALL, &[USNAT]),
        ("DBABBg~BUUAAACA=", PurposeSet::ALL, &[USCA]),
        ("DBABRg~BVUé", PurposeSet::ALL, &[USVA]),
        ("DBABRg~BVZ", PurposeSet::of(Purpose::Sale), &[USVA]),
        (
            "DBABRg~BV",
            PurposeSet::NONE,
            &[("usva", Doubt::Unreadable)],
        ),
        // Nothing but the signal can be read.
        ("DBABBg~.YA", PurposeSet::ALL, &[USCA]),
        // A header with more than its list.
        ("DBABBg=~BUUAAACA.QA", PurposeSet::ALL, &[HEADER]),
        ("DBABBg!!~BUoAAACA.QA", PurposeSet::NONE, &[HEADER]),
    ];
    for (string, no, doubts) in cases {
        let said = Said::gpp(string).unwrap_or_else(|error| panic!("{string}: {error}"));
        assert_eq!(said.no, no, "{string}");
        assert_eq!(said.doubts().collect::<Vec<_>>(), doubts, "{string}");
        assert_eq!(said.confidence(), Confidence::Low, "{string}");
    }
}

#[test]
fn a_field_that_could_not_be_read_is_not_there() {
    let part = |string| match gpp::readings(string).unwrap().next() {
        Some(Reading::Part(section, fault)) => (section, fault.to_string()),
        other => panic!("{string}: {other:?}"),
    };
    let (section, fault) = part("DBABLA~BVQVAAAAA");
    assert_eq!(
        fault,
        "section usnat: it is cut off: it has fewer bits than its fields"
    );
    // Of which version the lists are that begin behind what both have in common cannot be known.
    let names: Vec<Field> = section
        .blocks()
        .flat_map(|fields| fields.parts())
        .map(|part| part.field)
        .collect();
    assert_eq!(names.len(), 11);
    assert_eq!(names.last(), Some(&Field::SensitiveDataProcessing));
    assert_eq!(section.get(Field::MspaCoveredTransaction), None);
    assert_eq!(section.values(Field::MspaCoveredTransaction).next(), None);
    assert_eq!(section.get(Field::TargetedAdvertisingOptOut), Some(1));
    let (newer, _) = part("DBABLA~CVQVAAAAA");
    assert_eq!(newer.get(Field::SensitiveDataProcessing), None);

    // What was not read is not made up when it is written.
    let refused = gpp::encode(&[Section::Us(section)]).unwrap_err();
    assert!(refused.to_string().contains("was not read to its end"));
    let (mut without_sub, _) = part("DBABBg~BUUAAACA.");
    assert!(gpp::encode(&[Section::Us(without_sub)]).is_err());
    assert!(without_sub.set(Field::Gpc, &[1]).is_err());
}

#[test]
fn a_header_that_names_no_sections_for_certain_is_refused() {
    for string in [
        "DBABBg~BUUAAACA~BUUAAACA",
        "XBABBg~BUUAAACA",
        "DB!BBg~BUUAAACA",
    ] {
        assert!(gpp::readings(string).is_err(), "{string}");
        assert!(Said::gpp(string).is_err(), "{string}");
    }
    let garbage = gpp::readings("DBABBg=~BUUAAACA").unwrap();
    assert!(matches!(garbage.fault(), Some(Error::Header(_))));
    assert!(gpp::sections("DBABBg=~BUUAAACA").is_err());
    assert!(gpp::readings("DBABBg~BUUAAACA").unwrap().fault().is_none());
}

proptest! {
    /// Wherever a section is broken, the opt-out fields before that say what they said.
    #[test]
    fn no_fault_takes_back_what_stands_before_it(section in section(), at in 0..20_usize, garbled: bool) {
        let whole = gpp::encode(&[Section::Us(section)]).unwrap();
        let (header, text) = whole.split_once('~').unwrap();
        let at = at.min(text.len() - 1);
        let rest = if garbled { format!("={}", &text[at + 1..]) } else { String::new() };
        let said = Said::gpp(&format!("{header}~{}{rest}", &text[..at])).unwrap();
        let opt_outs = [
            (Purpose::Sale, Field::SaleOptOut),
            (Purpose::Sharing, Field::SharingOptOut),
            (Purpose::TargetedAdvertising, Field::TargetedAdvertisingOptOut),
        ];
        for (purpose, field) in opt_outs {
            // Two bits a field; the first six are the version's.
            let parts = section.layout().core.parts();
            let place = parts.iter().position(|part| part.field == field);
            let is_before = place.is_some_and(|place| 6 + 2 * place <= 6 * at);
            if section.get(field) == Some(1) && is_before {
                prop_assert!(said.no.contains(purpose), "{text} at {at}");
            }
        }
        prop_assert!(said.gpc <= section.gpc());
        prop_assert_eq!(said.no.union(section.said().no), section.said().no);
        if garbled {
            prop_assert_eq!(said.confidence(), Confidence::Low);
        }
    }
}
