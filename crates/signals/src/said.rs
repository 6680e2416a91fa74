//! What a string says no to.

use crate::gpp::{self, Field, Reading, Section, UsSection};
use crate::{Confidence, Doubt, Doubts, Malformed, Purpose, PurposeSet, UsPrivacy};

/// What a machine said for a person: what it says no to, and how far that can be relied on.
///
/// Several of them [together](Self::and) say no to what any of them says no to: one no is enough, and no string takes
/// another's back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What it says no to.
    pub no: PurposeSet,
    /// Whether Global Privacy Control is in it. That says no to everything, whatever the other fields say.
    pub gpc: bool,
    /// By the section's number; what has no name is in the first place.
    doubts: [Doubts; PLACES],
}

/// A place for each section that has a name, the last of which is 27, and one for the header.
const PLACES: usize = 28;
const HEADER: usize = gpp::HEADER as usize;
/// The place of all sections that have no name: none is numbered 0.
const UNNAMED: usize = 0;

impl Said {
    /// Reads a GPP string. All sections count, whether or not they are said to apply.
    ///
    /// ```
    /// use signals::{Doubt, PurposeSet, Said};
    ///
    /// // The signal is on, yet the fields say "did not opt out": the signal wins.
    /// let said = Said::gpp("DBABBg~BUoAAACA.YA")?;
    /// assert!(said.gpc);
    /// assert_eq!(said.no, PurposeSet::ALL);
    /// assert_eq!(said.doubts().next(), Some(("usca", Doubt::SignalWins)));
    /// # Ok::<(), signals::gpp::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be told from the header which sections there are. What else cannot be read is a doubt: what can be
    /// read, of that section and of others, still counts.
    pub fn gpp(text: &str) -> Result<Self, gpp::Error> {
        let readings = gpp::readings(text)?;
        let mut said = Self::default();
        said.doubts[HEADER].add_if(readings.fault().is_some(), Doubt::Unreadable);
        for reading in readings {
            match reading {
                Reading::Whole(Section::Us(section)) | Reading::Part(section, _) => {
                    said.hear_us(&section);
                }
                Reading::Whole(section) => said.hear(&section),
                Reading::Nothing(gpp::Error::Section { id, .. }) => {
                    said.doubt(id, Doubt::Unreadable);
                }
                Reading::Nothing(_) => said.doubt(gpp::USPV1, Doubt::Unreadable),
            }
        }
        Ok(said)
    }

    /// Reads a US Privacy string.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn us_privacy(text: &str) -> Result<Self, Malformed> {
        text.parse().map(UsPrivacy::said)
    }

    /// What `Sec-GPC` or `navigator.globalPrivacyControl` says where it is on.
    #[must_use]
    pub fn by_gpc() -> Self {
        Self {
            no: PurposeSet::ALL,
            gpc: true,
            ..Self::default()
        }
    }

    /// What both say.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut both = Self {
            no: self.no.union(other.no),
            gpc: self.gpc | other.gpc,
            doubts: self.doubts,
        };
        for (mine, theirs) in both.doubts.iter_mut().zip(other.doubts) {
            *mine = mine.union(theirs);
        }
        both
    }

    /// What makes it less than clear, with the section's name.
    pub fn doubts(&self) -> impl Iterator<Item = (&'static str, Doubt)> {
        let sections = (0_u16..).zip(self.doubts);
        sections.flat_map(|(id, doubts)| {
            let name = gpp::name_of(id).unwrap_or(match id {
                gpp::HEADER => "header",
                _ => "another section",
            });
            doubts.iter().map(move |doubt| (name, doubt))
        })
    }

    /// How far `no` can be relied on: a purpose that is in it is meant to be, but one that is not may have been.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        let low = |(_, doubt): (_, Doubt)| doubt.leaves() == Confidence::Low;
        if self.doubts().any(low) {
            Confidence::Low
        } else {
            Confidence::High
        }
    }

    /// Nothing that can be read, where this section should be.
    #[cfg(feature = "json")]
    pub(crate) fn unreadable(id: u16) -> Self {
        let mut said = Self::default();
        said.doubts[usize::from(id)].add_if(true, Doubt::Unreadable);
        said
    }
}

/// Whether the section is known, and not about the US: Europe's, Canada's, and those about strings themselves. US sections
/// begin at 6.
fn is_abroad(id: u16) -> bool {
    id < gpp::USPV1
}

impl Section<'_> {
    /// What the section says no to. One of another country says nothing here; one that is not known is a doubt.
    #[must_use]
    pub fn said(&self) -> Said {
        let mut said = Said::default();
        said.hear(self);
        said
    }
}

impl UsSection {
    /// What the section says no to: what its opt-out fields say, and everything where the signal is on. Sharing and targeted
    /// advertising are two laws' words for one act: a no to one is read as a no to both.
    #[must_use]
    pub fn said(&self) -> Said {
        let mut said = Said::default();
        said.hear_us(self);
        said
    }
}

/// Adds in place, which is quicker than to put two of them together.
impl Said {
    fn hear(&mut self, section: &Section<'_>) {
        match section {
            Section::Us(section) => self.hear_us(section),
            Section::UsPrivacy(string) => *self = self.and(string.said()),
            // Europe's and Canada's say nothing about the US.
            Section::Opaque { id, .. } if is_abroad(*id) => {}
            Section::Opaque { id, .. } => self.doubt(*id, Doubt::Unread),
        }
    }

    fn hear_us(&mut self, section: &UsSection) {
        let gpc = section.gpc();
        let fields = Purpose::ALL.map(|purpose| (purpose, section.get(purpose.field())));
        let has = |wanted: u8| fields.iter().filter(move |field| field.1 == Some(wanted));
        let no: PurposeSet = has(1).map(|(purpose, _)| *purpose).collect();
        let told = |purpose: &Purpose| {
            let notice = purpose.field().notice();
            notice.and_then(|notice| section.get(notice)) == Some(1)
        };
        let mut doubts = section.doubts();
        let opted_out = |field: &(_, Option<u8>)| matches!(field.1, None | Some(1));
        doubts.add_if(gpc && !fields.iter().all(opted_out), Doubt::SignalWins);
        doubts.add_if(has(2).any(|(purpose, _)| !told(purpose)), Doubt::NotTold);
        self.no = self.no.union(if gpc {
            PurposeSet::ALL
        } else {
            no.in_every_states_words()
        });
        self.gpc |= gpc;
        let mine = &mut self.doubts[usize::from(section.layout().id)];
        *mine = mine.union(doubts);
    }

    fn doubt(&mut self, id: u16, doubt: Doubt) {
        let place = gpp::name_of(id).map_or(UNNAMED, |_| usize::from(id));
        self.doubts[place].add_if(true, doubt);
    }
}

impl Purpose {
    /// The field that says whether a consumer opted out of it.
    pub(crate) const fn field(self) -> Field {
        match self {
            Self::Sale => Field::SaleOptOut,
            Self::Sharing => Field::SharingOptOut,
            Self::TargetedAdvertising => Field::TargetedAdvertisingOptOut,
        }
    }
}
