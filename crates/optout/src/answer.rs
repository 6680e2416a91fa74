//! The answer to "may I?": the one place where it is defined. The gate only makes it fast.

use serde::{Deserialize, Serialize};

use crate::{DisclosurePurpose, Purpose, PurposeSet, Role, Standing};

/// Everything the answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// What is known of the person.
    pub knowledge: Knowledge,
    /// How many entries of the log that takes into account.
    pub as_of: u64,
    /// Whether the request at hand carries an opt-out preference signal.
    pub signal: bool,
    /// Whether the disclosure belongs to a programme that the person keeps to, although a signal was sent. It counts against
    /// no other no.
    pub stayed: bool,
    /// The person's age, as far as the business knows it.
    pub age: Age,
    /// The recipient's role, as it counts today ([`crate::Recipient::effective_role`]).
    pub role: Role,
    /// Why the data would be disclosed.
    pub purpose: DisclosurePurpose,
}

/// What is known of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// This stands.
    Known(Standing),
    /// The log has not been read to its end yet.
    Starting,
    /// The log was last read to its end too long ago.
    Stale,
}

/// A person's age, as far as the business knows it. Any age in any of its systems is knowledge (Civ. Code 1798.120(c)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// Nothing is known.
    #[default]
    Unknown,
    /// Under 13: a parent or guardian must have authorised.
    #[serde(rename = "under_13")]
    Under13,
    /// 13, 14 or 15: the person must have authorised.
    #[serde(rename = "13_to_15")]
    From13To15,
    /// 16 or older.
    #[serde(rename = "16_or_older")]
    From16,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The disclosure may go ahead.
    Allow,
    /// It may not.
    Deny,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The person opted out.
    OptedOut,
    /// The person limited the use of sensitive personal information.
    Limited,
    /// The request at hand carries an opt-out preference signal.
    PreferenceSignal,
    /// The person is known to be under 16 and no authorisation is on file.
    MinorNotAuthorized,
    /// The gate has not read the log to its end yet, so it cannot know.
    Starting,
    /// The gate has lost touch with the log, so it cannot know.
    Stale,
    /// No choice stands against it.
    NoOptOut,
    /// It belongs to a programme that the person, asked, keeps to.
    StayedInProgram,
    /// The recipient works for the business under a contract in force, for a purpose of the business's own.
    UnderContract,
}

/// The answer, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Yes or no.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// The rule that it follows.
    pub rule: &'static str,
    /// How many entries of the log it takes into account.
    pub as_of: u64,
}

/// May this be disclosed?
///
/// Whatever cannot be known is denied. A signal on the request at hand counts at once, before and without any record.
#[inline]
#[must_use]
pub fn may_disclose(question: &Question) -> Answer {
    let (decision, reason, rule) = judge(question);
    Answer {
        decision,
        reason,
        rule,
        as_of: question.as_of,
    }
}

#[inline]
fn judge(question: &Question) -> (Decision, Reason, &'static str) {
    use Decision::{Allow, Deny};
    let standing = match question.knowledge {
        Knowledge::Known(standing) => standing,
        Knowledge::Starting => {
            return (
                Deny,
                Reason::Starting,
                "fail closed: the log is still being read",
            );
        }
        Knowledge::Stale => {
            return (
                Deny,
                Reason::Stale,
                "fail closed: the log was last read too long ago",
            );
        }
    };
    let Some(counts_as) = counts_as(question.purpose, question.role) else {
        return (
            Allow,
            Reason::UnderContract,
            "Cal. Civ. Code 1798.140(e), (ag); 11 CCR 7050, 7051",
        );
    };
    let sells = PurposeSet::OPT_OUT.contains(counts_as);
    let minor = matches!(question.age, Age::Under13 | Age::From13To15);
    let own = standing.own().intersects(PurposeSet::OPT_OUT);
    if question.stayed && sells && !minor && !own {
        return (Allow, Reason::StayedInProgram, "11 CCR 7025(c)(4)");
    }
    if question.signal && sells {
        return (Deny, Reason::PreferenceSignal, "11 CCR 7025(c)(1)");
    }
    if standing.denied().contains(counts_as) {
        return match counts_as {
            Purpose::Sensitive => (Deny, Reason::Limited, "Cal. Civ. Code 1798.121(b)"),
            _ => (
                Deny,
                Reason::OptedOut,
                "Cal. Civ. Code 1798.120(d), 1798.135(c)(4)",
            ),
        };
    }
    if minor && sells && !standing.authorised().contains(counts_as) {
        return (
            Deny,
            Reason::MinorNotAuthorized,
            "Cal. Civ. Code 1798.120(c)",
        );
    }
    (Allow, Reason::NoOptOut, "Cal. Civ. Code 1798.120(a)")
}

/// The law's purpose that a disclosure amounts to; `None` where it is the business's own use through a vendor.
#[inline]
fn counts_as(purpose: DisclosurePurpose, role: Role) -> Option<Purpose> {
    match (purpose, role) {
        (DisclosurePurpose::Statutory(purpose), _) => Some(purpose),
        (DisclosurePurpose::Business, Role::ThirdParty) => Some(Purpose::Sale),
        (DisclosurePurpose::Business, Role::ServiceProvider | Role::Contractor) => None,
    }
}
