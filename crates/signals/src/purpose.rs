//! What a signal can say no to.

/// An act that a consumer can opt out of, in the law's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Selling personal information (Cal. Civ. Code 1798.140(ad)).
    Sale,
    /// Sharing it for cross-context behavioral advertising (1798.140(ah)): California's word.
    Sharing,
    /// Using it for targeted advertising: the other states' word for that.
    TargetedAdvertising,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sale, Self::Sharing, Self::TargetedAdvertising];

    /// Its name, as in `targeted_advertising`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Sharing => "sharing",
            Self::TargetedAdvertising => "targeted_advertising",
        }
    }
}

/// A set of purposes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PurposeSet(u8);

impl PurposeSet {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// All of them: what Global Privacy Control says no to.
    pub const ALL: Self = Self(0b111);

    /// The set of one purpose.
    #[must_use]
    pub const fn of(purpose: Purpose) -> Self {
        Self(1 << purpose as u8)
    }

    /// What is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the purpose is in it.
    #[must_use]
    pub const fn contains(self, purpose: Purpose) -> bool {
        self.0 & Self::of(purpose).0 != 0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The purposes in it.
    pub fn iter(self) -> impl Iterator<Item = Purpose> {
        let all = Purpose::ALL.into_iter();
        all.filter(move |purpose| self.contains(*purpose))
    }

    /// With sharing and targeted advertising both, where one is in it. They are two laws' words for one act, and a section
    /// has a field for either or for both: a no to one must not be lost in a string, or to a reader, that knows the other.
    #[must_use]
    pub(crate) const fn in_every_states_words(self) -> Self {
        const ADVERTISING: u8 =
            PurposeSet::of(Purpose::Sharing).0 | PurposeSet::of(Purpose::TargetedAdvertising).0;
        if self.0 & ADVERTISING == 0 {
            self
        } else {
            Self(self.0 | ADVERTISING)
        }
    }
}

impl FromIterator<Purpose> for PurposeSet {
    fn from_iter<I: IntoIterator<Item = Purpose>>(purposes: I) -> Self {
        let sets = purposes.into_iter().map(Self::of);
        sets.fold(Self::NONE, Self::union)
    }
}
