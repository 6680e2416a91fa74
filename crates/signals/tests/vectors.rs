//! The published cases (`../shared/vectors/gpc.json`) and a few of our own.

use serde_json::Value;

#[test]
fn published_header_cases() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/vectors/gpc.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        assert!(std::option_env!("CI").is_none(), "{path} is missing");
        eprintln!("skipped: {path} is not here");
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["sec_gpc_header"].as_array().unwrap();
    for case in cases {
        let lines = case["field_lines"].as_array().unwrap();
        let lines: Vec<&str> = lines.iter().map(|line| line.as_str().unwrap()).collect();
        // The one deliberate deviation, which the vectors mark as one.
        let expected = case["signal"] == true || lines == ["1, 1"];
        assert_eq!(signals::sec_gpc(&lines), expected, "{case}");
    }
    assert!(cases.len() >= 19);
}

proptest::proptest! {
    #[test]
    fn nothing_else_is_a_signal(line in r"[^1]{0,8}|1[^,\s]{1,8}") {
        proptest::prop_assert!(!signals::sec_gpc([line]));
    }
}
