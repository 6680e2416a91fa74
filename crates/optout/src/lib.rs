//! The rules of an opt-out of sale and sharing, as the law states them and as types that are hard to misuse.
//!
//! Everything here is pure: facts and the time go in, a [`Change`] or an [`Answer`] comes out. There is no clock,
//! no randomness, no environment and no I/O, so every rule can be read, tested and replayed on its own.
//!
//! - [`decide`] is the one place where a request becomes something that is recorded.
//! - [`may_disclose`] is the one place where "may I sell or share?" is answered.
//! - [`reach`] is the one place where it is decided whom a choice covers besides those that it names.
//! - [`end`] is the one place where it is decided what must be said again before a record may be erased.
//! - [`Entry`] is what the log holds: never an identifier, only its [`Token`].
//!
//! What the types make impossible, each with the law it follows (see `tests/laws`):
//!
//! | law | how |
//! | --- | --- |
//! | an opt-out has no pending state (11 CCR 7026(d)) | [`Entry::OptOut`] is effective at `at`; no other state exists |
//! | the default is everything (Civ. Code 1798.120) | [`PurposeSet::OPT_OUT`] is what an unspecific request covers |
//! | opting in takes two acts (11 CCR 7028(a)) | [`OptInConfirmation`] can only be made from a recorded first act |
//! | only proven control widens | both acts need a [`Control`]; an opt-out takes none |
//! | a vanished signal changes nothing (11 CCR 7025(c)(5)) | there is no request that a missing signal could become |
//! | a known minor is denied unless authorised (Civ. Code 1798.120(c)) | [`may_disclose`] |
//! | no contract on file means third party (Civ. Code 1798.140(ag)) | [`Recipient::effective_role`] |

mod answer;
mod carry;
mod channel;
mod deadline;
mod decide;
mod email;
mod entry;
mod identifier;
mod keys;
mod kind;
mod link;
mod phone;
mod profile;
mod purpose;
mod receipt_code;
mod recipient;
mod request;
mod standing;
mod token;
mod vocabulary;

pub use answer::{Age, Answer, Decision, Knowledge, Question, Reason, may_disclose};
pub use carry::{Carried, End, Stance, end};
pub use channel::{Agent, Channel, State, Word};
pub use deadline::{BUSINESS_DAYS, business_day_deadline};
pub use decide::{Change, Facts, OPT_IN_WINDOW_HOURS, Policy, Refusal, decide};
pub use entry::{
    Act, ApiKey, Choice, DestinationDeclared, DestinationState, Entry, EntryError, FailedItem,
    OptIn, Outcome, OutcomeState, Recorded, Retention, Scope, SignalsHonored, Stayed,
};
pub use identifier::{Identifier, IdentifierError, MAX_IDENTIFIER_BYTES};
pub use keys::InstallationKey;
pub use kind::Kind;
pub use link::{Linked, MAX_REACH, REACH_OF_PEOPLE, Subjects, reach};
pub use profile::Profile;
pub use purpose::{Purpose, PurposeSet};
pub use receipt_code::ReceiptCodes;
pub use recipient::{Contract, Recipient, Role};
pub use request::{Control, OptInConfirmation, OptInRequest, OptOutRequest, Request, StayRequest};
pub use standing::Standing;
pub use token::{Subject, Token, TokenKeys};
pub use vocabulary::{DisclosurePurpose, Vocabulary, VocabularyError};

/// The time type of every rule: an instant, kept to the millisecond.
pub use jiff::Timestamp;
/// A calendar date.
pub use jiff::civil::Date;
