//! Errors name the field and the fix.

use serde_json::{Value, json};
use signals::json;

#[test]
fn what_cannot_be_read_says_why() {
    let cases = [
        ("XBABTA~1YNN", "it starts with D"),
        ("DCABTA~1YNN", "version 1"),
        ("dbabta~1YNN", "it starts with D"),
        ("D", "ends too early"),
        ("DBA=", "not base64url"),
        (
            "DBABBg=~BUUAAACA.YA",
            "the header is none: after its list it has a character that is not base64url",
        ),
        ("DBABBg!!~BUUAAACA.YA", "after its list"),
        ("DBAA ", "after its list"),
        ("DBABhg~BVQVAAAAAg", "cut off"),
        (
            "DBABTA~1YNN~1YNN",
            "the header names 1 sections, but 2 follow",
        ),
        ("DBAA~", "the header names 0 sections, but 1 follow"),
        ("DBABTA~ ", "section uspv1: it is blank"),
        (
            "DBABTA~1yNN",
            "section uspv1: the notice (second character)",
        ),
        ("DBABLA~BVQVAAAAA", "section usnat: it is cut off"),
        (
            "DBABLA~BVQVAAAAAg=",
            "section usnat: a character is not base64url",
        ),
        ("DBABBg~BUUAAACA.", "section usca: a sub-section is blank"),
        (
            "1YNNN",
            "section uspv1: a US Privacy string has 4 characters",
        ),
    ];
    for (string, said) in cases {
        let error = json::decode(string).unwrap_err().to_string();
        assert!(error.contains(said), "{string}: {error}");
    }
}

#[test]
fn what_cannot_be_written_names_the_field_and_the_fix() {
    let usca = |field: &str, value: Value| json!({ "sections": { "usca": [{ field: value }] } });
    let cases = [
        (
            usca("SaleOptOut", json!(3)),
            "usca.SaleOptOut cannot be 3: 0 not applicable, 1 opted out, 2 did not opt out",
        ),
        (
            usca("MspaCoveredTransaction", json!(0)),
            "usca.MspaCoveredTransaction cannot be 0: 1 yes, 2 no",
        ),
        (usca("Version", json!(2)), "usca.Version cannot be 2: 1"),
        (
            usca("SaleOptOut", json!("1")),
            "sections.usca[0].SaleOptOut: is a number: 0, 1 or 2",
        ),
        (
            usca("SensitiveDataProcessing", json!(1)),
            "is a list of 9 numbers",
        ),
        (
            usca("SensitiveDataProcessing", json!([1])),
            "usca.SensitiveDataProcessing has 9 values, not 1",
        ),
        (
            usca("TargetedAdvertisingOptOut", json!(1)),
            "sections.usca[0].TargetedAdvertisingOptOut: is no field here: there are Version, SaleOptOutNotice",
        ),
        (
            usca("Gpc", json!(true)),
            "sections.usca[0].Gpc: is no field here",
        ),
        (
            json!({ "sections": { "usca": [{}, { "Gpc": 1 }] } }),
            "sections.usca[1].Gpc: is true or false",
        ),
        (
            json!({ "sections": { "usca": [{}, {}, {}] } }),
            "sections.usca: is a list of one object, or two",
        ),
        (
            json!({ "sections": { "usva": [{}, {}] } }),
            "sections.usva: is a list of one object",
        ),
        (json!({ "sections": { "usmd": [{}] } }), "write usnat"),
        (
            json!({ "sections": { "usxx": [{}] } }),
            "sections.usxx: names no section",
        ),
        (
            json!({ "sections": { "28": [{}] } }),
            "give the section's text",
        ),
        (
            json!({ "sections": { "uspv1": [{ "Notice": "Y", "OptOutSale": "y" }] } }),
            "sections.uspv1[0].OptOutSale: is \"Y\", \"N\" or \"-\"",
        ),
        (json!({ "usca": [{}] }), "usca: is not known"),
        (json!({}), "sections: is missing"),
        (json!([]), "the whole: is a JSON object"),
    ];
    for (json, said) in cases {
        let error = json::encode(&json).unwrap_err().to_string();
        assert!(error.contains(said), "{json}: {error}");
    }
}

#[test]
fn nothing_is_dropped_and_a_section_has_one_number() {
    let cases = [
        (
            json!({ "sections": { "uspv1": [{ "Notice": "Y", "OptOutSale": "Y", "LspaCovered": "N", "SaleOptOut": 1 }] } }),
            "sections.uspv1[0].SaleOptOut: is no field here: there are Version, Notice, OptOutSale, LspaCovered",
        ),
        (
            json!({ "sections": { "+8": [{}] } }),
            "sections.+8: names no section",
        ),
        (
            json!({ "sections": { "08": [{}] } }),
            "sections.08: names no section",
        ),
        (
            json!({ "sections": { "usca": [{}], "8": [{}] } }),
            "is there twice",
        ),
    ];
    for (json, said) in cases {
        let error = json::encode(&json).unwrap_err().to_string();
        assert!(error.contains(said), "{json}: {error}");
    }
}

#[test]
fn of_two_members_of_one_name_neither_counts() {
    let cases = [
        (r#"{"sections":{},"sections":{}}"#, "sections"),
        (r#"{"sections":{"usca":[{}],"usca":[{}]}}"#, "usca"),
        (
            r#"{"sections":{"usca":[{"SaleOptOut":1,"SaleOptOut":2}]}}"#,
            "SaleOptOut",
        ),
        (
            r#"{"sections":{"usca":[{"SaleOptOut":1,"Sale\u004fptOut":2}]}}"#,
            "SaleOptOut",
        ),
    ];
    for (text, name) in cases {
        let error = json::parse(text).unwrap_err().to_string();
        let expected = format!("`{name}` is there twice");
        assert!(error.starts_with(&expected), "{text}: {error}");
    }
    let all = r#"{"a":[null,true,-1,1,0.5,"b",{"a":{}}]}"#;
    let read: serde_json::Value = serde_json::from_str(all).unwrap();
    assert_eq!(json::parse(all).unwrap(), read);
}

#[test]
fn text_that_no_section_can_have_is_refused_by_its_sections_name() {
    for text in ["a~b", "a\nDBABTA", "CPXx YA", "YA=", "é", ""] {
        for name in ["tcfeuv2", "28"] {
            let json = json!({ "sections": { name: text } });
            let error = json::encode(&json).unwrap_err().to_string();
            let expected = format!("section {name}: its text is base64url (A-Z a-z 0-9 - _)");
            assert!(error.starts_with(&expected), "{text}: {error}");
        }
    }
    let kept = json!({ "sections": { "28": "Az09-_.YA" } });
    assert_eq!(json::encode(&kept).unwrap(), "DBABKYA~Az09-_.YA");
}

#[test]
fn what_is_left_out_is_not_applicable() {
    let short = json!({ "sections": { "usca": [{ "SaleOptOut": 1 }] } });
    assert_eq!(json::encode(&short).unwrap(), "DBABBg~BAQAAACA");
    let old = json!({ "sections": { "usnat": [{ "Version": 1 }, { "GpcSegmentType": 1, "Gpc": true }] } });
    assert_eq!(json::encode(&old).unwrap(), "DBABLA~BAAAAAAAAgA.YA");
}
