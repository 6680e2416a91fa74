//! The configuration: one commented file with every default, embedded, which is also its documentation.

mod businesses;
mod overlay;
mod site;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use optout::Date;
use serde::Deserialize;
use web::pages;

use crate::backend::Backend;

use businesses::Further;
pub use businesses::{MAIN, setting};
use overlay::overlay;
pub use site::Site;

/// Every setting with its default.
pub const DEFAULTS: &str = include_str!("config.default.toml");

/// The configuration in force.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub business: Business,
    pub log: Log,
    pub store: Store,
    pub keys: Keys,
    pub gate: Gate,
    pub signals: Signals,
    pub site: Site,
    pub programs: BTreeMap<String, String>,
    pub delivery: Delivery,
    pub retention: Retention,
    pub vocabulary: Words,
    pub logging: Logging,
    pub recipients: BTreeMap<String, Recipient>,
    businesses: BTreeMap<String, Further>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    pub public_url: String,
    pub origins: Vec<String>,
    pub trusted_proxies: Vec<IpAddr>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Business {
    pub name: String,
    pub policy_url: String,
    pub contact: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub origin: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    pub url: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    pub installation: String,
    pub log: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    pub staleness_ms: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signals {
    pub gpc_since: Date,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    pub allow_private_addresses: bool,
    pub batch_wait_ms: u64,
    pub longest_wait_seconds: u64,
    pub lease_seconds: u64,
    pub keep_identifiers_days: u16,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    pub years: u16,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub kinds: Vec<String>,
    pub purposes: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logging {
    pub format: LogFormat,
    pub level: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    pub name: String,
    #[serde(default = "other")]
    pub trade: String,
    #[serde(default)]
    pub data: Vec<String>,
}

fn other() -> String {
    "other".to_owned()
}

/// What is wrong with a configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        path: String,
        source: std::io::Error,
    },
    #[error("{path} is not a configuration:\n{source}")]
    Malformed {
        path: String,
        source: Box<toml::de::Error>,
    },
    #[error("{path}: unknown setting `{key}`{hint}")]
    Unknown {
        path: String,
        key: String,
        hint: String,
    },
    #[error("setting `{key}`: {why}")]
    Value { key: Cow<'static, str>, why: String },
    #[error("there is no business `{name}` here; configured are {known}")]
    NoSuchBusiness { name: String, known: String },
}

impl Config {
    /// The defaults, overlaid with the file at `path`.
    pub fn read(path: Option<&Path>) -> Result<Self, ConfigError> {
        let Some(path) = path else {
            return Self::parse("", "the defaults");
        };
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: shown.clone(),
            source,
        })?;
        Self::parse(&text, &shown)
    }

    /// The defaults, overlaid with `text`.
    pub fn parse(text: &str, path: &str) -> Result<Self, ConfigError> {
        let malformed = |source| ConfigError::Malformed {
            path: path.to_owned(),
            source: Box::new(source),
        };
        let mut merged: toml::Table = DEFAULTS.parse().map_err(malformed)?;
        let own: toml::Table = text.parse().map_err(malformed)?;
        overlay(&mut merged, own, &mut Vec::new())
            .and_then(|()| businesses::complete(&mut merged))
            .map_err(|(key, hint)| ConfigError::Unknown {
                path: path.to_owned(),
                key,
                hint,
            })?;
        let config: Self = merged.try_into().map_err(malformed)?;
        config.check()?;
        config.check_businesses()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let value = |key: &'static str, why: String| {
            let key = key.into();
            Err(ConfigError::Value { key, why })
        };
        let url = &self.server.public_url;
        let absolute = url.starts_with("https://") || url.starts_with("http://");
        if !url.is_empty() && (!absolute || url.ends_with('/')) {
            return value(
                "server.public_url",
                format!("`{url}` must begin with https:// and have no slash at the end"),
            );
        }
        if let Some(bad) = self
            .server
            .origins
            .iter()
            .find(|origin| origin.matches('/').count() != 2)
        {
            return value(
                "server.origins",
                format!("`{bad}` must be like https://shop.example, without a path"),
            );
        }
        if let Err(failure) = Backend::check(&self.store.url) {
            return value("store.url", failure.to_string());
        }
        if self.business.name.trim().is_empty() {
            return value(
                "business.name",
                "must not be empty: it stands on every page".into(),
            );
        }
        if self.gate.staleness_ms < 1000 {
            return value(
                "gate.staleness_ms",
                "must be at least 1000: the log is looked at ten times a second".into(),
            );
        }
        if self.delivery.lease_seconds == 0 {
            return value(
                "delivery.lease_seconds",
                "must be at least 1: nobody could finish a message in no time".into(),
            );
        }
        let policy = &self.business.policy_url;
        if !(policy.starts_with("https://") || policy.starts_with('/')) {
            return value(
                "business.policy_url",
                format!("`{policy}` must begin with https:// or /"),
            );
        }
        self.retention.check()?;
        self.contact().map(drop)?;
        self.vocabulary().map(drop)?;
        self.pages().map(drop)
    }

    /// The address under which consumers reach the server.
    pub fn public_url(&self) -> String {
        if !self.server.public_url.is_empty() {
            return self.server.public_url.clone();
        }
        let mut listen = self.server.listen;
        if listen.ip().is_unspecified() {
            listen.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{listen}")
    }

    /// The log's name: what was configured, or one made of the public address.
    pub fn origin(&self) -> String {
        if !self.log.origin.is_empty() {
            return self.log.origin.clone();
        }
        let url = self.public_url();
        let host = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        format!("{host}/log")
    }

    pub fn contact(&self) -> Result<pages::Contact, ConfigError> {
        let contact = &self.business.contact;
        match contact.split_once(':') {
            Some(("mailto", address)) => Ok(pages::Contact::Email(address.to_owned())),
            Some(("tel", number)) => Ok(pages::Contact::Phone(number.to_owned())),
            Some(("https", _)) => Ok(pages::Contact::Page(contact.clone())),
            _ => Err(ConfigError::Value {
                key: "business.contact".into(),
                why: format!("`{contact}` must begin with mailto:, tel: or https:"),
            }),
        }
    }

    /// What the pages say of each recipient.
    pub fn pages(&self) -> Result<BTreeMap<String, pages::Recipient>, ConfigError> {
        let described = |(key, recipient): (&String, &Recipient)| {
            let data = recipient.data.iter().map(|one| data(one)).collect();
            let trade = trade(&recipient.trade)?;
            Ok((
                key.clone(),
                pages::Recipient {
                    name: recipient.name.clone(),
                    trade,
                    data,
                },
            ))
        };
        self.recipients.iter().map(described).collect()
    }
}

