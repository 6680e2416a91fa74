//! From strings back to the choices that they say.

use super::{Choices, Mspa, Notice, SENSITIVE_NOTICES};
use crate::gpp::{self, Field, Kind, Reading, Section, UsSection};
use crate::us_privacy::{Answer, UsPrivacy};
use crate::{Doubt, Said};

impl Choices {
    /// The choices that a GPP string says, all of its sections together: what is [said no to](Said::gpp), and the rest as the
    /// sections agree. Where they do not, what protects the consumer most: one no is enough, who was not told everywhere was
    /// not told, and the MSPA's mode is the one that binds a recipient most.
    ///
    /// What a section cannot say is lost in it: without other sections, sharing and targeted advertising are one choice, and the
    /// signal is an opt-out of everything where the section has no field for it.
    ///
    /// ```
    /// use signals::{Choices, Mspa, Notice, PurposeSet};
    ///
    /// let choices = Choices::from_gpp("DBABBg~BUUAAACA.YA")?;
    /// assert!(choices.gpc);
    /// assert_eq!(choices.opted_out, PurposeSet::ALL);
    /// assert_eq!(choices.notice, Notice::Given);
    /// assert_eq!(choices.mspa, Mspa::NotSigned);
    /// assert_eq!(choices.gpp(&[8])?, "DBABBg~BUUAAACA.YA");
    /// # Ok::<(), signals::gpp::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As of [`Said::gpp`], which also says how far the answer can be relied on.
    pub fn from_gpp(text: &str) -> Result<Self, gpp::Error> {
        let said = Said::gpp(text)?;
        let mut stated = Stated::default();
        for reading in gpp::readings(text)? {
            match reading {
                Reading::Whole(Section::Us(section)) | Reading::Part(section, _) => {
                    stated.hear(&section);
                }
                Reading::Whole(Section::UsPrivacy(string)) => stated.hear_us_privacy(string),
                Reading::Whole(Section::Opaque { .. }) | Reading::Nothing(_) => {}
            }
        }
        Ok(stated.choices(&said))
    }

    /// The choices that a US Privacy string says. Its `Y` is a no to everything, and the agreement that it knows has one mode,
    /// in which recipients are service providers.
    #[must_use]
    pub fn from_us_privacy(string: UsPrivacy) -> Self {
        let mut stated = Stated::default();
        stated.hear_us_privacy(string);
        stated.choices(&string.said())
    }
}

/// What was stated so far besides the opt-outs; nothing where no section had a field for it.
#[derive(Default)]
struct Stated {
    notice: Option<Notice>,
    sensitive_notice: Option<Notice>,
    limited: bool,
    mspa: Option<Mspa>,
    /// By the old string, whose agreement is another: it counts where nothing else is stated.
    lspa: Option<Mspa>,
}

impl Stated {
    fn hear(&mut self, section: &UsSection) {
        let notices = Field::ALL.into_iter();
        for field in notices.filter(|field| field.kind() == Kind::Notice) {
            let Some(value) = section.get(field) else {
                continue;
            };
            let stated = if SENSITIVE_NOTICES.contains(&field) {
                &mut self.sensitive_notice
            } else {
                &mut self.notice
            };
            hear_notice(stated, Notice::of(value));
        }
        let mut sensitive = section.values(Field::SensitiveDataProcessing);
        self.limited |= sensitive.any(|value| value == 1);
        self.mspa = self.mspa.max(mspa(section));
    }

    fn hear_us_privacy(&mut self, string: UsPrivacy) {
        // Where the law does not apply at all, nothing is stated.
        if !string.applies() {
            return;
        }
        let notice = match string.notice {
            Answer::Yes => Notice::Given,
            Answer::No => Notice::NotGiven,
            Answer::NotApplicable => Notice::NotApplicable,
        };
        hear_notice(&mut self.notice, notice);
        self.lspa = Some(match string.lspa_covered {
            Answer::Yes => Mspa::ServiceProvider,
            Answer::No | Answer::NotApplicable => Mspa::NotSigned,
        });
    }

    fn choices(self, said: &Said) -> Choices {
        Choices {
            opted_out: said.no,
            gpc: said.gpc,
            limited: self.limited,
            notice: self.notice.unwrap_or_default(),
            sensitive_notice: self.sensitive_notice.unwrap_or_default(),
            mspa: self.mspa.or(self.lspa).unwrap_or_default(),
        }
    }
}

/// Keeps the notice of which less was given.
fn hear_notice(stated: &mut Option<Notice>, notice: Notice) {
    let lack = |notice: Notice| match notice {
        Notice::Given => 0,
        Notice::NotApplicable => 1,
        Notice::NotGiven => 2,
    };
    *stated = (*stated)
        .into_iter()
        .chain([notice])
        .max_by_key(|notice| lack(*notice));
}

/// Where the section says that the business stands. A section of another length than its version's does not say it in the place
/// where it is looked for, and nobody's signature is taken from there.
fn mspa(section: &UsSection) -> Option<Mspa> {
    if section.doubts().has(Doubt::Length) {
        return None;
    }
    if section.get(Field::MspaCoveredTransaction)? != 1 {
        return Some(Mspa::NotSigned);
    }
    let is_provider = section.get(Field::MspaServiceProviderMode) == Some(1)
        || section.get(Field::MspaMode) == Some(2);
    Some(if is_provider {
        Mspa::ServiceProvider
    } else {
        Mspa::OptOutOption
    })
}

impl Notice {
    /// A value that means nothing tells of no notice.
    fn of(value: u8) -> Self {
        match value {
            0 => Self::NotApplicable,
            1 => Self::Given,
            _ => Self::NotGiven,
        }
    }
}
