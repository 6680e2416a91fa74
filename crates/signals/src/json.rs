//! Sections as JSON, in the form that the browser's API gives them: each section a list of its blocks, by field names.
//!
//! ```
//! use signals::json;
//!
//! let decoded = json::decode("DBABBg~BUUAAACA.YA")?;
//! let text = serde_json::to_string(&decoded)?;
//! assert!(text.starts_with(r#"{"sections":{"usca":[{"Version":1,"SaleOptOutNotice":1,"#));
//! assert_eq!(json::encode(&serde_json::from_str(&text)?)?, "DBABBg~BUUAAACA.YA");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod once;
mod read;
mod write;

use serde_json::Value;

use crate::gpp::{self, Section};

/// A string's sections. Serialises as `{"sections": {"usca": [{"Version": 1, …}, {"SubsectionType": 1, "Gpc": true}]}}`; a
/// section that is kept as it is has its text in place of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a>(pub Vec<Section<'a>>);

/// Why JSON is no string's sections.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Something is not of the form.
    #[error("{at}: {fault}")]
    Form {
        /// The member's path, as in `sections.usca[0].SaleOptOut`.
        at: String,
        /// What is wrong, and what would be right.
        fault: String,
    },
    /// The sections make no string.
    #[error(transparent)]
    Gpp(#[from] gpp::Error),
}

/// Reads a GPP string or a US Privacy string, which counts as its section.
///
/// # Errors
///
/// If the string or one of its sections cannot be read.
pub fn decode(text: &str) -> Result<Decoded<'_>, gpp::Error> {
    // No GPP string starts with a digit.
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return Ok(Decoded(vec![Section::UsPrivacy(text.parse()?)]));
    }
    gpp::sections(text)?.collect::<Result<_, _>>().map(Decoded)
}

/// Reads JSON for [`encode`]. Of two members of one name one may be a no, so that is refused.
///
/// ```
/// let twice = signals::json::parse(r#"{"sections":{"usca":[{"SaleOptOut":1,"SaleOptOut":2}]}}"#);
/// assert_eq!(twice.unwrap_err().to_string(), "`SaleOptOut` is there twice at line 1 column 49");
/// ```
///
/// # Errors
///
/// If it is no JSON, or a name is there twice in one object.
pub fn parse(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).map(|once::Once(value)| value)
}

/// Writes the GPP string of what [`decode`] gives. A field that is left out is not applicable, `MspaCoveredTransaction` is no,
/// and `Version` the newest.
///
/// # Errors
///
/// If the JSON has another form, a field that the section does not have, or a value that means nothing.
pub fn encode(json: &Value) -> Result<String, Error> {
    Ok(gpp::encode(&read::sections(json)?)?)
}
