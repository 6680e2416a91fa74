//! `gpp.json`: headers, ranges and Fibonacci numbers.

use serde_json::Value;
use signals::gpp::{self, Error, Section};

use super::{cases, text, vectors};

#[test]
fn every_header_both_ways() {
    let Some(file) = vectors("gpp.json") else {
        return;
    };
    for case in cases(&file, "header_vectors", 298) {
        let ids = ids(&case["section_ids"]);
        assert_eq!(written(&ids), text(&case, "header_lib"));
        for padding in ["header_lib", "header_spec_6bit_padding"] {
            assert_eq!(
                read(text(&case, padding), ids.len()),
                Ok(ids.clone()),
                "{case}"
            );
        }
    }
}

#[test]
fn every_range_both_ways() {
    let Some(file) = vectors("gpp.json") else {
        return;
    };
    for case in cases(&file, "fibonacci_ranges", 12) {
        check(&ids(&case["ids"]), text(&case, "bits"));
    }
}

#[test]
fn every_fibonacci_number_both_ways() {
    let Some(file) = vectors("gpp.json") else {
        return;
    };
    for case in cases(&file, "fibonacci_integers", 272) {
        let number = case["n"].as_u64().unwrap();
        // A range of one item, which is no group.
        let bits = format!("0000000000010{}", text(&case, "bits"));
        check(&[number.try_into().unwrap()], &bits);
    }
}

/// Checks a header whose range has these bits.
fn check(ids: &[u16], bits: &str) {
    let header = written(ids);
    let written = header.chars().map(|character| {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        format!("{:06b}", alphabet.find(character).unwrap())
    });
    let written: String = written.collect();
    let rest = written.strip_prefix("000011000001").unwrap();
    let padding = rest.strip_prefix(bits).unwrap();
    assert!(
        padding.len() < 12 && !padding.contains('1'),
        "{ids:?}: {rest}"
    );
    assert_eq!(read(&header, ids.len()).as_deref(), Ok(ids));
}

fn ids(list: &Value) -> Vec<u16> {
    let ids = list.as_array().unwrap().iter();
    ids.map(|id| id.as_u64().unwrap().try_into().unwrap())
        .collect()
}

/// The sections that a header names, of which there are so many.
fn read(header: &str, count: usize) -> Result<Vec<u16>, Error> {
    let string = format!("{header}{}", "~ ".repeat(count));
    let sections = gpp::sections(&string)?;
    // Blank sections are faults that name them.
    let id = |section| match section {
        Err(Error::Section { id, .. }) => id,
        other => panic!("{other:?} is not blank"),
    };
    Ok(sections.map(id).collect())
}

fn written(ids: &[u16]) -> String {
    // US sections have texts of their own, so the header is looked at apart from what they are.
    let sections: Vec<_> = ids
        .iter()
        .map(|id| Section::Opaque { id: *id, text: "x" })
        .collect();
    let string = gpp::encode(&sections).unwrap();
    string.split('~').next().unwrap().to_owned()
}
