//! Reading JSON bodies so that what is wrong is named by its path.

use serde::Deserialize;

use crate::problem::Problem;

/// Reads a body.
///
/// # Errors
/// A problem that names the field.
pub fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Problem> {
    // Keeping track of the path costs as much as reading, so it is only done for what is wrong.
    serde_json::from_slice(body).or_else(|_| read_with_path(body))
}

fn read_with_path<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value: T = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        // The last part is `?` where the JSON ends inside of a name.
        let field = match path.trim_end_matches(['?', '.']) {
            "" => "body",
            known => known,
        };
        Problem::malformed(field, describe(&cause))
    })?;
    match deserializer.end() {
        Ok(()) => Ok(value),
        Err(_) => Err(Problem::malformed(
            "body",
            "there is something after the end of the JSON value",
        )),
    }
}

/// What serde says, without the values that it repeats: they may be personal data.
fn describe(error: &serde_json::Error) -> String {
    let place = format!("at line {}, column {}", error.line(), error.column());
    if error.is_data() {
        let said = error.to_string();
        let expected = said.find("expected").map(|at| &said[at..]);
        let known_names_only = ["missing field", "unknown field", "duplicate field"]
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
        return format!("{what}, {place}");
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
        check("[]", "body", "expected an object, at line 1, column 2");
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
            "identifers",
            "unknown field `identifers`, expected `identifiers`, at line 1, column 13",
        );
        check(
            r#"{"identifiers":[]} x"#,
            "body",
            "there is something after the end of the JSON value",
        );
    }
}
