//! What can go wrong with a destination or an entry, as words of our own: they go into the log, into metrics and onto
//! pages, and so never hold a destination's text, an address or an identifier.

/// Why a message is not settled yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No answer in time.
    Timeout,
    /// No connection, or it broke.
    Connection,
    /// The name cannot be resolved, or the address is one that messages must not go to.
    AddressRefused,
    /// The declared URL cannot be used.
    BadUrl,
    /// It answered with a redirect; messages follow none.
    Redirect,
    /// It asks for fewer messages, or for later ones.
    Throttled,
    /// It, or what stands before it, said that it is not there for now.
    Unavailable,
    /// It said that it failed.
    ServerError,
    /// It answered with success and said in its answer that it failed.
    ErrorInAnswer,
    /// It answered with a web page.
    WebPage,
    /// It answered something that cannot be read as success or failure.
    UnclearAnswer,
    /// It refused one entry after the other: something is wrong with the destination and not with them.
    RefusesEverything,
    /// It does not accept our signature or credentials.
    Credentials,
    /// It said that it is gone for good.
    Gone,
    /// Our own log could not be read or written.
    Log,
}

impl Trouble {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Connection => "connection",
            Self::AddressRefused => "address_refused",
            Self::BadUrl => "bad_url",
            Self::Redirect => "redirect",
            Self::Throttled => "throttled",
            Self::Unavailable => "unavailable",
            Self::ServerError => "server_error",
            Self::ErrorInAnswer => "error_in_answer",
            Self::WebPage => "web_page",
            Self::UnclearAnswer => "unclear_answer",
            Self::RefusesEverything => "refuses_everything",
            Self::Credentials => "credentials",
            Self::Gone => "gone",
            Self::Log => "log",
        }
    }

    /// Whether the destination had the message before it and failed on it, so that the message may be to blame.
    #[must_use]
    pub const fn was_answered(self) -> bool {
        matches!(
            self,
            Self::ServerError | Self::ErrorInAnswer | Self::WebPage | Self::UnclearAnswer
        )
    }
}

/// Why a destination could not take an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemTrouble {
    /// It named the entry as failed.
    Refused,
    /// It named the entry as failed for now.
    Temporary,
    /// It named the entry's identifiers as malformed.
    InvalidIdentifier,
    /// It refused a message that held only this entry.
    Rejected,
    /// It fails, again and again, on a message that holds only this entry.
    Stuck,
    /// The identifiers were erased before this destination was told.
    IdentifiersErased,
    /// The sealed identifiers cannot be opened.
    IdentifiersUnreadable,
}

impl ItemTrouble {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Temporary => "temporary",
            Self::InvalidIdentifier => "invalid_identifier",
            Self::Rejected => "rejected",
            Self::Stuck => "stuck",
            Self::IdentifiersErased => "identifiers_erased",
            Self::IdentifiersUnreadable => "identifiers_unreadable",
        }
    }

    /// Whether another try could go better.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        !matches!(self, Self::IdentifiersErased | Self::IdentifiersUnreadable)
    }
}
