//! The privacy fields of bid requests.

use serde_json::json;
use signals::openrtb::{self, Regs, Version};
use signals::{Doubt, PurposeSet};

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

    // Nothing takes a signal back.
    Regs::default().write(&mut old, Version::V2_6).unwrap();
    assert_eq!(
        old["regs"],
        json!({ "coppa": 0, "ext": { "gdpr": 0, "gpc": "1" } })
    );
    let mut empty = json!({});
    Regs::default().write(&mut empty, Version::V2_6).unwrap();
    assert_eq!(Regs::read(&empty, Version::V2_6).unwrap(), Regs::default());
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
        json!({ "gpp": "garbage", "us_privacy": "1YYN" }),
    ];
    for regs in out {
        let said = openrtb::said(&json!({ "regs": regs })).unwrap();
        assert_eq!(said.no, PurposeSet::ALL, "{regs}");
    }
    let not_out = [
        json!(null),
        json!({ "gpp": "", "us_privacy": "" }),
        json!({ "gpp": "DBABBg~BUoAAACA.QA", "gpp_sid": [-1], "ext": { "gpc": "0" } }),
    ];
    for regs in not_out {
        let said = openrtb::said(&json!({ "regs": regs })).unwrap();
        assert!(
            said.no.is_empty() && said.doubts().next().is_none(),
            "{regs}"
        );
    }
    let said =
        openrtb::said(&json!({ "regs": { "gpp": "garbage", "us_privacy": "1yyn" } })).unwrap();
    let doubts: Vec<_> = said.doubts().collect();
    assert_eq!(
        doubts,
        [("header", Doubt::Unreadable), ("uspv1", Doubt::Unreadable)]
    );
}

#[test]
fn other_types_are_refused_by_name_and_change_nothing() {
    let cases = [
        (json!({ "gpp": 1 }), "gpp is a string"),
        (json!({ "us_privacy": [] }), "us_privacy is a string"),
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
        let error = openrtb::said(&json!({ "regs": regs })).unwrap_err();
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
