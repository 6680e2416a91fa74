//! Identifiers and purposes as JSON names them.

use std::borrow::Cow;

use optout::{Identifier, Purpose, PurposeSet, Vocabulary};
use serde::Deserialize;

use crate::intake::MAX_IDENTIFIERS;
use crate::problem::Problem;

/// `{"kind":"email","value":"ada@example.com"}`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentifierJson<'a> {
    #[serde(borrow)]
    pub(super) kind: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) value: Cow<'a, str>,
}

/// Reads identifiers; what is wrong is named by its place.
pub(super) fn parse(
    vocabulary: &Vocabulary,
    given: &[IdentifierJson<'_>],
) -> Result<Vec<Identifier>, Problem> {
    if given.len() > MAX_IDENTIFIERS {
        let detail = format!(
            "{} identifiers are too many for one request: send at most {MAX_IDENTIFIERS}",
            given.len()
        );
        return Err(Problem::invalid("identifiers", detail));
    }
    let mut parsed = Vec::with_capacity(given.len());
    for (place, one) in given.iter().enumerate() {
        parsed.push(
            Identifier::parse(vocabulary, &one.kind, &one.value).map_err(|error| {
                let part = if matches!(error, optout::IdentifierError::UnknownKind { .. }) {
                    "kind"
                } else {
                    "value"
                };
                Problem::invalid(format!("identifiers[{place}].{part}"), error.to_string())
            })?,
        );
    }
    Ok(parsed)
}

/// Reads the purposes of an opt-out; none given means all of sale, sharing and targeted advertising.
pub(super) fn purposes(given: Option<&[String]>) -> Result<PurposeSet, Problem> {
    let Some(given) = given else {
        return Ok(PurposeSet::OPT_OUT);
    };
    let mut set = PurposeSet::NONE;
    for (place, name) in given.iter().enumerate() {
        let purpose = Purpose::from_name(name).ok_or_else(|| {
            let known: Vec<_> = Purpose::ALL.iter().map(|purpose| purpose.name()).collect();
            Problem::invalid(
                format!("purposes[{place}]"),
                format!("unknown purpose; known are {}", known.join(", ")),
            )
        })?;
        set = set.with(purpose);
    }
    Ok(set)
}
