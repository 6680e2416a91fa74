//! `gpc.json`: the header, and the file of the same name.

use signals::gpc::well_known::{Support, WellKnown};

use super::{cases, text, vectors};

#[test]
fn the_header() {
    let Some(file) = vectors("gpc.json") else {
        return;
    };
    for case in cases(&file, "sec_gpc_header", 19) {
        let lines = case["field_lines"].as_array().unwrap();
        let lines: Vec<&str> = lines.iter().map(|line| line.as_str().unwrap()).collect();
        // The one deliberate deviation, which the vectors mark as one.
        let expected = case["signal"] == true || lines == ["1, 1"];
        assert_eq!(signals::sec_gpc(&lines), expected, "{case}");
    }
}

#[test]
fn what_a_site_says() {
    let Some(file) = vectors("gpc.json") else {
        return;
    };
    for case in cases(&file, "well_known_gpc_json", 12) {
        let said = WellKnown::read(text(&case, "body").as_bytes());
        let support = match said.support {
            Support::Supported => "supported",
            Support::NotSupported => "not supported",
            Support::Unknown => "unknown",
        };
        assert_eq!(support, case["support"], "{case}");
        assert_eq!(
            said.last_update.as_deref(),
            case["last_update"].as_str(),
            "{case}"
        );
    }
}
