//! What can be asked for: to opt out, to limit, and, in two acts, to opt in again.

use serde::{Deserialize, Serialize};

use crate::{Agent, Channel, Entry, PurposeSet, State, Subject, Subjects};

/// A request, parsed and complete.
#[derive(Clone, Debug)]
pub enum Request {
    /// To opt out of sale, sharing and the like (11 CCR 7026).
    OptOut(OptOutRequest),
    /// To limit the use of sensitive personal information (11 CCR 7027).
    Limit(OptOutRequest),
    /// The first act of opting in after opting out (11 CCR 7028(a)).
    AskToOptIn(OptInRequest),
    /// The second act.
    ConfirmOptIn(OptInConfirmation),
    /// To remember that these are one person's.
    Link(Subjects),
    /// To keep to a programme although the browser sends a signal (11 CCR 7025(c)(4)).
    Stay(StayRequest),
}

/// A member of a programme that rests on sharing was asked whether to leave it, and stays. It cannot be made without a
/// [`Control`].
#[derive(Clone, Debug)]
pub struct StayRequest {
    /// Who.
    pub subjects: Vec<Subject>,
    /// The programme's name in the configuration.
    pub program: String,
    /// How it arrived.
    pub channel: Channel,
    /// What shows that it is the person.
    pub control: Control,
}

/// Somebody says no. Anybody may say it for anybody: nothing is verified, because verifying is forbidden (7060(b)) and
/// because it can only protect.
#[derive(Clone, Debug)]
pub struct OptOutRequest {
    /// Whom it covers.
    pub subjects: Vec<Subject>,
    /// What it covers; [`PurposeSet::OPT_OUT`] unless the person chose less.
    pub purposes: PurposeSet,
    /// How it arrived.
    pub channel: Channel,
    /// Where the person said they live.
    pub state: Option<State>,
    /// Who acts for the person.
    pub agent: Option<Agent>,
}

impl OptOutRequest {
    /// An opt-out of everything.
    #[must_use]
    pub fn of_everything(subjects: Vec<Subject>, channel: Channel) -> Self {
        Self {
            subjects,
            purposes: PurposeSet::OPT_OUT,
            channel,
            state: None,
            agent: None,
        }
    }
}

/// What showed that the person, and nobody else, was acting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// The browser sent the secret cookie that is its identifier, so it may speak for that identifier alone.
    Browser(Subject),
    /// A member of staff or the business's own system, by the name of its key, which answers for the person's identity.
    Key(String),
}

impl Control {
    /// Whether this control extends to all of `subjects`.
    #[must_use]
    pub fn covers(&self, subjects: &[Subject]) -> bool {
        match self {
            Self::Browser(own) => subjects.iter().all(|subject| subject == own),
            Self::Key(_) => true,
        }
    }
}

/// The first act of opting in. It cannot be made without a [`Control`].
#[derive(Clone, Debug)]
pub struct OptInRequest {
    /// For whom.
    pub subjects: Vec<Subject>,
    /// What is to be allowed again.
    pub purposes: PurposeSet,
    /// How it arrived.
    pub channel: Channel,
    /// What shows that it is the person.
    pub control: Control,
}

/// The second act. It can only be made from a first act that the log holds.
#[derive(Clone, Debug)]
pub struct OptInConfirmation {
    pub(crate) first: u64,
    pub(crate) asked: crate::OptIn,
    pub(crate) control: Control,
}

impl OptInConfirmation {
    /// Confirms the first act that stands at `position`; `None` where that entry is not a first act.
    #[must_use]
    pub fn of(position: u64, entry: Entry, control: Control) -> Option<Self> {
        match entry {
            Entry::OptInRequested(asked) => Some(Self {
                first: position,
                asked,
                control,
            }),
            _ => None,
        }
    }

    /// For whom the first act was made.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.asked.subjects
    }
}
