//! The one place where a request becomes something that is recorded.

use jiff::{SignedDuration, Timestamp};

use crate::deadline::business_day_deadline;
use crate::entry::{Entry, OptIn, Recorded, Stayed};
use crate::link::{Linked, Subjects};
use crate::request::{
    Control, OptInConfirmation, OptInRequest, OptOutRequest, Request, StayRequest,
};
use crate::{PurposeSet, Standing, Subject};

/// How long after the first act of opting in the second one is still its continuation.
pub const OPT_IN_WINDOW_HOURS: i64 = 24;

/// What is known when a request is decided.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What stands for each of the request's subjects, in the request's order.
    pub standing: Vec<Standing>,
    /// The position of an entry that links all of them already.
    pub linked: Option<u64>,
    /// How many entries of the log these facts take into account.
    pub as_of: u64,
}

/// The rules in force.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The version that entries name.
    pub version: String,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            version: "us/2026-11-23".to_owned(),
        }
    }
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// All of it already stands, since the entry at this position: a repeat adds nothing.
    Unchanged {
        /// The entry from which it stands.
        position: u64,
    },
    /// This entry, whatever else happens at the same time.
    Record(Entry),
    /// This entry, which widens what may be done: only if nothing was said about its subjects since `as_of`.
    Widen {
        /// The entry.
        entry: Entry,
        /// How many entries of the log were known when this was decided.
        as_of: u64,
    },
}

/// Why a request is not carried out. An opt-out that names somebody is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is about nobody.
    #[error("names nobody: give at least one identifier")]
    Nobody,
    /// A link of one identifier with nothing.
    #[error("links nothing: give at least two identifiers of one person")]
    OneAlone,
    /// It is about nothing.
    #[error("names no purpose")]
    NoPurpose,
    /// Whoever asks has not shown that these identifiers are theirs.
    #[error("control of these identifiers was not shown")]
    NotInControl,
    /// There is no opt-out to withdraw.
    #[error("nothing is opted out that could be opted in again")]
    NothingToWiden,
    /// The second act is not later than the first.
    #[error("the confirmation must be a second act, later than the request")]
    NotSeparate,
    /// The first act is too old.
    #[error("the request to opt in is older than {OPT_IN_WINDOW_HOURS} hours: begin again")]
    Lapsed,
    /// The person said no by other means than a signal.
    #[error(
        "the person opted out themselves, not by a signal alone: only opting in again, in two acts, changes that"
    )]
    OptedOutThemselves,
    /// The person said no again in the meantime.
    #[error("an opt-out was received after the request to opt in: it stands")]
    OptedOutSince,
}

/// Decides a request on facts alone.
///
/// # Errors
/// A [`Refusal`], which is an answer and not a failure.
pub fn decide(
    facts: &Facts,
    request: Request,
    policy: &Policy,
    now: Timestamp,
) -> Result<Change, Refusal> {
    match request {
        Request::OptOut(no) => say_no(facts, no, policy, now, Entry::OptOut),
        Request::Limit(no) => {
            let no = OptOutRequest {
                purposes: PurposeSet::LIMIT,
                ..no
            };
            say_no(facts, no, policy, now, Entry::Limit)
        }
        Request::AskToOptIn(ask) => ask_to_opt_in(facts, ask, now),
        Request::ConfirmOptIn(confirmation) => confirm_opt_in(facts, confirmation, now),
        Request::Link(subjects) => link(facts, subjects, now),
        Request::Stay(stay) => keep_to_program(facts, stay, now),
    }
}

/// A link widens nothing, so it needs no proof here; whoever may tell of one is decided where it enters, because it makes what
/// stands for one identifier known to whoever holds another.
fn link(facts: &Facts, subjects: Subjects, now: Timestamp) -> Result<Change, Refusal> {
    if subjects.len() < 2 {
        return Err(Refusal::OneAlone);
    }
    Ok(match facts.linked {
        Some(position) => Change::Unchanged { position },
        None => Change::Record(Entry::Linked(Linked { at: now, subjects })),
    })
}

