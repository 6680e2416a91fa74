//! The privacy fields of bid requests.

use proptest::prelude::*;
use serde_json::{Value, json};
use signals::openrtb::{self, Regs, Version};
use signals::{Confidence, Doubt, PurposeSet, Said};

const VERSIONS: [Version; 2] = [Version::V2_5, Version::V2_6];

#[test]
fn fields_are_written_where_the_version_has_them() {
    let regs = Regs {
        gpp: Some("DBABBg~BUUAAACA.YA".into()),
        gpp_sid: vec![8],
        us_privacy: Some("1YYN".into()),
        gpc: true,
    };
    let fields = json!({ "gpp": "DBABBg~BUUAAACA.YA", "gpp_sid": [8], "us_privacy": "1YYN" });
    // What others put there stays; what would contradict it goes, wherever it stands.
    let before = json!({
        "id": "1",
        "regs": { "coppa": 0, "gpp": "DBAA", "ext": { "gdpr": 0, "us_privacy": "1YNN" } },
    });
    let mut new = before.clone();
    regs.write(&mut new, Version::V2_6).unwrap();
    let mut expected = fields.clone();
    expected["coppa"] = json!(0);
    expected["ext"] = json!({ "gdpr": 0, "gpc": "1" });
    assert_eq!(new, json!({ "id": "1", "regs": expected }));
    assert_eq!(Regs::read(&new, Version::V2_6).unwrap(), regs);

    let mut old = before;
    regs.write(&mut old, Version::V2_5).unwrap();
    let mut expected = fields;
    expected["gdpr"] = json!(0);
    expected["gpc"] = json!("1");
    assert_eq!(
        old,
        json!({ "id": "1", "regs": { "coppa": 0, "ext": expected } })
    );
    assert_eq!(Regs::read(&old, Version::V2_5).unwrap(), regs);

    let mut empty = json!({});
    Regs::default().write(&mut empty, Version::V2_6).unwrap();
    assert_eq!(empty, json!({ "regs": {} }));
    assert_eq!(Regs::read(&empty, Version::V2_6).unwrap(), Regs::default());
}

#[test]
fn what_was_read_in_one_place_is_moved_to_the_other() {
    let cases = [
        json!({ "us_privacy": "1YYN", "gpp": "DBABBg~BUUAAACA.QA", "gpp_sid": [8] }),
        json!({ "gpp": "DBABBg~BUUAAACA.QA", "gpp_sid": [-1] }),
        json!({ "gpp": "DBABBg~BUUAAACA.QA" }),
        json!({ "gpp_sid": [-1] }),
        json!({ "us_privacy": "garbage" }),
    ];
    for fields in cases {
        let old = json!({ "regs": { "ext": fields } });
        let new = json!({ "regs": fields });
        for (before, version, after) in [(&old, Version::V2_6, &new), (&new, Version::V2_5, &old)] {
            let regs = Regs::read(before, version).unwrap();
            assert_eq!(Regs::read(after, version).unwrap(), regs, "{before}");
            // With the fields that were read, and with none: those that are there are moved.
            for regs in [regs, Regs::default()] {
                let mut written = before.clone();
                regs.write(&mut written, version).unwrap();
                let mut expected = after.clone();
                if version == Version::V2_6 {
                    expected["regs"]["ext"] = json!({});
                }
                assert_eq!(written, expected);
            }
        }
    }
}

