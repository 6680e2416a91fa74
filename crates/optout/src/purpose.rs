//! Why data is disclosed, as the statutes name it.

use serde::{Deserialize, Serialize};

/// One statutory purpose that a person can say no to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Making personal information available for money or other consideration (Civ. Code 1798.140(ad)).
    Sale,
    /// Making it available for cross-context behavioural advertising, paid or not (Civ. Code 1798.140(ah)).
    Sharing,
    /// The other states' word for advertising across contexts.
    TargetedAdvertising,
    /// Profiling in furtherance of significant decisions.
    Profiling,
    /// Use of sensitive personal information beyond the permitted uses (Civ. Code 1798.121).
    Sensitive,
}

impl Purpose {
    /// Every purpose, in the order of the law's list.
    pub const ALL: [Self; 5] = [
        Self::Sale,
        Self::Sharing,
        Self::TargetedAdvertising,
        Self::Profiling,
        Self::Sensitive,
    ];

    /// The name used in the API, the log and the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Sharing => "sharing",
            Self::TargetedAdvertising => "targeted_advertising",
            Self::Profiling => "profiling",
            Self::Sensitive => "sensitive",
        }
    }

    /// The purpose with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of purposes, one byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Purpose>", into = "Vec<Purpose>")]
pub struct PurposeSet(u8);

impl PurposeSet {
    /// No purpose.
    pub const NONE: Self = Self(0);
    /// Every purpose.
    pub const ALL: Self = Self((1 << Purpose::ALL.len()) - 1);
    /// What an opt-out covers unless it says otherwise: all of sale, sharing and targeted advertising.
    pub const OPT_OUT: Self =
        Self(Purpose::Sale.bit() | Purpose::Sharing.bit() | Purpose::TargetedAdvertising.bit());
    /// What a request to limit covers (11 CCR 7027).
    pub const LIMIT: Self = Self(Purpose::Sensitive.bit());

    /// This set and `purpose`.
    #[must_use]
    pub const fn with(self, purpose: Purpose) -> Self {
        Self(self.0 | purpose.bit())
    }

    /// Its bits, one for each purpose.
    pub(crate) const fn bits(self) -> u8 {
        self.0
    }

    /// The set with those of these bits that are purposes.
    pub(crate) const fn of_bits(bits: u8) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// Everything in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this set and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether `purpose` is in the set.
    #[must_use]
    pub const fn contains(self, purpose: Purpose) -> bool {
        self.0 & purpose.bit() != 0
    }

    /// Whether all of `other` is in the set.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the two have a purpose in common.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The purposes in the set, in the law's order.
    pub fn iter(self) -> impl Iterator<Item = Purpose> {
        Purpose::ALL
            .into_iter()
            .filter(move |purpose| self.contains(*purpose))
    }
}

impl FromIterator<Purpose> for PurposeSet {
    fn from_iter<I: IntoIterator<Item = Purpose>>(purposes: I) -> Self {
        purposes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl From<Vec<Purpose>> for PurposeSet {
    fn from(purposes: Vec<Purpose>) -> Self {
        purposes.into_iter().collect()
    }
}

impl From<PurposeSet> for Vec<Purpose> {
    fn from(set: PurposeSet) -> Self {
        set.iter().collect()
    }
}
