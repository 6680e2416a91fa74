//! The fields of the US sections, by the names that specification and libraries give them.

use std::fmt;

/// Makes the fields, so that each is named once.
macro_rules! fields {
    ($($field:ident)*) => {
        /// A field of a US section.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the names are the specification's")]
        pub enum Field {
            $($field,)*
        }

        impl Field {
            /// All of them.
            pub const ALL: [Self; [$(stringify!($field)),*].len()] = [$(Self::$field),*];

            /// Its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$field => stringify!($field),)*
                }
            }
        }
    };
}

fields! {
    Version
    MspaVersion
    SharingNotice
    ProcessingNotice
    SaleOptOutNotice
    SharingOptOutNotice
    TargetedAdvertisingOptOutNotice
    SensitiveDataProcessingOptOutNotice
    SensitiveDataOptOutNotice
    SensitiveDataLimitUseNotice
    SaleOptOut
    SharingOptOut
    TargetedAdvertisingOptOut
    SensitiveDataProcessing
    KnownChildSensitiveDataConsents
    PersonalDataConsents
    AdditionalDataProcessingConsent
    MspaCoveredTransaction
    MspaOptOutOptionMode
    MspaServiceProviderMode
    MspaMode
    SubsectionType
    Gpc
}

/// What a field's values are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number that counts versions or names a type.
    Number,
    /// Whether a notice was given.
    Notice,
    /// Whether the consumer opted out.
    OptOut,
    /// Whether the consumer consented.
    Consent,
    /// Whether the transaction is covered by the MSPA.
    Covered,
    /// A mode under the MSPA.
    Mode,
    /// The two modes under the MSPA in one field.
    EitherMode,
    /// The signal.
    Signal,
}

impl Field {
    /// The field of this name. `GpcSegmentType` is what the libraries call `SubsectionType`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        if name == "GpcSegmentType" {
            return Some(Self::SubsectionType);
        }
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// What its values are about in most sections. Where [`SensitiveDataProcessing`](Self::SensitiveDataProcessing) is an
    /// opt-out, the section's [layout](super::Layout) says so.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Version | Self::MspaVersion | Self::SubsectionType => Kind::Number,
            Self::SharingNotice
            | Self::ProcessingNotice
            | Self::SaleOptOutNotice
            | Self::SharingOptOutNotice
            | Self::TargetedAdvertisingOptOutNotice
            | Self::SensitiveDataProcessingOptOutNotice
            | Self::SensitiveDataOptOutNotice
            | Self::SensitiveDataLimitUseNotice => Kind::Notice,
            Self::SaleOptOut | Self::SharingOptOut | Self::TargetedAdvertisingOptOut => {
                Kind::OptOut
            }
            Self::SensitiveDataProcessing
            | Self::KnownChildSensitiveDataConsents
            | Self::PersonalDataConsents
            | Self::AdditionalDataProcessingConsent => Kind::Consent,
            Self::MspaCoveredTransaction => Kind::Covered,
            Self::MspaOptOutOptionMode | Self::MspaServiceProviderMode => Kind::Mode,
            Self::MspaMode => Kind::EitherMode,
            Self::Gpc => Kind::Signal,
        }
    }

    /// The notice that a consumer must have been given before this opt-out field can say that they did not opt out.
    #[must_use]
    pub const fn notice(self) -> Option<Self> {
        match self {
            Self::SaleOptOut => Some(Self::SaleOptOutNotice),
            Self::SharingOptOut => Some(Self::SharingOptOutNotice),
            Self::TargetedAdvertisingOptOut => Some(Self::TargetedAdvertisingOptOutNotice),
            _ => None,
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Kind {
    /// What the values 0, 1 and 2 mean; `None` where a value means nothing, as 3 does everywhere.
    #[must_use]
    pub const fn meaning(self, value: u8) -> Option<&'static str> {
        let meanings: [Option<&str>; 3] = match self {
            Self::Number => return None,
            Self::Notice => [Some("not applicable"), Some("given"), Some("not given")],
            Self::OptOut => [
                Some("not applicable"),
                Some("opted out"),
                Some("did not opt out"),
            ],
            Self::Consent => [Some("not applicable"), Some("no consent"), Some("consent")],
            Self::Covered => [None, Some("yes"), Some("no")],
            Self::Mode => [Some("not applicable"), Some("yes"), Some("no")],
            Self::EitherMode => [
                Some("not applicable"),
                Some("opt-out option"),
                Some("service provider"),
            ],
            Self::Signal => [Some("no signal"), Some("signal"), None],
        };
        if value < 3 {
            meanings[value as usize]
        } else {
            None
        }
    }
}
