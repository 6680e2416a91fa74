//! What was asked for, by whom and how, in the words of a receipt.

/// The three acts (11 CCR 7026, 7027, 7028).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// To opt out of sale and sharing.
    OptOut,
    /// To limit the use of sensitive personal information.
    Limit,
    /// To opt back in, both acts done.
    OptIn,
}

/// A kind of thing that a request covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    /// A browser.
    Browser,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A device's advertising identifier.
    AdvertisingId,
    /// A known account.
    Account,
}

/// How a request was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// On the page.
    Page,
    /// By a preference signal.
    Signal,
    /// By an authorised agent.
    Agent,
    /// On the phone.
    Phone,
    /// In person.
    InPerson,
    /// By post.
    Post,
    /// By e-mail.
    Email,
    /// By another system.
    Interface,
    /// Earlier, for an identifier that was learnt to be the same person's.
    Link,
    /// Long ago: the record that said how was erased, and what stands was carried forward.
    CarriedForward,
}

impl Act {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::OptOut => "act-opt-out",
            Self::Limit => "act-limit",
            Self::OptIn => "act-opt-in",
        }
    }
}

impl Covered {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Browser => "covered-browser",
            Self::Email => "covered-email",
            Self::Phone => "covered-phone",
            Self::AdvertisingId => "covered-advertising-id",
            Self::Account => "covered-account",
        }
    }
}

impl Channel {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Page => "channel-page",
            Self::Signal => "channel-signal",
            Self::Agent => "channel-agent",
            Self::Phone => "channel-phone",
            Self::InPerson => "channel-in-person",
            Self::Post => "channel-post",
            Self::Email => "channel-email",
            Self::Interface => "channel-interface",
            Self::Link => "channel-link",
            Self::CarriedForward => "channel-carried",
        }
    }
}
