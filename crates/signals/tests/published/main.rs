//! The published vectors (`../shared/vectors`), where they are. What a bare clone is tested with is in `tests/own`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod categories;
mod gpc;
mod header;
mod reactions;
mod sections;
mod us_privacy;

use serde_json::Value;

/// The vectors of this name; `None` where they are not, which is a failure in CI.
fn vectors(name: &str) -> Option<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors");
    let path = format!("{folder}/{name}");
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(std::option_env!("CI").is_none(), "{path} is missing");
        eprintln!("skipped: {path} is not here");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

/// The cases under this name, of which there must be at least so many.
fn cases(file: &Value, name: &str, least: usize) -> Vec<Value> {
    let cases = file[name].as_array().unwrap().clone();
    assert!(cases.len() >= least, "{name}: {}", cases.len());
    cases
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} of {case}"))
}
