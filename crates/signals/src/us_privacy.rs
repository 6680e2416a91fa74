//! The US Privacy string: deprecated since January 2024, still on the wire.

use std::fmt;
use std::str::FromStr;

use crate::{PurposeSet, Said};

/// One answer in the string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `Y`
    Yes,
    /// `N`
    No,
    /// `-`
    NotApplicable,
}

/// A US Privacy string, version 1: `1YYN`.
///
/// Read as strictly as Prebid Server reads it: four characters, upper case. Looser readers take `1yNN` or `2YNN`, whose
/// meaning nobody has defined.
///
/// ```
/// use signals::us_privacy::{Answer, UsPrivacy};
///
/// let said: UsPrivacy = "1YYN".parse()?;
/// assert_eq!(said.opt_out_sale, Answer::Yes);
/// assert_eq!(said.to_string(), "1YYN");
/// assert!("1yyn".parse::<UsPrivacy>().is_err());
/// # Ok::<(), signals::us_privacy::Malformed>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsPrivacy {
    /// Whether notice and the opportunity to opt out were given.
    pub notice: Answer,
    /// Whether the consumer opted out of the sale.
    pub opt_out_sale: Answer,
    /// Whether the transaction is covered by the Limited Service Provider Agreement.
    pub lspa_covered: Answer,
}

/// Why a text is no US Privacy string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// It is shorter or longer.
    #[error("a US Privacy string has 4 characters, as in 1YYN")]
    Length,
    /// It does not start with `1`.
    #[error("a US Privacy string starts with 1, its only version")]
    Version,
    /// A character stands where `Y`, `N` or `-` must.
    #[error("{0} of a US Privacy string is Y, N or - (upper case)")]
    Answer(&'static str),
}

impl UsPrivacy {
    /// Whether the law is said not to apply at all: `1---`.
    #[must_use]
    pub fn applies(self) -> bool {
        [self.notice, self.opt_out_sale, self.lspa_covered] != [Answer::NotApplicable; 3]
    }

    /// What it says no to. The string is older than sharing's own opt-out, and what is sent in it since is "do not sell or
    /// share": its `Y` is read as a no to both.
    #[must_use]
    pub fn said(self) -> Said {
        let mut said = Said::default();
        if self.opt_out_sale == Answer::Yes {
            said.no = PurposeSet::ALL;
        }
        said
    }
}

impl FromStr for UsPrivacy {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let &[version, notice, sale, lspa] = text.as_bytes() else {
            return Err(Malformed::Length);
        };
        if version != b'1' {
            return Err(Malformed::Version);
        }
        Ok(Self {
            notice: answer(notice, "the notice (second character)")?,
            opt_out_sale: answer(sale, "the opt-out of sale (third character)")?,
            lspa_covered: answer(lspa, "the LSPA's cover (fourth character)")?,
        })
    }
}

fn answer(character: u8, place: &'static str) -> Result<Answer, Malformed> {
    match character {
        b'Y' => Ok(Answer::Yes),
        b'N' => Ok(Answer::No),
        b'-' => Ok(Answer::NotApplicable),
        _ => Err(Malformed::Answer(place)),
    }
}

impl Answer {
    /// Its character.
    #[must_use]
    pub const fn character(self) -> char {
        match self {
            Self::Yes => 'Y',
            Self::No => 'N',
            Self::NotApplicable => '-',
        }
    }
}

impl fmt::Display for UsPrivacy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answers = [self.notice, self.opt_out_sale, self.lspa_covered];
        let [notice, sale, lspa] = answers.map(Answer::character);
        write!(f, "1{notice}{sale}{lspa}")
    }
}
