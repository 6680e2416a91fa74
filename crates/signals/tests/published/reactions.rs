//! `gpp.json`: what the IAB's library does with strings from other suites, from the wild, and with broken ones; and where we
//! differ on purpose.

use serde_json::{Map, Value};
use signals::gpp::Section;
use signals::json::{self, Decoded};

use super::{cases, text, vectors};

/// What we do where the library does something else.
#[derive(Clone, Copy)]
enum Ours {
    Refused,
    Read(&'static str),
}

const STRICT: &str = "a US Privacy string is read as strictly as Prebid Server reads it";
const HEADER: &str =
    "the specification's section header is read as one, not as the section's first fields";

/// Every string with which we do something else than the library, and why.
const DEVIATIONS: [(&str, Ours, &str); 7] = [
    ("DBABTA~1yNN", Ours::Refused, STRICT),
    ("DBABTA~2YNN", Ours::Refused, STRICT),
    ("DBABTA~0YNN", Ours::Refused, STRICT),
    ("DBABTA~1YXN", Ours::Refused, STRICT),
    ("DBABTA~----", Ours::Refused, STRICT),
    (
        "DBABEYA~YBABY.BVVU.YA",
        Ours::Read(
            r#"{"MspaVersion":1,"MspaCoveredTransaction":1,"MspaMode":1,"ProcessingNotice":1,"SaleOptOutNotice":1,"TargetedAdvertisingOptOutNotice":1,"SaleOptOut":1,"TargetedAdvertisingOptOut":1,"AdditionalDataProcessingConsent":1,"SubsectionType":1,"Gpc":true}"#,
        ),
        HEADER,
    ),
    (
        "DBABEYA~YBAA.BVVU",
        Ours::Read(
            r#"{"MspaVersion":1,"MspaCoveredTransaction":1,"MspaMode":1,"ProcessingNotice":1,"SaleOptOutNotice":1,"TargetedAdvertisingOptOutNotice":1,"SaleOptOut":1,"TargetedAdvertisingOptOut":1,"AdditionalDataProcessingConsent":1}"#,
        ),
        HEADER,
    ),
];

#[test]
fn every_reaction_is_the_librarys_or_a_deviation() {
    let Some(file) = vectors("gpp.json") else {
        return;
    };
    let mut deviations = 0;
    for case in cases(&file, "reference_reactions", 85) {
        let string = text(&case, "input");
        // The library's model takes only GPP strings; ours takes a US Privacy string too where it is given one alone.
        let ours = signals::gpp::sections(string)
            .and_then(Iterator::collect::<Result<_, _>>)
            .map(Decoded);
        match DEVIATIONS.iter().find(|(deviant, ..)| *deviant == string) {
            None => agree(string, ours.ok(), &case),
            Some((_, expected, reason)) => {
                deviations += 1;
                assert!(does(ours.ok(), *expected), "{string}: {reason}");
            }
        }
    }
    assert_eq!(deviations, DEVIATIONS.len());
}

#[test]
fn strings_of_other_suites_and_from_the_wild_read_as_the_library_reads_them() {
    let Some(file) = vectors("gpp.json") else {
        return;
    };
    let names = [
        ("upstream_suite_gpp_strings", 61),
        ("upstream_suite_section_strings", 90),
        ("wild_strings", 4),
    ];
    for (name, least) in names {
        for case in cases(&file, name, least) {
            let string = text(&case, "gpp_string");
            agree(
                string,
                json::decode(string).ok(),
                &case["reference_lib_result"],
            );
        }
    }
}

/// Checks that we read from a string what the library reads, or, as it does, nothing.
fn agree(string: &str, ours: Option<Decoded<'_>>, theirs: &Value) {
    let Some(ours) = ours else {
        assert_eq!(theirs["result"], "error", "{string}");
        return;
    };
    if theirs["result"] == "error" {
        // The only thing that we read and it does not: it looks into Europe's and Canada's sections, and finds a fault there.
        assert!(
            text(theirs, "message").contains("Unable to decode Tcf"),
            "{string}: {theirs}"
        );
        return;
    }
    let mut seen = Vec::new();
    for section in &ours.0 {
        let id = Value::from(section.id());
        // What is not known is kept by us and left out by the library; Europe's is kept by us and looked into by it.
        if !matches!(section, Section::Opaque { .. }) {
            let decoded = &theirs["decoded"][signals::gpp::name_of(section.id()).unwrap()];
            for (field, value) in fields(section) {
                let name = if field == "SubsectionType" {
                    "GpcSegmentType"
                } else {
                    &field
                };
                assert_eq!(decoded[name], value, "{string}: {field}");
            }
            seen.push(id);
        } else if theirs["section_ids"].as_array().unwrap().contains(&id) {
            seen.push(id);
        }
    }
    assert_eq!(theirs["section_ids"], Value::from(seen), "{string}");
}

/// Whether we do what the table says.
fn does(ours: Option<Decoded<'_>>, expected: Ours) -> bool {
    let sections = ours.map(|Decoded(sections)| sections);
    match (sections.as_deref(), expected) {
        (None, Ours::Refused) => true,
        (Some([section]), Ours::Read(text)) => {
            Value::from(fields(section)) == serde_json::from_str::<Value>(text).unwrap()
        }
        _ => false,
    }
}

/// The fields of a section's blocks in one.
fn fields(section: &Section<'_>) -> Map<String, Value> {
    let blocks = serde_json::to_value(section).unwrap();
    let blocks = blocks.as_array().unwrap().iter();
    blocks
        .flat_map(|block| block.as_object().unwrap().clone())
        .collect()
}