/// To stay answers a signal, and nothing else. Where the person says no themselves at the same time, that no wins, whichever is
/// recorded first ([`crate::may_disclose`]).
fn keep_to_program(facts: &Facts, stay: StayRequest, now: Timestamp) -> Result<Change, Refusal> {
    check_named(&stay.subjects, PurposeSet::OPT_OUT)?;
    check_control(&stay.control, &stay.subjects)?;
    if facts
        .standing
        .iter()
        .any(|one| one.own().intersects(PurposeSet::OPT_OUT))
    {
        return Err(Refusal::OptedOutThemselves);
    }
    Ok(Change::Record(Entry::Stayed(Stayed {
        at: now,
        channel: stay.channel,
        program: stay.program,
        subjects: stay.subjects,
        control: stay.control,
    })))
}

fn say_no(
    facts: &Facts,
    request: OptOutRequest,
    policy: &Policy,
    now: Timestamp,
    entry: fn(Recorded) -> Entry,
) -> Result<Change, Refusal> {
    check_named(&request.subjects, request.purposes)?;
    let stands = |standing: &Standing| standing.has_heard(request.purposes, request.channel.word());
    if facts.standing.len() == request.subjects.len() && facts.standing.iter().all(stands) {
        let since = facts
            .standing
            .iter()
            .map(|standing| standing.since(request.purposes))
            .max();
        return Ok(Change::Unchanged {
            position: since.unwrap_or_default(),
        });
    }
    Ok(Change::Record(entry(Recorded {
        at: now,
        channel: request.channel,
        purposes: request.purposes,
        subjects: request.subjects,
        deadline: business_day_deadline(now),
        state: request.state,
        agent: request.agent,
        policy: policy.version.clone(),
    })))
}

fn ask_to_opt_in(facts: &Facts, ask: OptInRequest, now: Timestamp) -> Result<Change, Refusal> {
    check_named(&ask.subjects, ask.purposes)?;
    check_control(&ask.control, &ask.subjects)?;
    check_something_to_widen(facts, ask.purposes)?;
    Ok(Change::Record(Entry::OptInRequested(OptIn {
        at: now,
        channel: ask.channel,
        purposes: ask.purposes,
        subjects: ask.subjects,
        control: ask.control,
        first: None,
    })))
}

fn confirm_opt_in(
    facts: &Facts,
    confirmation: OptInConfirmation,
    now: Timestamp,
) -> Result<Change, Refusal> {
    let OptInConfirmation {
        first,
        asked,
        control,
    } = confirmation;
    check_control(&control, &asked.subjects)?;
    if now <= asked.at {
        return Err(Refusal::NotSeparate);
    }
    if now.duration_since(asked.at) > SignedDuration::from_hours(OPT_IN_WINDOW_HOURS) {
        return Err(Refusal::Lapsed);
    }
    check_something_to_widen(facts, asked.purposes)?;
    if facts
        .standing
        .iter()
        .any(|standing| standing.last_denial() > first)
    {
        return Err(Refusal::OptedOutSince);
    }
    let entry = Entry::OptIn(OptIn {
        at: now,
        control,
        first: Some(first),
        ..asked
    });
    Ok(Change::Widen {
        entry,
        as_of: facts.as_of,
    })
}

fn check_named(subjects: &[Subject], purposes: PurposeSet) -> Result<(), Refusal> {
    if subjects.is_empty() {
        return Err(Refusal::Nobody);
    }
    if purposes.is_empty() {
        Err(Refusal::NoPurpose)
    } else {
        Ok(())
    }
}

fn check_control(control: &Control, subjects: &[Subject]) -> Result<(), Refusal> {
    if control.covers(subjects) {
        Ok(())
    } else {
        Err(Refusal::NotInControl)
    }
}

fn check_something_to_widen(facts: &Facts, purposes: PurposeSet) -> Result<(), Refusal> {
    let widens = facts
        .standing
        .iter()
        .any(|standing| standing.denied().intersects(purposes));
    if widens {
        Ok(())
    } else {
        Err(Refusal::NothingToWiden)
    }
}
