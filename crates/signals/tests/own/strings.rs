//! Strings and what they say: one of each kind of section, as the IAB's library writes it, and the forms met in the wild.

use serde_json::{Value, json};
use signals::Doubt;
use signals::gpp::Section;
use signals::json::{self, Decoded};

#[test]
fn strings_read_and_are_written() {
    let cases = [
        ("DBAA", json!({})),
        (
            "DBABTA~1YN-",
            json!({ "uspv1": [{ "Version": 1, "Notice": "Y", "OptOutSale": "N", "LspaCovered": "-" }] }),
        ),
        (
            "DBABBg~BUUAAACA.YA",
            json!({ "usca": [
                { "Version": 1, "SaleOptOutNotice": 1, "SharingOptOutNotice": 1, "SensitiveDataLimitUseNotice": 0,
                  "SaleOptOut": 1, "SharingOptOut": 1, "SensitiveDataProcessing": [0, 0, 0, 0, 0, 0, 0, 0, 0],
                  "KnownChildSensitiveDataConsents": [0, 0], "PersonalDataConsents": 0,
                  "MspaCoveredTransaction": 2, "MspaOptOutOptionMode": 0, "MspaServiceProviderMode": 0 },
                { "SubsectionType": 1, "Gpc": true },
            ] }),
        ),
        (
            "DBABAw~BVWSSZlY",
            json!({ "usfl": [
                { "Version": 1, "ProcessingNotice": 1, "SaleOptOutNotice": 1, "TargetedAdvertisingOptOutNotice": 1,
                  "SaleOptOut": 1, "TargetedAdvertisingOptOut": 1, "SensitiveDataProcessing": [2, 1, 0, 2, 1, 0, 2, 1],
                  "KnownChildSensitiveDataConsents": [2, 1, 2], "AdditionalDataProcessingConsent": 1,
                  "MspaCoveredTransaction": 1, "MspaOptOutOptionMode": 1, "MspaServiceProviderMode": 2 },
            ] }),
        ),
        // European sections, and sections that are not known yet, are kept as they are.
        (
            "DBACMJg~CPXx.YA~BVUAAACA",
            json!({ "tcfeuv2": "CPXx.YA", "28": "BVUAAACA" }),
        ),
        // As is one that has the header's own number.
        ("DBABGA~BVQ", json!({ "3": "BVQ" })),
    ];
    for (string, sections) in cases {
        let expected = json!({ "sections": sections });
        assert_eq!(decoded(string), expected, "{string}");
        assert_eq!(json::encode(&expected).unwrap(), string);
    }
}

#[test]
fn other_spellings_read_as_the_same() {
    let pairs = [
        // Filled up to six bits, as the specification asks and Google's SDK does.
        ("DBABL~BVQVAAAAAg", "DBABLA~BVQVAAAAAgA"),
        ("DBABBg~BUUAAACA.Y", "DBABBg~BUUAAACA.YA"),
        // Bits after the header's list, which the library lets pass.
        ("DBABBgAAAB~BUUAAACA.YA", "DBABBg~BUUAAACA.YA"),
        // A European string that stands alone; nothing at all.
        ("CPXx.YA", "DBABMA~CPXx.YA"),
        ("", "DBAA"),
        ("1YNN", "DBABTA~1YNN"),
        // Of several signals, one that is on is enough.
        ("DBABBg~BUUAAACA.QA.YA", "DBABBg~BUUAAACA.YA"),
    ];
    for (string, library) in pairs {
        assert_eq!(decoded(string), decoded(library), "{string}");
        assert_eq!(json::encode(&decoded(string)).unwrap(), library);
    }
}

#[test]
fn what_is_odd_is_read_and_doubted() {
    let cases: [(&str, &[Doubt]); 14] = [
        ("DBABLA~CVQVAAAAAACA.YA", &[]),
        // Version 1 with the lists of version 2, as cmpapi 3.1.5 to 3.1.9 wrote it; and the reverse.
        ("DBABLA~BVQVAAAAAAGA.YA", &[Doubt::Length]),
        ("DBABLA~CVQqAAAACg", &[Doubt::Length]),
        // Its end is not trusted: no contradiction is found in it.
        ("DBABLA~BVQVAAAAAAAA.YA", &[Doubt::Length]),
        ("DBABBg~BUUAAACAAAAA", &[Doubt::Length]),
        ("DBABBg~BUUAAACB", &[Doubt::Length]),
        ("DBABBg~CUUAAACA", &[Doubt::UnknownVersion]),
        ("DBABBg~BUUAAADA", &[Doubt::UndefinedValue]),
        ("DBABBg~BUcAAACA", &[Doubt::UndefinedOptOut]),
        ("DBABBg~BUUAAAAA", &[Doubt::Mspa]),
        ("DBABBg~BUUAAACA.4A", &[Doubt::SubsectionType]),
        ("DBABRg~BVUAACA.YA", &[Doubt::ExtraSubsection]),
        // Without and with the header of a section that the specification has since 2026.
        ("DBABEYA~BVVU.YA", &[Doubt::Unsettled]),
        ("DBABEYA~YBABY.BVVU.YA", &[Doubt::Unsettled]),
    ];
    for (string, expected) in cases {
        let Decoded(sections) = json::decode(string).unwrap();
        let [Section::Us(section)] = sections.as_slice() else {
            panic!("{string} has one section")
        };
        let doubts: Vec<Doubt> = section.doubts().iter().collect();
        assert_eq!(doubts, expected, "{string}");
    }
    assert_eq!(decoded("DBABEYA~YBABY.BVVU.YA"), decoded("DBABEYA~BVVU.YA"));
}

fn decoded(string: &str) -> Value {
    let decoded = json::decode(string).unwrap_or_else(|error| panic!("{string}: {error}"));
    serde_json::to_value(decoded).unwrap()
}
