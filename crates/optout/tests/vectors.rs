//! The normaliser profiles against what platforms publish (`../shared/vectors/identifiers.json`).

use optout::Profile;
use serde_json::Value;

/// Which profile is which published scheme's rule for which kind.
const SCHEMES: [(&str, &str, Profile); 9] = [
    ("uid2", "email", Profile::EmailUid2),
    ("uid2", "phone", Profile::PhoneE164),
    ("google-data-manager", "email", Profile::EmailGoogle),
    ("google-data-manager", "phone", Profile::PhoneE164),
    ("snap", "email", Profile::EmailBasic),
    ("snap", "phone", Profile::PhoneDigits),
    ("ca-drop", "email", Profile::EmailNospace),
    ("ca-drop", "phone", Profile::PhoneLast10),
    ("ca-drop", "maid", Profile::AdvertisingIdHex),
];

#[test]
fn published_vectors() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/vectors/identifiers.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        assert!(std::option_env!("CI").is_none(), "{path} is missing");
        eprintln!("skipped: {path} is not here");
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let mut checked = 0;
    for vector in file["vectors"].as_array().unwrap() {
        let field = |name: &str| vector[name].as_str().unwrap();
        let scheme = SCHEMES
            .iter()
            .find(|(scheme, kind, _)| *scheme == field("scheme") && *kind == field("kind"));
        if let Some((_, _, profile)) = scheme {
            assert_eq!(
                profile.normalise(field("raw")),
                field("normalised"),
                "{vector}"
            );
            checked += 1;
        }
    }
    assert!(checked >= 50, "only {checked} vectors were checked");
}
