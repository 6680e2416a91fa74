//! How a request arrived: by which channel, from which state, through whom.

use serde::{Deserialize, Deserializer, Serialize, de};

/// How a request arrived (11 CCR 7101(b): "the manner in which the request was made").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The page `/privacy-choices`.
    WebForm,
    /// An opt-out preference signal (11 CCR 7025).
    Signal,
    /// A site or app through the API.
    Api,
    /// An authorised agent (11 CCR 7063).
    Agent,
    /// By telephone.
    Phone,
    /// By e-mail.
    Email,
    /// By post or on paper.
    Mail,
    /// In a shop or another place.
    InPerson,
    /// By none of its own: what a person said covers identifiers that are known, or were learnt later, to be theirs too.
    Link,
    /// By none of its own either: the same of what only a signal said.
    SignalLink,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 10] = [
        Self::WebForm,
        Self::Signal,
        Self::Api,
        Self::Agent,
        Self::Phone,
        Self::Email,
        Self::Mail,
        Self::InPerson,
        Self::Link,
        Self::SignalLink,
    ];

    /// The name used in the API and the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WebForm => "web_form",
            Self::Signal => "signal",
            Self::Api => "api",
            Self::Agent => "agent",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Mail => "mail",
            Self::InPerson => "in_person",
            Self::Link => "link",
            Self::SignalLink => "signal_link",
        }
    }

    /// Whose word it brought.
    #[must_use]
    pub const fn word(self) -> Word {
        match self {
            Self::Signal | Self::SignalLink => Word::Signal,
            _ => Word::Own,
        }
    }

    /// The channel by which this channel's word reaches whoever is the same person.
    #[must_use]
    pub const fn extended(self) -> Self {
        self.word().extended()
    }

    /// The channel with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// Whose word a no is. Where a signal conflicts with a programme that its sender has joined, the person may be asked and stay
/// (11 CCR 7025(c)(4)); against a no of their own there is no such question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// The person's, or that of somebody who acts for them.
    #[default]
    Own,
    /// Only that of a browser, which sends the signal with every request.
    Signal,
}

impl Word {
    /// The channel by which it reaches whoever is the same person.
    #[must_use]
    pub const fn extended(self) -> Channel {
        match self {
            Self::Own => Channel::Link,
            Self::Signal => Channel::SignalLink,
        }
    }

    /// Whether it is the person's own.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        matches!(self, Self::Own)
    }
}

/// A state or territory of the United States by its two-letter code, as in `CA`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct State(&'static str);

impl State {
    /// The codes that are known: the states, the District of Columbia and the territories (USPS Publication 28).
    pub const ALL: [&'static str; 56] = [
        "AK", "AL", "AR", "AS", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "GU", "HI", "IA",
        "ID", "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MP", "MS", "MT",
        "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA", "PR", "RI", "SC",
        "SD", "TN", "TX", "UT", "VA", "VI", "VT", "WA", "WI", "WV", "WY",
    ];

    /// The state with this code, in either case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(code))
            .map(Self)
    }

    /// The two letters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_code(&code)
            .ok_or_else(|| de::Error::custom("a state is a two-letter code such as CA"))
    }
}

/// Somebody who acts for the person. For an opt-out the business may ask an agent for the person's signed permission and
/// for nothing else (11 CCR 7026(j), 7063).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    name: String,
}

impl Agent {
    /// The longest name of an agent, in bytes.
    pub const MAX_NAME_BYTES: usize = 200;

    /// An agent by name; `None` where the name is empty, too long or holds control characters.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let good = !name.is_empty()
            && name.len() <= Self::MAX_NAME_BYTES
            && !name.chars().any(char::is_control);
        good.then(|| Self {
            name: name.to_owned(),
        })
    }

    /// The agent's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes() {
        for channel in Channel::ALL {
            assert_eq!(Channel::from_name(channel.name()), Some(channel));
            assert_eq!(
                serde_json::to_string(&channel).unwrap(),
                format!("\"{}\"", channel.name())
            );
        }
        assert_eq!(State::from_code("ca").unwrap().code(), "CA");
        assert_eq!(State::from_code("ZZ"), None);
    }

    #[test]
    fn an_agents_name_has_limits() {
        assert!(Agent::named(&"a".repeat(Agent::MAX_NAME_BYTES)).is_some());
        assert!(Agent::named(&"a".repeat(Agent::MAX_NAME_BYTES + 1)).is_none());
        assert!(Agent::named(" ").is_none());
        assert!(Agent::named("a\nb").is_none());
    }
}
