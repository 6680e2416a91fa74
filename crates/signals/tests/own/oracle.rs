//! Another author's reading of the same strings: the crate `iab_gpp` knows the sections 6 to 23.

use iab_gpp::v1::GPPString;
use proptest::prelude::*;
use signals::gpp::{self, Section, UsSection};

use super::round_trip::section;

proptest! {
    #[test]
    fn every_section_says_the_same_to_the_other_reader(section in section()) {
        let string = gpp::encode(&[Section::Us(section)]).unwrap();
        prop_assert_eq!(theirs(&string), ours(&section), "{}", string);
    }
}

#[test]
fn the_strings_that_the_other_reader_is_tested_with_say_the_same() {
    // From its tests/data (Apache-2.0).
    let strings = [
        "DBABBg~BAAAAACA",
        "DBABBg~BVVVVVVY",
        "DBABBg~BVqqqqpY.YA",
        "DBABJg~BAAAAEA",
        "DBABJg~BVVVVVg",
        "DBABJg~BVVVVVg.YA",
        "DBABVg~BAAAAAEA",
        "DBABVg~BVVVVVVg",
        "DBABVg~BVVVVVVg.YA",
        "DBABLA~BAAAAAAAAQA",
        "DBABLA~BVVVVVVVVWA",
        "DBABLA~BVVVVVVVVWA.YA",
        "DBABLA~CAAAAAAAAAWA.Q",
        "DBABFg~BAAAAAQA",
        "DBABFg~BVVVVVmA",
        "DBABRg~BAAAABA",
        "DBABRg~BVVVVWY",
    ];
    for string in strings {
        let Some(Ok(Section::Us(section))) = gpp::sections(string).unwrap().next() else {
            panic!("{string} has a US section");
        };
        assert_eq!(theirs(string), ours(&section), "{string}");
    }
}

/// The values that the other reader finds in a string of one section.
fn theirs(string: &str) -> Vec<u8> {
    let sections = GPPString::parse_str(string).unwrap().decode_all_sections();
    let [Ok(section)] = sections.as_slice() else {
        panic!("{string}: {sections:?}");
    };
    values(&serde_json::to_string(section).unwrap())
}

/// All values but the version, in order; that of the signal is 1 or 2, and left out where the section has none.
fn ours(section: &UsSection) -> Vec<u8> {
    let layout = section.layout();
    let fields = layout.core.parts()[1..].iter();
    let mut values: Vec<u8> = fields.flat_map(|part| section.values(part.field)).collect();
    if layout.sub.is_some() {
        values.push(section.get(gpp::Field::Gpc).map_or(0, |gpc| 2 - gpc));
    }
    values
}

/// The values in the order in which they were serialised, which a parsed object would not keep.
fn values(json: &str) -> Vec<u8> {
    let tokens = json.split(['{', '}', ',', ':', '"']);
    tokens
        .filter_map(|token| match token {
            "NotApplicable" | "null" => Some(0),
            "Provided" | "OptedOut" | "NoConsent" | "Yes" | "true" => Some(1),
            "NotProvided" | "DidNotOptOut" | "Consent" | "No" | "false" => Some(2),
            _ => None,
        })
        .collect()
}
