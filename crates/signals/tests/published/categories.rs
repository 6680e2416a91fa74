//! `gpp_sensitive_categories.json`: what the lists stand for.

use signals::gpp::{Field, Kind, Layout};

use super::vectors;

/// Words that must be in the name where they are in the specification's.
const WORDS: [&str; 16] = [
    "racial",
    "religious",
    "philosophical",
    "health",
    "sex life",
    "orientation",
    "citizenship",
    "genetic",
    "biometric",
    "geolocation",
    "transgender",
    "national origin",
    "crime",
    "union",
    "passport",
    "mail",
];

#[test]
fn every_list_stands_for_what_the_specification_says() {
    let Some(file) = vectors("gpp_sensitive_categories.json") else {
        return;
    };
    let sections = file["sections"].as_object().unwrap();
    assert!(sections.len() >= 20);
    for (name, fields) in sections {
        let layout = Layout::of_name(name).unwrap();
        // Maryland's section has no such list.
        let items = fields["SensitiveDataProcessing"]["items"].as_object();
        for (place, theirs) in items.into_iter().flatten() {
            let theirs = theirs.as_str().unwrap().to_lowercase();
            let place: usize = place.parse().unwrap();
            let ours = layout.category(Field::SensitiveDataProcessing, place - 1);
            let ours = ours.unwrap_or_else(|| panic!("{name} {place}: {theirs}"));
            for word in WORDS.into_iter().filter(|word| theirs.contains(word)) {
                assert!(ours.contains(word), "{name} {place}: {ours} / {theirs}");
            }
        }
        let opt_out = fields["SensitiveDataProcessing"]["values"]["1"] == "Opted Out";
        assert_eq!(layout.sensitive == Kind::OptOut, opt_out, "{name}");
    }
}

/// Their words and ours, each of which is there where the other is.
const CHILDREN: [(&str, &str); 4] = [
    ("sell", "sale of"),
    ("share", "sharing of"),
    ("targeted advertising", "targeted advertising"),
    ("sensitive data", "sensitive data"),
];

#[test]
fn every_list_about_children_stands_for_what_the_specification_says() {
    let Some(file) = vectors("gpp_sensitive_categories.json") else {
        return;
    };
    let mut compared = 0;
    for (name, fields) in file["sections"].as_object().unwrap() {
        let layout = Layout::of_name(name).unwrap();
        let ours = |place| layout.category(Field::KnownChildSensitiveDataConsents, place);
        let theirs = &fields["KnownChildSensitiveDataConsents"];
        let items = theirs["items"].as_object();
        for (place, theirs) in items.into_iter().flatten() {
            let theirs = theirs.as_str().unwrap().to_lowercase();
            let place: usize = place.parse().unwrap();
            let ours = ours(place - 1).unwrap_or_else(|| panic!("{name} {place}: {theirs}"));
            assert_eq!(
                ages(ours),
                ages(&theirs),
                "{name} {place}: {ours} / {theirs}"
            );
            // One age is where it ends.
            assert_eq!(
                ours.contains("under"),
                ages(&theirs).len() == 1,
                "{name} {place}"
            );
            for (word, our_word) in CHILDREN {
                let is_there = theirs.contains(word);
                assert_eq!(
                    ours.contains(our_word),
                    is_there,
                    "{name} {place}: {ours} / {theirs}"
                );
            }
            compared += 1;
        }
        let count = items.map_or(0, serde_json::Map::len);
        // A field that is no list is about every known child.
        if theirs["type"] == "Int(2)" {
            assert_eq!(ours(0), Some("sensitive data of a known child"), "{name}");
            assert_eq!(ours(1), None, "{name}");
        } else if !theirs.is_null() {
            assert_eq!(ours(count), None, "{name}");
            assert_eq!(theirs["type"], format!("N-Bitfield(2,{count})"), "{name}");
        }
    }
    assert!(compared >= 30, "{compared}");
}

/// The ages in a text, in order.
fn ages(text: &str) -> Vec<u8> {
    let words = text.split(|character: char| !character.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).collect()
}