#[test]
fn nothing_takes_a_no_back() {
    const OUT: &str = "DBABBg~BUUAAACA.QA";
    const NOT_OUT: &str = "DBABBg~BUoAAACA.QA";
    let cases = [
        // The signal.
        (
            json!({ "ext": { "gpc": "1" } }),
            json!({ "ext": { "gpc": "1" } }),
        ),
        // A string in the other place, and one that has to leave its own for the new one.
        (
            json!({ "gpp": NOT_OUT, "ext": { "gpp": OUT, "gpp_sid": [8] } }),
            json!({ "gpp": NOT_OUT, "ext": { "gpp": OUT, "gpp_sid": [8] } }),
        ),
        (
            json!({ "gpp": OUT, "gpp_sid": [8] }),
            json!({ "gpp": NOT_OUT, "ext": { "gpp": OUT, "gpp_sid": [8] } }),
        ),
        // One that may say no, because it cannot be read.
        (
            json!({ "ext": { "gpp": "garbage" } }),
            json!({ "gpp": NOT_OUT, "ext": { "gpp": "garbage" } }),
        ),
        (
            json!({ "ext": { "gpp": 1 } }),
            json!({ "gpp": NOT_OUT, "ext": { "gpp": 1 } }),
        ),
        // Those that say no more than the new one go.
        (
            json!({ "gpp": "DBAA", "ext": { "gpp": NOT_OUT, "gpp_sid": [8] } }),
            json!({ "gpp": NOT_OUT, "ext": {} }),
        ),
    ];
    for (before, after) in cases {
        let mut request = json!({ "regs": before });
        let regs = Regs {
            gpp: after["gpp"].as_str().map(str::to_owned),
            ..Regs::default()
        };
        regs.write(&mut request, Version::V2_6).unwrap();
        assert_eq!(request["regs"], after, "{before}");
    }
    // Sale alone is said no to in one place, advertising alone in the other: no one string says both.
    let mut request = json!({
        "regs": { "gpp": "DBABBg~BUYAAACA", "ext": { "gpp": "DBABBg~BUkAAACA" } },
    });
    let before = request.clone();
    let regs = Regs {
        gpp: Some(NOT_OUT.into()),
        ..Regs::default()
    };
    let error = regs.write(&mut request, Version::V2_6).unwrap_err();
    assert!(
        error.to_string().starts_with("gpp is one string"),
        "{error}"
    );
    assert_eq!(request, before);
}

