//! Reading JSON bodies so that what is wrong is named by its path.

use serde::Deserialize;
use serde_path_to_error::{Path, Segment};

use crate::problem::Problem;

/// Reads a body.
///
/// # Errors
/// A problem that names the field.
pub fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Problem> {
    // A list would be read as an object's fields in the order in which we happen to have them.
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(Problem::malformed("body", "expected an object"));
    }
    // Keeping track of the path costs as much as reading, so it is only done for what is wrong.
    serde_json::from_slice(body).or_else(|_| read_with_path(body))
}

fn read_with_path<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value: T = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().clone();
        let cause = error.into_inner();
        Problem::malformed(field(&path, &cause), describe(&cause))
    })?;
    match deserializer.end() {
        Ok(()) => Ok(value),
        Err(_) => Err(Problem::malformed(
            "body",
            "there is something after the end of the JSON value",
        )),
    }
}

/// Where it is wrong. A name that nobody here knows was sent as values are, so the place around it is told.
fn field(path: &Path, error: &serde_json::Error) -> String {
    let whole = path.to_string();
    let known = match path.iter().next_back() {
        Some(Segment::Map { key }) if is_unknown_field(error) => {
            whole.strip_suffix(key.as_str()).unwrap_or_default()
        }
        _ => &whole,
    };
    // The last part is `?` where the JSON ends inside of a name.
    match known.trim_end_matches(['?', '.']) {
        "" => "body".to_owned(),
        known => known.to_owned(),
    }
}

fn is_unknown_field(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("unknown field")
}

/// What serde says, without what it repeats: it may be personal data.
fn describe(error: &serde_json::Error) -> String {
    let place = format!("at line {}, column {}", error.line(), error.column());
    if error.is_data() {
        let said = error.to_string();
        // What was sent comes before what was expected, and may have the word in it.
        let expected = said.rfind("expected").map(|at| &said[at..]);
        let known_names_only = ["missing field", "duplicate field"]
            .iter()
            .any(|begin| said.starts_with(begin));
        let what = if known_names_only {
            said.as_str()
        } else {
            expected.unwrap_or("the value has the wrong type")
        };
        let what = what.split(" at line").next().unwrap_or(what);
        // Nobody outside knows the names of our types.
        let what = if what.starts_with("expected struct") {
            "expected an object"
        } else {
            what
        };
        let unknown = if is_unknown_field(error) {
            "unknown field, "
        } else {
            ""
        };
        return format!("{unknown}{what}, {place}");
    }
    if error.is_eof() {
        format!("the JSON ends too early, {place}")
    } else {
        format!("this is not JSON, {place}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Shape {
        identifiers: Vec<Item>,
    }
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Item {
        value: String,
    }

    #[test]
    fn what_is_wrong_is_named_and_no_value_repeated() {
        let check = |body: &'static str, field: &str, detail: &str| {
            let problem = read::<Shape>(body.as_bytes()).unwrap_err();
            assert_eq!(problem.field.as_deref(), Some(field), "{body}");
            assert_eq!(problem.detail, detail, "{body}");
        };
        check("", "body", "the JSON ends too early, at line 1, column 0");
        check("{", "body", "the JSON ends too early, at line 1, column 1");
        check(
            "ada@example.com",
            "body",
            "this is not JSON, at line 1, column 1",
        );
        check("[]", "body", "expected an object");
        check(r#" [[{"value":"x"}]]"#, "body", "expected an object");
        check("7", "body", "expected an object, at line 1, column 1");
        check(
            r#"{"identifiers":[{"value":7}]}"#,
            "identifiers[0].value",
            "expected a string, at line 1, column 26",
        );
        check(
            r#"{"identifiers":"ada@example.com"}"#,
            "identifiers",
            "expected a sequence, at line 1, column 32",
        );
        check(
            r#"{"identifers":[]}"#,
            "body",
            "unknown field, expected `identifiers`, at line 1, column 13",
        );
        check(
            r#"{"identifiers":[{"value":"x","expected.[ada@example.com":7}]}"#,
            "identifiers[0]",
            "unknown field, expected `value`, at line 1, column 56",
        );
        check(
            r#"{"identifiers":[{"value":["expected ada@example.com"]}]}"#,
            "identifiers[0].value",
            "expected a string, at line 1, column 25",
        );
        check(
            r#"{"identifiers":[{"value":"ada@example.com"#,
            "identifiers[0].value",
            "the JSON ends too early, at line 1, column 41",
        );
        check(
            r#"{"identifiers":[]} x"#,
            "body",
            "there is something after the end of the JSON value",
        );
    }
}
