//! What still stands of a choice when its record's time is over: it is said again in a new entry, so that the record can be
//! erased and the choice stays in force.
//!
//! The words of the person's own entries come first, whatever their position; of carried words the last one counts. So an
//! opt-out or an opt-in that arrives while a choice is being carried is the last word, and what a log says of a token
//! is the same before and after erasing, provided that
//!
//! - records are erased oldest first, and
//! - whatever [`end`] gives for them is in the log before that.
//!
//! What was carried is not carried again. It stays as long as any of it stands, and is erased like everything else when it
//! does not.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use crate::deadline::business_day_deadline;
use crate::entry::{Act, Choice, Entry};
use crate::{PurposeSet, Standing, Subject, Token, Word};

/// What still stands of a choice: the least that must be kept so that it stays in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// When it was carried, from which its own age counts.
    pub at: Timestamp,
    /// The position of the entry that it was carried from, whose record is erased.
    pub from: u64,
    /// The day on which that was received (UTC).
    pub received: Date,
    /// What stands.
    pub stance: Stance,
    /// Whose word it is, where it is a no.
    #[serde(default, skip_serializing_if = "Word::is_own")]
    pub word: Word,
    /// For which purposes.
    pub purposes: PurposeSet,
    /// For whom.
    pub subjects: Vec<Subject>,
}

/// The two things that can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// An opt-out, or a limit.
    No,
    /// An opt-in after opting out, which a minor's data needs.
    Yes,
}

impl Carried {
    /// By the end of which day the choice must have taken effect at every recipient, counted from the earliest moment at which
    /// it can have been received.
    #[must_use]
    pub fn deadline(&self) -> Date {
        let start = Offset::UTC.to_timestamp(self.received.at(0, 0, 0, 0));
        start.map_or(self.received, business_day_deadline)
    }
}

/// How a record ends whose time is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Not yet: it was carried itself and still stands, or the standing has not followed it.
    Stays,
    /// It is erased, once all of this is in the log.
    Erased(Vec<Carried>),
}

/// How the record of the entry at `position` ends at `now`; `None` where it is nobody's choice, and so is kept.
///
/// `standing` is what stands for a token, and `read` gives the entry at a position, where there is one.
///
/// # Errors
/// What `read` fails with.
pub fn end<E>(
    (position, entry): (u64, &Entry),
    now: Timestamp,
    standing: impl Fn(&Token) -> Standing,
    mut read: impl FnMut(u64) -> Result<Option<Entry>, E>,
) -> Result<Option<End>, E> {
    let Some(choice) = entry.choice() else {
        return Ok(None);
    };
    let mut carried: Vec<Carried> = Vec::new();
    for subject in choice.subjects {
        let standing = standing(&subject.token);
        let Some(upheld) = standing.upholds(&choice) else {
            return Ok(Some(End::Stays));
        };
        let purposes = match stance(choice.act) {
            Stance::No => still_no((position, &choice), subject, (&standing, upheld), &mut read)?,
            // A yes has no position. It is carried once for each time that it was said, which is harmless.
            Stance::Yes => upheld,
        };
        let own = standing.own();
        for (word, purposes) in [
            (Word::Own, purposes.intersection(own)),
            (Word::Signal, purposes.without(own)),
        ] {
            let one = Carried {
                at: now,
                from: position,
                received: Offset::UTC.to_datetime(choice.at).date(),
                stance: stance(choice.act),
                // A yes is always the person's own.
                word: if stance(choice.act) == Stance::Yes {
                    Word::Own
                } else {
                    word
                },
                purposes,
                subjects: vec![subject.clone()],
            };
            add(&mut carried, one);
        }
    }
    let stays = matches!(choice.act, Act::Stands(_)) && !carried.is_empty();
    Ok(Some(if stays {
        End::Stays
    } else {
        End::Erased(carried)
    }))
}

/// Adds to what is carried, in one entry with the same for others.
fn add(carried: &mut Vec<Carried>, one: Carried) {
    let same = |other: &&mut Carried| other.purposes == one.purposes && other.word == one.word;
    match carried.iter_mut().find(same) {
        _ if one.purposes.is_empty() => {}
        Some(other) => other.subjects.extend(one.subjects),
        None => carried.push(one),
    }
}

/// What of a no must be carried for `subject`: everything of its kind that is denied, if that stands since this very entry, so
/// that it stands since the carried one afterwards; and otherwise what the entry since which it stands does not say itself.
fn still_no<E>(
    (position, choice): (u64, &Choice<'_>),
    subject: &Subject,
    (standing, upheld): (&Standing, PurposeSet),
    read: &mut impl FnMut(u64) -> Result<Option<Entry>, E>,
) -> Result<PurposeSet, E> {
    let mut needed = PurposeSet::NONE;
    for kind in [
        PurposeSet::ALL.without(PurposeSet::LIMIT),
        PurposeSet::LIMIT,
    ] {
        let since = standing.since(kind);
        let upheld = upheld.intersection(kind);
        if since == position && choice.purposes.intersects(kind) {
            needed = needed.union(standing.denied().intersection(kind));
        } else if !upheld.is_empty() {
            let other = read(since)?;
            let other = other.as_ref().and_then(Entry::choice);
            let instead = other.filter(|other| is_no_instead(other, choice, subject));
            let instead = instead.map_or(PurposeSet::NONE, |other| other.purposes);
            needed = needed.union(upheld.without(instead));
        }
    }
    Ok(needed)
}

/// Whether `other` is a no that stands for `subject` instead of `choice`. What was carried does not replace what was said: a later
/// one of those replaces it. Nor does a signal replace the person's own word.
fn is_no_instead(other: &Choice<'_>, choice: &Choice<'_>, subject: &Subject) -> bool {
    let replaces = match other.act {
        Act::SaidNo => true,
        Act::Stands(Stance::No) => choice.act == other.act,
        Act::AskedToOptIn | Act::OptedIn | Act::Stands(Stance::Yes) => false,
    };
    let is_as_much = other.word.is_own() || !choice.word.is_own();
    replaces && is_as_much && other.subjects.contains(subject)
}

/// What can stand of an act; a mere request to opt in leaves things as they are.
fn stance(act: Act) -> Stance {
    match act {
        Act::SaidNo => Stance::No,
        Act::AskedToOptIn | Act::OptedIn => Stance::Yes,
        Act::Stands(stance) => stance,
    }
}
