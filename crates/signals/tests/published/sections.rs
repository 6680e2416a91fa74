//! `gpp.json`: sections, alone and together, as the IAB's own library wrote them.

use serde_json::{Value, json};
use signals::gpp::{Error, Layout};
use signals::{Doubt, Said, json};

use super::{cases, text, vectors};

#[test]
fn every_section_both_ways() {
    let Some(file) = vectors("gpp.json") else {
        return;
    };
    for case in cases(&file, "section_vectors", 1473) {
        let (string, name) = (text(&case, "gpp_string"), text(&case, "section"));
        let expected = json!({ "sections": { name: case["subsections"] } });
        check(string, &expected);
    }
}

#[test]
fn several_sections_both_ways() {
    let Some(file) = vectors("gpp.json") else {
        return;
    };
    for case in cases(&file, "multi_section_vectors", 150) {
        let expected = json!({ "sections": case["parsed_sections"] });
        check(text(&case, "gpp_string"), &expected);
    }
    for case in cases(&file, "uspv1_vectors", 27) {
        let expected = json!({ "sections": { "uspv1": case["subsections"] } });
        check(text(&case, "gpp_string"), &expected);
        let alone = json::decode(text(&case, "section_string")).unwrap();
        assert_eq!(serde_json::to_value(alone).unwrap(), expected);
    }
}

/// Checks that the string reads as this, and is written from it; or, where nobody agrees on the encoding, that it is doubted
/// and not written.
fn check(string: &str, expected: &Value) {
    let decoded = json::decode(string).unwrap();
    assert_eq!(
        serde_json::to_value(&decoded).unwrap(),
        *expected,
        "{string}"
    );
    let names = expected["sections"].as_object().unwrap().keys();
    let layouts = names.filter_map(|name| Layout::of_name(name));
    let unsettled: Vec<&str> = layouts
        .filter(|layout| !layout.settled)
        .map(|layout| layout.name)
        .collect();
    let doubted = Said::gpp(string).unwrap();
    let doubted = doubted
        .doubts()
        .filter(|(_, doubt)| *doubt == Doubt::Unsettled);
    let mut doubted: Vec<&str> = doubted.map(|(name, _)| name).collect();
    doubted.sort_unstable();
    assert_eq!(doubted, unsettled, "{string}");
    match json::encode(expected) {
        Ok(written) => assert_eq!((written.as_str(), unsettled.as_slice()), (string, &[][..])),
        Err(json::Error::Gpp(Error::Unsettled(name))) => assert!(unsettled.contains(&name)),
        Err(error) => panic!("{string}: {error}"),
    }
}
