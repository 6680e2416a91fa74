//! What sort of value an identifier is.

use std::sync::Arc;

use crate::Profile;

/// The sort of an identifier: which normaliser reads it and which key makes its token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number, kept as E.164.
    Phone,
    /// The business's own name for a known person, compared byte for byte.
    Account,
    /// A browser or device, by an identifier that a site set (a first-party cookie's value).
    Browser,
    /// A device's advertising identifier: Apple's IDFA, Android's AAID, a television's.
    AdvertisingId,
    /// A kind that the business defined in its configuration.
    Custom(Arc<str>),
}

impl Kind {
    /// The kinds every installation knows.
    pub const BUILT_IN: [Self; 5] = [
        Self::Email,
        Self::Phone,
        Self::Account,
        Self::Browser,
        Self::AdvertisingId,
    ];

    /// The name used in the API, the log and the configuration.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Account => "account",
            Self::Browser => "browser",
            Self::AdvertisingId => "advertising_id",
            Self::Custom(name) => name,
        }
    }

    /// The built-in kind with this name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        Self::BUILT_IN.into_iter().find(|kind| kind.name() == name)
    }

    /// The profile whose output is the canonical value.
    #[must_use]
    pub fn canonical_profile(&self) -> Profile {
        match self {
            Self::Email => Profile::EmailBasic,
            Self::Phone => Profile::PhoneE164,
            Self::AdvertisingId => Profile::AdvertisingIdLower,
            Self::Account | Self::Browser | Self::Custom(_) => Profile::Exact,
        }
    }

    /// Further profiles under which the same person may be known: each that differs becomes one more token at intake
    /// and one more look-up at the gate. Folding widens protection, so the e-mail's aliases are folded here.
    #[must_use]
    pub fn further_profiles(&self) -> &'static [Profile] {
        match self {
            Self::Email => &[Profile::EmailUid2],
            _ => &[],
        }
    }
}
