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
