//! One person's choice, as a destination is told of it.

use std::fmt;

use jiff::Timestamp;
use optout::{Entry, Identifier, PurposeSet};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::sha256_hex;

/// What the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Said no to sale and sharing.
    OptOut,
    /// Limited the use of sensitive information.
    Limit,
    /// Withdrew an earlier no.
    OptIn,
}

/// One choice, whom it is about, and its proof.
#[derive(Clone, Serialize)]
pub struct Notification {
    /// The choice's position in the log.
    pub entry: u64,
    /// What the person did.
    pub act: Act,
    /// By what the recipient may know the person.
    #[serde(serialize_with = "with_digests")]
    pub identifiers: Vec<Identifier>,
    /// What it covers.
    pub purposes: PurposeSet,
    /// Since when.
    pub effective_at: Timestamp,
    /// What proves it, to be checked with the log's public key alone.
    pub receipt: String,
}

impl Act {
    /// What a person did with this entry; `None` for an entry that no recipient is told of.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        match entry {
            Entry::OptOut(_) => Some(Self::OptOut),
            Entry::Limit(_) => Some(Self::Limit),
            Entry::OptIn(_) => Some(Self::OptIn),
            _ => None,
        }
    }
}

impl Notification {
    /// The notification of the choice in `entry`, which is at `position`; `None` for an entry that no recipient is told of.
    #[must_use]
    pub fn of(
        position: u64,
        entry: &Entry,
        identifiers: Vec<Identifier>,
        receipt: String,
    ) -> Option<Self> {
        let choice = entry.choice()?;
        Some(Self {
            entry: position,
            act: Act::of(entry)?,
            identifiers,
            purposes: choice.purposes,
            effective_at: choice.at,
            receipt,
        })
    }
}

impl fmt::Debug for Notification {
    /// Leaves out whom it is about.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("entry", &self.entry)
            .field("act", &self.act)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct WithDigest<'a> {
    kind: &'a str,
    value: &'a str,
    sha256: String,
}

fn with_digests<S: Serializer>(
    identifiers: &[Identifier],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(identifiers.len()))?;
    for identifier in identifiers {
        list.serialize_element(&WithDigest {
            kind: identifier.kind().name(),
            value: identifier.value(),
            sha256: sha256_hex(identifier.value().as_bytes()),
        })?;
    }
    list.end()
}
