//! Identifiers and purposes as JSON names them.

use std::borrow::Cow;

use optout::{Identifier, IdentifierError, Purpose, PurposeSet, Vocabulary};
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
    few_enough(given.len())?;
    let read = given.iter().enumerate().map(|(place, one)| {
        Identifier::parse(vocabulary, &one.kind, &one.value).map_err(|error| at(place, &error))
    });
    read.collect()
}

/// Reads identifiers as somebody's browser brought them: those that can be used, and what is wrong with the others. What a tag
/// wrote into a cookie must not keep a choice from being recorded.
///
/// # Errors
/// Where there are too many, or a kind is not known: that is a mistake of whoever sends them.
pub(super) fn parse_seen(
    vocabulary: &Vocabulary,
    given: &[IdentifierJson<'_>],
) -> Result<(Vec<Identifier>, Vec<Problem>), Problem> {
    few_enough(given.len())?;
    let (mut usable, mut skipped) = (Vec::new(), Vec::new());
    for (place, one) in given.iter().enumerate() {
        match Identifier::parse(vocabulary, &one.kind, &one.value) {
            Ok(identifier) => usable.push(identifier),
            Err(error @ IdentifierError::UnknownKind { .. }) => return Err(at(place, &error)),
            Err(error) => skipped.push(at(place, &error)),
        }
    }
    Ok((usable, skipped))
}

/// Whether one request may name so many.
pub(super) fn few_enough(given: usize) -> Result<(), Problem> {
    if given <= MAX_IDENTIFIERS {
        return Ok(());
    }
    let detail =
        format!("{given} identifiers are too many for one request: send at most {MAX_IDENTIFIERS}");
    Err(Problem::invalid("identifiers", detail))
}

/// What is wrong with the identifier at `place`.
pub(super) fn at(place: usize, error: &IdentifierError) -> Problem {
    let part = match error {
        IdentifierError::UnknownKind { .. } => "kind",
        _ => "value",
    };
    Problem::invalid(format!("identifiers[{place}].{part}"), error.to_string())
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
