//! The one error type of GPP.

use super::field::Field;
use super::table::name_of;
use crate::us_privacy;

/// Why a GPP string could not be read or made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The header cannot be read or made.
    #[error("the header is none: {0}")]
    Header(&'static str),
    /// The header names another number of sections than there are.
    #[error("the header names {named} sections, but {found} follow; sections are joined with ~")]
    Count {
        /// How many the header names.
        named: usize,
        /// How many follow.
        found: usize,
    },
    /// A section cannot be read.
    #[error("section {}: {fault}", title(*.id))]
    Section {
        /// The section's number.
        id: u16,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// The section of the US Privacy string holds none.
    #[error("section uspv1: {0}")]
    UsPrivacy(#[from] us_privacy::Malformed),
    /// A section was to be written of which nobody agrees how it is encoded.
    #[error(
        "section {0} is not written, because libraries disagree on how it is encoded: write usnat, which covers all states"
    )]
    Unsettled(&'static str),
    /// A section has no such field.
    #[error("section {section} has no field {field}")]
    NoField {
        /// The section's name.
        section: &'static str,
        /// The field.
        field: Field,
    },
    /// A list has another length.
    #[error("{section}.{field} has {expected} values, not {found}")]
    Length {
        /// The section's name.
        section: &'static str,
        /// The field.
        field: Field,
        /// How many it has.
        expected: usize,
        /// How many were given.
        found: usize,
    },
    /// A value means nothing.
    #[error("{section}.{field} cannot be {value}: {allowed}")]
    Value {
        /// The section's name.
        section: &'static str,
        /// The field.
        field: Field,
        /// The value.
        value: u8,
        /// What it can be.
        allowed: Allowed,
    },
    /// A section was given twice.
    #[error("section {} is there twice", title(*.0))]
    Twice(u16),
    /// A section's number or name is none that can be written from choices.
    #[error("section {} has no fields that are known here", title(*.0))]
    Unknown(u16),
}

/// What a field can be, as an error says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// One number.
    Only(u8),
    /// What values of this kind mean.
    Of(super::field::Kind),
}

impl std::fmt::Display for Allowed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Only(number) => write!(f, "{number}"),
            Self::Of(kind) => {
                let known = (0..=2).filter_map(|value| Some((value, kind.meaning(value)?)));
                for (nth, (value, meaning)) in known.enumerate() {
                    let comma = if nth == 0 { "" } else { ", " };
                    write!(f, "{comma}{value} {meaning}")?;
                }
                Ok(())
            }
        }
    }
}

/// A section's name, or its number where it has none.
fn title(id: u16) -> String {
    name_of(id).map_or_else(|| id.to_string(), str::to_owned)
}
