//! From what a consumer chose to the strings that say it, and back.

mod read;

use crate::gpp::{self, Error, Field, Kind, Layout, Section, UsSection};
use crate::us_privacy::{Answer, UsPrivacy};
use crate::{Purpose, PurposeSet};

/// What a consumer chose, what they were told, and where the business stands.
///
/// ```
/// use signals::{Choices, Notice, PurposeSet, gpp};
///
/// let choices = Choices {
///     opted_out: PurposeSet::ALL,
///     gpc: true,
///     notice: Notice::Given,
///     ..Choices::default()
/// };
/// assert_eq!(choices.gpp(&[gpp::USNAT])?, "DBABLA~CVQVAAAAAACA.YA");
/// assert_eq!(choices.gpp(&[gpp::USCA])?, "DBABBg~BUUAAACA.YA");
/// assert_eq!(choices.us_privacy().to_string(), "1YYN");
/// # Ok::<(), gpp::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// What they opted out of, by whatever means.
    pub opted_out: PurposeSet,
    /// Whether their browser sends Global Privacy Control. That opts out of everything.
    pub gpc: bool,
    /// Whether they limited the use of their sensitive personal information (Cal. Civ. Code 1798.121), or opted out of its
    /// processing, as Utah's and Iowa's laws have it. Where a law asks for consent instead, there is none.
    pub limited: bool,
    /// Whether they were told what is sold and shared, and that they can opt out.
    pub notice: Notice,
    /// The same for sensitive personal information; not applicable where none is used beyond what needs no notice.
    pub sensitive_notice: Notice,
    /// Where the business stands with the MSPA.
    pub mspa: Mspa,
}

/// Whether a notice was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notice {
    /// There is nothing to give notice of.
    #[default]
    NotApplicable,
    /// It was.
    Given,
    /// It was not, though there was reason to.
    NotGiven,
}

/// Whether the transaction is covered by the IAB's Multi-State Privacy Agreement, and in which mode; the later, the more it binds
/// recipients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mspa {
    /// The business has not signed it. The libraries' default says that it has.
    #[default]
    NotSigned,
    /// Signed, and consumers are offered the opt-out.
    OptOutOption,
    /// Signed, and recipients act as service providers.
    ServiceProvider,
}

/// The notices that are about sensitive personal information.
const SENSITIVE_NOTICES: [Field; 3] = [
    Field::SensitiveDataProcessingOptOutNotice,
    Field::SensitiveDataOptOutNotice,
    Field::SensitiveDataLimitUseNotice,
];
/// The most values that a list has.
const MOST_VALUES: usize = 16;

impl Choices {
    /// A GPP string with these sections.
    ///
    /// # Errors
    ///
    /// If one of them is not known, or not written.
    pub fn gpp(self, ids: &[u16]) -> Result<String, Error> {
        let sections: Result<Vec<_>, _> = ids.iter().map(|id| self.section(*id)).collect();
        gpp::encode(&sections?)
    }

    /// One section.
    ///
    /// Every opt-out field that is meant is set, and the signal too, because recipients look at the one or the other: Prebid
    /// does not stop for the signal alone. The signal's sub-section is written also where it is off, as the libraries do.
    ///
    /// # Errors
    ///
    /// If it is not known, or not written.
    pub fn section(self, id: u16) -> Result<Section<'static>, Error> {
        if id == gpp::USPV1 {
            return Ok(Section::UsPrivacy(self.us_privacy()));
        }
        let layout = Layout::of_id(id).ok_or(Error::Unknown(id))?;
        let mut section = UsSection::new(layout)?;
        for part in layout.core.parts() {
            if let Some(value) = self.value(part.field) {
                section.set(part.field, &[value; MOST_VALUES][..part.count])?;
            }
        }
        if layout.sub.is_some() {
            section.set(Field::Gpc, &[self.gpc.into()])?;
        }
        Ok(Section::Us(section))
    }

    /// The US Privacy string, for recipients that read nothing newer.
    #[must_use]
    pub fn us_privacy(self) -> UsPrivacy {
        UsPrivacy {
            notice: match self.notice {
                Notice::NotApplicable => Answer::NotApplicable,
                Notice::Given => Answer::Yes,
                Notice::NotGiven => Answer::No,
            },
            opt_out_sale: match (self.no().is_empty(), self.notice) {
                (false, _) => Answer::Yes,
                (true, Notice::Given) => Answer::No,
                (true, _) => Answer::NotApplicable,
            },
            lspa_covered: match self.mspa {
                Mspa::NotSigned => Answer::No,
                Mspa::OptOutOption | Mspa::ServiceProvider => Answer::Yes,
            },
        }
    }

    /// What is said no to.
    fn no(self) -> PurposeSet {
        if self.gpc {
            PurposeSet::ALL
        } else {
            self.opted_out.in_every_states_words()
        }
    }

    /// The value of a field that follows from the choices; all others stay as they are in a new section.
    fn value(self, field: Field) -> Option<u8> {
        let (covered, option, provider) = match self.mspa {
            Mspa::NotSigned => (2, 0, 0),
            Mspa::OptOutOption => (1, 1, 2),
            Mspa::ServiceProvider => (1, 2, 1),
        };
        match field {
            Field::MspaCoveredTransaction => Some(covered),
            Field::MspaOptOutOptionMode => Some(option),
            Field::MspaServiceProviderMode => Some(provider),
            // Of which kinds of data any are processed is not known: it is no to each, or not applicable.
            Field::SensitiveDataProcessing => self.limited.then_some(1),
            _ if SENSITIVE_NOTICES.contains(&field) => Some(self.sensitive_notice.value()),
            _ if field.kind() == Kind::Notice => Some(self.notice.value()),
            _ => {
                let meant = Purpose::ALL
                    .into_iter()
                    .find(|purpose| purpose.field() == field)?;
                Some(self.opt_out(meant))
            }
        }
    }

    /// Whether they opted out. Nobody "did not" who was not told that they could: then the field is not applicable.
    fn opt_out(self, purpose: Purpose) -> u8 {
        match (self.no().contains(purpose), self.notice) {
            (true, _) => 1,
            (false, Notice::Given) => 2,
            (false, Notice::NotApplicable | Notice::NotGiven) => 0,
        }
    }
}

impl Notice {
    fn value(self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::Given => 1,
            Self::NotGiven => 2,
        }
    }
}
