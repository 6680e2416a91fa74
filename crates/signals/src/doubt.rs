//! What makes a string less than clear.

use std::fmt;

/// A reason to look twice at what a section says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Libraries disagree on how this section is encoded.
    Unsettled,
    /// It cannot be read.
    Unreadable,
    /// It is cut off, or a part of it cannot be read. What it said there may have been a no.
    Incomplete,
    /// It is not one that is read here: what it says may be a no.
    Unread,
    /// Its version is none that is known: it was read like the newest.
    UnknownVersion,
    /// It is longer or shorter than its version makes it. The opt-out fields come before the lists whose length differs, and
    /// are trusted; what comes after is not.
    Length,
    /// A field has the value 3, which means nothing.
    UndefinedValue,
    /// An opt-out field has it, and may have been meant as a no.
    UndefinedOptOut,
    /// A sub-section that it does not have was ignored.
    ExtraSubsection,
    /// The sub-section has another type than that of the signal, and was read as the signal, as the libraries do.
    SubsectionType,
    /// The signal is on, but a field does not say that the consumer opted out. The signal wins.
    SignalWins,
    /// A field says that the consumer did not opt out, but not that they were told that they could.
    NotTold,
    /// What it says about the MSPA contradicts itself.
    Mspa,
}

/// How far a reading can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// The string means what was read.
    High,
    /// Something in it may mean something else.
    Low,
}

impl Doubt {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Unsettled,
        Self::Unreadable,
        Self::Incomplete,
        Self::Unread,
        Self::UnknownVersion,
        Self::Length,
        Self::UndefinedValue,
        Self::UndefinedOptOut,
        Self::ExtraSubsection,
        Self::SubsectionType,
        Self::SignalWins,
        Self::NotTold,
        Self::Mspa,
    ];

    /// How far what the section says no to can be relied on in spite of it. A contradiction is settled by a rule, and
    /// leaves nothing open.
    #[must_use]
    pub fn leaves(self) -> Confidence {
        match self {
            Self::Unsettled
            | Self::Unreadable
            | Self::Incomplete
            | Self::Unread
            | Self::UnknownVersion
            | Self::UndefinedOptOut
            | Self::SubsectionType => Confidence::Low,
            Self::Length
            | Self::UndefinedValue
            | Self::ExtraSubsection
            | Self::SignalWins
            | Self::NotTold
            | Self::Mspa => Confidence::High,
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsettled => "read with low confidence: libraries disagree on how this section is encoded",
            Self::Unreadable => "it cannot be read",
            Self::Incomplete => "a part of it cannot be read",
            Self::Unread => "it is not looked into here, and may say no",
            Self::UnknownVersion => "its version is not known: read like the newest",
            Self::Length => {
                "its length is not that of its version: trust its opt-out fields, not what comes after them"
            }
            Self::UndefinedValue => "a field has the value 3, which means nothing",
            Self::UndefinedOptOut => {
                "an opt-out field has the value 3, which means nothing, and may have been meant as a no"
            }
            Self::ExtraSubsection => "a sub-section that this section does not have was ignored",
            Self::SubsectionType => {
                "the sub-section's type is not 1; read as Global Privacy Control, as the libraries do"
            }
            Self::SignalWins => {
                "Global Privacy Control is on, but a field does not say opted out: the signal wins"
            }
            Self::NotTold => {
                "a field says that the consumer did not opt out, but not that they were told that they could"
            }
            Self::Mspa => "what it says about the MSPA contradicts itself",
        })
    }
}

/// A set of doubts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doubts(u16);

impl Doubts {
    /// Adds a doubt where there is reason for it.
    pub(crate) fn add_if(&mut self, reason: bool, doubt: Doubt) {
        self.0 |= u16::from(reason) << doubt as u16;
    }

    /// Whether the doubt is in it.
    pub(crate) fn has(self, doubt: Doubt) -> bool {
        self.0 & 1 << doubt as u16 != 0
    }

    /// With those of the other.
    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The doubts in it.
    pub fn iter(self) -> impl Iterator<Item = Doubt> {
        let all = Doubt::ALL.into_iter();
        all.filter(move |doubt| self.has(*doubt))
    }
}
