//! Who gets data, and what.

use super::Frame;
use crate::locale::Message;

/// How many kinds of data, and how many companies, one sentence names.
const NAMED_AT_MOST: usize = 2;

/// A company that data goes to, as the configuration describes it.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Its name.
    pub name: String,
    /// What it does for a living.
    pub trade: Trade,
    /// What it gets.
    pub data: Vec<Data>,
}

/// What a recipient does for a living.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trade {
    /// It sells or places advertising.
    Advertising,
    /// It sells data.
    DataBroker,
    /// It runs a social network.
    SocialNetwork,
    /// It measures how advertising works.
    Measurement,
    /// Something else.
    Other,
}

/// A kind of data, in words that a person would use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Pages viewed.
    Browsing,
    /// Things bought.
    Purchases,
    /// An e-mail address, hashed.
    Email,
    /// A phone number, hashed.
    Phone,
    /// A device's advertising identifier.
    AdvertisingId,
    /// An approximate place.
    Location,
    /// Age group, household.
    Demographics,
    /// The business's own words, which are not translated.
    Described(String),
}

impl Recipient {
    pub(super) fn data_list(&self, frame: &Frame<'_>) -> String {
        Data::list(&self.data, frame)
    }
}

impl Trade {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Advertising => "trade-advertising",
            Self::DataBroker => "trade-data-broker",
            Self::SocialNetwork => "trade-social-network",
            Self::Measurement => "trade-measurement",
            Self::Other => "trade-other",
        }
    }
}

impl Data {
    fn words(&self, frame: &Frame<'_>) -> String {
        let key = match self {
            Self::Browsing => "data-browsing",
            Self::Purchases => "data-purchases",
            Self::Email => "data-email",
            Self::Phone => "data-phone",
            Self::AdvertisingId => "data-advertising-id",
            Self::Location => "data-location",
            Self::Demographics => "data-demographics",
            Self::Described(words) => return words.clone(),
        };
        frame.t(key).to_string()
    }

    /// Several kinds in one breath.
    pub(super) fn list(all: &[Self], frame: &Frame<'_>) -> String {
        let words: Vec<String> = all.iter().map(|data| data.words(frame)).collect();
        frame.locale.list(&words)
    }
}

/// A sentence about all recipients: how many they are, some of their names, some of what they get.
pub(super) fn speak_of(
    recipients: &[Recipient],
    sentence: Message<'static>,
    frame: &Frame<'_>,
) -> Message<'static> {
    let names: Vec<String> = recipients
        .iter()
        .take(NAMED_AT_MOST)
        .map(|one| one.name.clone())
        .collect();
    let mut data: Vec<Data> = Vec::new();
    for one in recipients.iter().flat_map(|recipient| &recipient.data) {
        if data.len() < NAMED_AT_MOST && !data.contains(one) {
            data.push(one.clone());
        }
    }
    let advertising = recipients.iter().all(|one| one.trade == Trade::Advertising);
    sentence
        .arg("count", recipients.len())
        .arg("names", frame.locale.list(&names))
        .arg("data", Data::list(&data, frame))
        .arg("trade", if advertising { "advertising" } else { "other" })
}