impl Retention {
    fn check(&self) -> Result<(), ConfigError> {
        let years = self.years;
        let why = match years {
            ..2 => "must be at least 2: records are kept for 24 months at least (11 CCR 7101(a))",
            2..=100 => return Ok(()),
            _ => "must be at most 100: personal data is not kept for ever",
        };
        Err(ConfigError::Value {
            key: "retention.years".into(),
            why: format!("`{years}` {why}"),
        })
    }
}

fn trade(name: &str) -> Result<pages::Trade, ConfigError> {
    Ok(match name {
        "advertising" => pages::Trade::Advertising,
        "data_broker" => pages::Trade::DataBroker,
        "social_network" => pages::Trade::SocialNetwork,
        "measurement" => pages::Trade::Measurement,
        "other" => pages::Trade::Other,
        unknown => {
            let why = format!(
                "unknown trade `{unknown}`: advertising, data_broker, social_network, measurement or other"
            );
            return Err(ConfigError::Value {
                key: "recipients".into(),
                why,
            });
        }
    })
}

fn data(name: &str) -> pages::Data {
    match name {
        "browsing" => pages::Data::Browsing,
        "purchases" => pages::Data::Purchases,
        "email" => pages::Data::Email,
        "phone" => pages::Data::Phone,
        "advertising_id" => pages::Data::AdvertisingId,
        "location" => pages::Data::Location,
        "demographics" => pages::Data::Demographics,
        words => pages::Data::Described(words.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn refused(text: &str, error: &str) {
        assert_eq!(Config::parse(text, "f").unwrap_err().to_string(), error);
    }

    #[test]
    fn the_embedded_file_is_a_complete_configuration() {
        let config = Config::parse("", "the defaults").unwrap();
        assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
        assert!(!config.delivery.allow_private_addresses);
    }

    #[test]
    fn a_file_needs_only_what_differs() {
        let text = "[business]\nname = \"Juniper & Rye\"\n[recipients.acme-ads]\nname = \"Acme Ads\"\ntrade = \"advertising\"";
        let config = Config::parse(text, "test").unwrap();
        assert_eq!(config.business.name, "Juniper & Rye");
        assert_eq!(config.business.policy_url, "/privacy");
        assert_eq!(
            config.pages().unwrap()["acme-ads"].trade,
            pages::Trade::Advertising
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_a_hint() {
        let check = refused;
        check(
            "[sever]\n",
            "f: unknown setting `sever`; did you mean `server`?",
        );
        check(
            "[server]\nlisen = 1",
            "f: unknown setting `server.lisen`; did you mean `listen`?",
        );
        check(
            "[store]\nurl = \"redis:x\"",
            "setting `store.url`: it is of no kind that is known: use sqlite:FILE, postgres://USER:PASSWORD@HOST/DATABASE, or file:PATH or env:NAME, which hold one of these",
        );
        check(
            "[retention]\nyears = 1",
            "setting `retention.years`: `1` must be at least 2: records are kept for 24 months at least (11 CCR 7101(a))",
        );
        check(
            "[retention]\nyears = 101",
            "setting `retention.years`: `101` must be at most 100: personal data is not kept for ever",
        );
        check(
            "[delivery]\nlease_seconds = 0",
            "setting `delivery.lease_seconds`: must be at least 1: nobody could finish a message in no time",
        );
        check(
            "[log]\nwitnesses = 1",
            "f: unknown setting `log.witnesses`; known here are origin",
        );
        check(
            "[vocabulary]\nkinds = [\"Email\"]",
            "setting `vocabulary`: `Email` is not a usable name: 1 to 32 characters a-z, 0-9 and _, beginning with a letter",
        );
        check(
            "[recipients.x]\nname = \"X\"\ntrade = \"ads\"",
            "setting `recipients`: unknown trade `ads`: advertising, data_broker, social_network, measurement or other",
        );
        assert!(
            Config::parse("[server]\nlisten = \"here\"", "f")
                .unwrap_err()
                .to_string()
                .contains("invalid socket address")
        );
    }
}
