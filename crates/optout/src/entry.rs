//! What the log holds: one entry for each thing that happened. Never an identifier, never a secret.
//!
//! An entry is kept as one line of JSON, because it is what a receipt proves, and a person, a court or a program of
//! another decade must be able to read it without us. A kind of entry never changes its meaning: a new shape is a new name.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Agent, Carried, Channel, Control, Linked, PurposeSet, Recipient, Stance, State, Subject, Word,
};

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A request to opt out, in force from its time on (11 CCR 7026). There is no other state.
    OptOut(Recorded),
    /// A request to limit the use of sensitive personal information (11 CCR 7027), in force likewise.
    Limit(Recorded),
    /// The first of the two acts of opting in after opting out (11 CCR 7028(a)). It changes nothing yet.
    OptInRequested(OptIn),
    /// The second act: the choice is withdrawn for these subjects and purposes.
    OptIn(OptIn),
    /// What became of telling a destination about a stretch of the log.
    Outcome(Outcome),
    /// A destination was declared or changed.
    Destination(Box<DestinationDeclared>),
    /// A destination was held, resumed or removed.
    DestinationState(DestinationState),
    /// A key to the API was made.
    ApiKey(ApiKey),
    /// A key to the API was revoked.
    ApiKeyRevoked {
        /// When.
        at: Timestamp,
        /// Which.
        id: String,
    },
    /// What still stands of a choice whose record's time is over. It changes nothing: it lets the record be erased.
    Carried(Carried),
    /// From here on, records whose time is over are erased.
    Retention(Retention),
    /// Identifiers were learnt to be one person's. It changes nothing by itself: what stands for one of them is extended to the
    /// others by an entry of its own.
    Linked(Linked),
    /// A member of a programme that rests on sharing keeps to it although their browser sends a signal (11 CCR 7025(c)(4)).
    Stayed(Stayed),
    /// Signals that were honoured where they were seen, because there was nothing to bind them to.
    SignalsHonored(SignalsHonored),
    /// Stands in the place of an entry whose time is over. It is never committed, so no leaf holds it: the leaf keeps the
    /// commitment to what stood here before.
    Erased {
        /// Whether recipients were told of what stood here.
        told: bool,
    },
}

/// A choice as it was made and as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// When the request was received, which is when it took effect.
    pub at: Timestamp,
    /// How it arrived.
    pub channel: Channel,
    /// What it covers.
    pub purposes: PurposeSet,
    /// Whom it covers.
    pub subjects: Vec<Subject>,
    /// By the end of which day it must have taken effect at every recipient.
    pub deadline: Date,
    /// Where the person said they live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Who acted for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Agent>,
    /// The version of the policy that was applied.
    pub policy: String,
}

/// One of the two acts of opting in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptIn {
    /// When this act happened.
    pub at: Timestamp,
    /// How it arrived.
    pub channel: Channel,
    /// What would be, or is, allowed again.
    pub purposes: PurposeSet,
    /// For whom.
    pub subjects: Vec<Subject>,
    /// What showed that the person, and nobody else, was acting.
    pub control: Control,
    /// In the second act: the position of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u64>,
}

/// A person who is asked whether to leave a programme, and says no: the signal stands for all else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stayed {
    /// When.
    pub at: Timestamp,
    /// How it arrived.
    pub channel: Channel,
    /// The programme's name in the configuration.
    pub program: String,
    /// Who.
    pub subjects: Vec<Subject>,
    /// What showed that the person, and nobody else, was acting.
    pub control: Control,
}

/// How many requests carried a signal and nothing to bind it to. They were honoured on the spot, each for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalsHonored {
    /// From when,
    pub from: Timestamp,
    /// until when they were counted, by one process.
    pub until: Timestamp,
    /// How many.
    pub count: u64,
}

/// What became of telling one destination about the entries `first..=last`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// When the destination answered.
    pub at: Timestamp,
    /// The destination's name.
    pub destination: String,
    /// The first entry of the stretch.
    pub first: u64,
    /// The last entry of the stretch.
    pub last: u64,
    /// How many of the stretch's entries are people's choices, told or not applicable.
    pub choices: u32,
    /// How far it got.
    pub state: OutcomeState,
    /// Entries in the stretch that this destination could not take, and why; the rest is as `state` says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<FailedItem>,
    /// The id that the message carried on every try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// SHA-256 of the message's bytes in hexadecimal: what was said can be proved by whoever kept it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// How far telling a destination got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeState {
    /// Nothing in the stretch concerns this destination.
    NotApplicable,
    /// It took the message, and nothing in its answer says otherwise.
    Accepted,
    /// It said in its answer that the instruction was carried out.
    Confirmed,
    /// It was asked again by other means and showed it.
    Verified,
    /// Every try failed: a person must see to it.
    Manual,
}

/// One entry that a destination could not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedItem {
    /// The entry's position.
    pub entry: u64,
    /// A word for the reason, of our own making: never the destination's text.
    pub reason: String,
}