#[test]
fn a_no_counts_wherever_it_stands() {
    let out = [
        json!({ "gpp": "DBABBg~BUUAAACA.QA", "gpp_sid": [7] }),
        json!({ "ext": { "gpp": "DBABBg~BUUAAACA.QA" } }),
        json!({ "us_privacy": "1YYN", "gpp": "DBABBg~BUoAAACA.QA" }),
        json!({ "us_privacy": "1YNN", "ext": { "us_privacy": "1YYN" } }),
        json!({ "ext": { "gpc": "1" } }),
        json!({ "ext": { "gpc": 1 } }),
        json!({ "ext": { "gpc": 1.0 } }),
        json!({ "gpp": "garbage", "us_privacy": "1YYN" }),
        // Whatever the other members are.
        json!({ "gpp": 1, "ext": { "gpc": "1" } }),
        json!({ "gpp": [], "us_privacy": "1YYN" }),
        json!({ "gpp": "DBABBg~BUUAAACA.QA", "gpp_sid": "8" }),
        json!({ "gpp": "DBABBg~BUUAAACA.QA", "gpp_sid": [8.0], "ext": [] }),
    ];
    for regs in out {
        let said = openrtb::said(&json!({ "regs": regs }));
        assert_eq!(said.no, PurposeSet::ALL, "{regs}");
    }
    let not_out = [
        json!(null),
        json!({ "gpp": "", "us_privacy": "" }),
        json!({ "gpp": "DBABBg~BUoAAACA.QA", "gpp_sid": [-1], "ext": { "gpc": "0" } }),
        json!({ "gpp": "DBABBg~BUoAAACA.QA", "gpp_sid": "8" }),
    ];
    for regs in not_out {
        let said = openrtb::said(&json!({ "regs": regs }));
        assert!(
            said.no.is_empty() && said.doubts().next().is_none(),
            "{regs}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_a_doubt() {
    let (header, old) = (("header", Doubt::Unreadable), ("uspv1", Doubt::Unreadable));
    let cases = [
        (
            json!({ "regs": { "gpp": "garbage", "us_privacy": "1yyn" } }),
            vec![header, old],
        ),
        (json!({ "regs": { "gpp": 1 } }), vec![header]),
        (
            json!({ "regs": { "ext": { "us_privacy": [] } } }),
            vec![old],
        ),
        (json!({ "regs": { "ext": "gpc" } }), vec![header]),
        (json!({ "regs": [] }), vec![header]),
        (json!([]), vec![header]),
    ];
    for (request, expected) in cases {
        let said = openrtb::said(&request);
        assert_eq!(said.doubts().collect::<Vec<_>>(), expected, "{request}");
        assert_eq!(said.confidence(), Confidence::Low);
    }
}

#[test]
fn other_types_are_refused_by_name_and_change_nothing() {
    let cases = [
        (json!({ "gpp": 1 }), "gpp is a string"),
        (
            json!({ "ext": { "us_privacy": [] } }),
            "us_privacy is a string",
        ),
        (
            json!({ "gpp_sid": "7" }),
            "gpp_sid is a list of whole numbers",
        ),
        (
            json!({ "gpp_sid": ["7"] }),
            "gpp_sid is a list of whole numbers",
        ),
    ];
    for (regs, expected) in cases {
        let error = Regs::read(&json!({ "regs": regs }), Version::V2_6).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    for request in [
        json!([]),
        json!({ "regs": [] }),
        json!({ "regs": { "ext": 1 } }),
    ] {
        let mut changed = request.clone();
        assert!(Regs::default().write(&mut changed, Version::V2_6).is_err());
        assert_eq!(changed, request);
    }
}

/// A member that may stand in a request, or none.
fn member(texts: &'static [&'static str]) -> impl Strategy<Value = Option<Value>> {
    let text = prop::sample::select(texts).prop_map(Value::from);
    prop::option::of(prop_oneof![8 => text, 1 => Just(json!(1))])
}

fn place() -> impl Strategy<Value = Value> {
    const GPP: &[&str] = &[
        "",
        "DBAA",
        "garbage",
        "CPXx.YA",
        "DBABBg~BUUAAACA.YA",
        "DBABBg~BUUAAACA.QA",
        "DBABBg~BUoAAACA.QA",
        "DBABBg~BUYAAACA",
        "DBABBg~BUkAAACA",
        "DBABBg~BUoAAACA.",
    ];
    let ids = prop::sample::select(vec![json!([8]), json!([-1]), json!([7, 8]), json!("8")]);
    (
        member(GPP),
        prop::option::of(ids),
        member(&["", "1YYN", "1YNN", "1---", "1yyn"]),
    )
        .prop_map(|(gpp, ids, us_privacy)| {
            let mut place = json!({});
            for (name, value) in [("gpp", gpp), ("gpp_sid", ids), ("us_privacy", us_privacy)] {
                if let Some(value) = value {
                    place[name] = value;
                }
            }
            place
        })
}

/// Checks that nothing that was said, or may have been, is lost.
fn check(after: &Said, before: &Said) {
    assert_eq!(after.no.union(before.no), after.no);
    assert_eq!(after.gpc, before.gpc);
    let is_doubted = after.confidence() == Confidence::Low || after.no == PurposeSet::ALL;
    assert!(is_doubted || before.confidence() == Confidence::High);
}

proptest! {
    #[test]
    fn no_version_loses_what_was_there_before(
        core in place(),
        ext in place(),
        gpc: bool,
        written in prop::option::of(prop::sample::select(vec!["DBAA", "DBABBg~BUUAAACA.QA", "DBABBg~BUoAAACA.QA"])),
    ) {
        let mut request = json!({ "regs": core });
        request["regs"]["ext"] = ext;
        if gpc {
            request["regs"]["ext"]["gpc"] = json!("1");
        }
        let before = openrtb::said(&request);
        for version in VERSIONS {
            let Ok(mut regs) = Regs::read(&request, version) else { continue };
            if let Some(gpp) = written {
                regs.gpp = Some(gpp.to_owned());
            }
            let mut after = request.clone();
            if regs.write(&mut after, version).is_err() {
                prop_assert!(written.is_some(), "{request}");
                prop_assert_eq!(&after, &request);
                continue;
            }
            check(&openrtb::said(&after), &before);
            prop_assert_eq!(Regs::read(&after, version).unwrap(), regs);
        }
    }
}