/// A destination as it was declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DestinationDeclared {
    /// When.
    pub at: Timestamp,
    /// The destination's name, unique in the installation.
    pub name: String,
    /// Where messages go.
    pub url: String,
    /// Whose system it is.
    pub recipient: Recipient,
    /// The purposes for which it receives data, and so of which choices it is told.
    pub purposes: PurposeSet,
    /// Which generation of signing secrets is in use; secrets are derived, never stored.
    pub secrets: u32,
}

/// A destination's state was changed by a person or by the delivery engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DestinationState {
    /// When.
    pub at: Timestamp,
    /// The destination's name.
    pub name: String,
    /// Why it is held; `None` where it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// Whether it was taken out of service for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
}

/// A key to the API: the key itself is shown once and only its digest is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// When it was made.
    pub at: Timestamp,
    /// Its public name.
    pub id: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// SHA-256 of the key, in hexadecimal. The key has 256 random bits, so its digest tells nothing.
    pub sha256: String,
}

/// What a key to the API may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Record requests, as staff, a site or an app; opt in after opting out.
    Intake,
    /// Ask "may I?".
    Decide,
    /// Record disclosures.
    Disclose,
    /// Read requests and destinations.
    Read,
    /// Everything, and manage the installation.
    Admin,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 5] = [
        Self::Intake,
        Self::Decide,
        Self::Disclose,
        Self::Read,
        Self::Admin,
    ];

    /// The name used in the API and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Decide => "decide",
            Self::Disclose => "disclose",
            Self::Read => "read",
            Self::Admin => "admin",
        }
    }

    /// The scope with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// Records whose time is over: whatever still stands of them was carried before this was said, and no entry may be erased
/// without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// When.
    pub at: Timestamp,
    /// Records before this position,
    pub through: u64,
    /// of choices that were received before this day (UTC).
    pub received_before: Date,
}

/// Bytes that are not an entry.
#[derive(Debug, thiserror::Error)]
#[error("not an entry of the log")]
pub struct EntryError(#[from] serde_json::Error);

impl Entry {
    /// The bytes that the log keeps and a receipt proves.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(384);
        serde_json::to_writer(&mut bytes, self)
            .expect("an entry is plain data and a vector takes every write");
        bytes
    }

    /// The entry in `bytes`.
    ///
    /// # Errors
    /// Where the bytes are not an entry that this version knows.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EntryError> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// Whether it is, or was, a choice that recipients are told of.
    #[must_use]
    pub fn is_told(&self) -> bool {
        match self {
            Self::Erased { told } => *told,
            other => other.choice().is_some_and(|choice| choice.act.is_told()),
        }
    }

    /// When it was written, where it is about people without being a choice of theirs: nothing of it needs to be carried.
    #[must_use]
    pub fn of_people(&self) -> Option<Timestamp> {
        match self {
            Self::Linked(linked) => Some(linked.at),
            Self::Stayed(stayed) => Some(stayed.at),
            _ => None,
        }
    }

    /// What it changes for whom, where it is about people.
    #[must_use]
    pub fn choice(&self) -> Option<Choice<'_>> {
        match self {
            Self::OptOut(no) | Self::Limit(no) => Some(Choice {
                at: no.at,
                act: Act::SaidNo,
                word: no.channel.word(),
                purposes: no.purposes,
                subjects: &no.subjects,
            }),
            Self::OptInRequested(ask) => Some(Choice {
                at: ask.at,
                act: Act::AskedToOptIn,
                word: Word::Own,
                purposes: ask.purposes,
                subjects: &ask.subjects,
            }),
            Self::OptIn(yes) => Some(Choice {
                at: yes.at,
                act: Act::OptedIn,
                word: Word::Own,
                purposes: yes.purposes,
                subjects: &yes.subjects,
            }),
            Self::Carried(carried) => Some(Choice {
                at: carried.at,
                act: Act::Stands(carried.stance),
                word: carried.word,
                purposes: carried.purposes,
                subjects: &carried.subjects,
            }),
            _ => None,
        }
    }
}

/// What an entry changes for whom.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// Since when.
    pub at: Timestamp,
    /// What was done.
    pub act: Act,
    /// Whose word it is, where it is a no.
    pub word: Word,
    /// For which purposes.
    pub purposes: PurposeSet,
    /// For whom.
    pub subjects: &'a [Subject],
}

/// What a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Opted out or limited: in force at once.
    SaidNo,
    /// Asked to opt in again: nothing changes until it is confirmed.
    AskedToOptIn,
    /// Confirmed it.
    OptedIn,
    /// Nothing: what they said long ago was carried forward, and no recipient hears of it again.
    Stands(Stance),
}

impl Act {
    fn is_told(self) -> bool {
        matches!(self, Self::SaidNo | Self::OptedIn)
    }
}

impl Choice<'_> {
    /// Whether recipients that receive data for `purposes` are told of it.
    #[must_use]
    pub fn concerns(&self, purposes: PurposeSet) -> bool {
        self.act.is_told() && self.purposes.intersects(purposes)
    }
}
