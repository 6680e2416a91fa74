//! Several businesses in one installation: each is what the first one is, with a name, an address and keys of its own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde::Deserialize;

use super::overlay::overlay;
use super::{Business, Config, ConfigError, DEFAULTS, Keys, Recipient, Site};

/// The name of the first business, which `[business]` describes.
pub const MAIN: &str = "main";
/// The longest name of a business.
const MAX_NAME: usize = 40;

/// A business besides the first one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Further {
    pub name: String,
    pub public_url: String,
    pub policy_url: String,
    pub contact: String,
    pub origin: String,
    pub keys: Keys,
    pub site: Site,
    pub programs: BTreeMap<String, String>,
    pub recipients: BTreeMap<String, Recipient>,
}

/// What a setting of one business is called in the configuration.
pub fn setting<'a>(business: &str, key: &'a str) -> Cow<'a, str> {
    if business == MAIN {
        return Cow::Borrowed(key);
    }
    let own = key
        .strip_prefix("business.")
        .or_else(|| key.strip_prefix("server."))
        .or_else(|| key.strip_prefix("log."))
        .unwrap_or(key);
    Cow::Owned(format!("businesses.{business}.{own}"))
}

/// Gives every further business what it does not say itself. The error is an unknown key, with a hint.
pub(super) fn complete(merged: &mut toml::Table) -> Result<(), (String, String)> {
    let Some(toml::Value::Table(businesses)) = merged.get("businesses") else {
        return Ok(()); // Not a table: what reads the whole says so.
    };
    let mut businesses = businesses.clone();
    for (name, value) in &mut businesses {
        if let toml::Value::Table(own) = value {
            let mut full = defaults(name, merged);
            if own.contains_key("recipients") {
                full.insert("recipients".into(), toml::Table::new().into());
            }
            let mut path = vec!["businesses".into(), name.clone()];
            overlay(&mut full, std::mem::take(own), &mut path)?;
            *own = full;
        }
    }
    merged.insert("businesses".into(), businesses.into());
    Ok(())
}

/// What a further business has unless it says otherwise; empty is what it must say.
fn defaults(name: &str, merged: &toml::Table) -> toml::Table {
    let first = |key: &str| {
        let business = merged.get("business").and_then(|it| it.get(key));
        business.cloned().unwrap_or_else(|| String::new().into())
    };
    let key = |key: &str| format!("file:businesses/{name}/keys/{key}.key").into();
    let keys = ["installation", "log"].map(|one| (one.to_owned(), key(one)));
    let recipients = merged.get("recipients").cloned();
    // Its site is another one, so nothing of the first one's is taken over.
    let untouched: toml::Table = DEFAULTS.parse().expect("a test reads the defaults");
    let fields: [(&str, toml::Value); 9] = [
        ("name", String::new().into()),
        ("public_url", String::new().into()),
        ("policy_url", first("policy_url")),
        ("contact", first("contact")),
        ("origin", String::new().into()),
        ("keys", toml::Table::from_iter(keys).into()),
        ("site", untouched["site"].clone()),
        ("programs", toml::Table::new().into()),
        (
            "recipients",
            recipients.unwrap_or_else(|| toml::Table::new().into()),
        ),
    ];
    fields
        .map(|(key, value)| (key.to_owned(), value))
        .into_iter()
        .collect()
}

impl Config {
    /// The names of the businesses, the first one first.
    pub fn businesses(&self) -> impl Iterator<Item = &str> {
        std::iter::once(MAIN).chain(self.businesses.keys().map(String::as_str))
    }

    /// The configuration of one business, as if it were the only one.
    pub fn of(&self, business: &str) -> Result<Self, ConfigError> {
        let mut one = self.clone();
        let mut further = std::mem::take(&mut one.businesses);
        if business == MAIN {
            return Ok(one);
        }
        let Some(own) = further.remove(business) else {
            return Err(ConfigError::NoSuchBusiness {
                name: business.to_owned(),
                known: self.businesses().collect::<Vec<_>>().join(", "),
            });
        };
        one.business = Business {
            name: own.name,
            policy_url: own.policy_url,
            contact: own.contact,
        };
        one.server.public_url = own.public_url;
        one.log.origin = own.origin;
        one.keys = own.keys;
        one.site = own.site;
        one.programs = own.programs;
        one.recipients = own.recipients;
        Ok(one)
    }

    /// The host that requests for the business name ([`web::sites::host`]).
    pub fn host(&self) -> String {
        let url = self.public_url();
        let (_, rest) = url.split_once("://").unwrap_or_default();
        let authority = rest.split('/').next().unwrap_or_default();
        web::sites::host(authority).into_owned()
    }

    /// The same, listening elsewhere.
    pub fn listening_at(mut self, address: SocketAddr) -> Result<Self, ConfigError> {
        self.server.listen = address;
        self.check_businesses()?; // The first business's host may be that of the address.
        Ok(self)
    }

    /// Whether the further businesses can be told apart and used.
    pub(super) fn check_businesses(&self) -> Result<(), ConfigError> {
        for (name, further) in &self.businesses {
            check_name(name)?;
            let missing = |key: &str, why: &str| {
                let key = format!("businesses.{name}.{key}").into();
                Err(ConfigError::Value {
                    key,
                    why: why.to_owned(),
                })
            };
            if further.public_url.is_empty() {
                return missing(
                    "public_url",
                    "must be given: requests are told apart by its host",
                );
            }
            if !further.public_url.is_ascii() {
                return missing(
                    "public_url",
                    "give the host as browsers send it, such as https://xn--mller-kva.example",
                );
            }
            self.of(name)?
                .check()
                .map_err(|error| error.in_business(name))?;
        }
        if self.businesses.is_empty() {
            return Ok(());
        }
        self.all_differ("server.public_url", Self::host)?;
        self.all_differ("log.origin", Self::origin)?;
        self.all_differ("keys.installation", |one| one.keys.installation.clone())?;
        self.all_differ("keys.log", |one| one.keys.log.clone())
    }

    /// Whether no two businesses have `what` in common.
    fn all_differ(
        &self,
        key: &'static str,
        what: impl Fn(&Self) -> String,
    ) -> Result<(), ConfigError> {
        let mut taken = BTreeMap::new();
        for business in self.businesses() {
            let value = what(&self.of(business)?);
            if let Some(other) = taken.insert(value.clone(), business) {
                return Err(ConfigError::Value {
                    key: setting(business, key).into_owned().into(),
                    why: format!(
                        "`{value}` is that of `{}`, too: each business needs its own",
                        setting(other, key)
                    ),
                });
            }
        }
        Ok(())
    }
}

impl ConfigError {
    /// The same, said of a further business.
    fn in_business(self, business: &str) -> Self {
        match self {
            Self::Value { key, why } => Self::Value {
                key: setting(business, &key).into_owned().into(),
                why,
            },
            other => other,
        }
    }
}

fn check_name(name: &str) -> Result<(), ConfigError> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let why = if name == MAIN {
        format!("`{MAIN}` is the business that [business] describes: choose another name")
    } else if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(good) {
        format!("`{name}` cannot name a business: 1 to {MAX_NAME} of a-z, 0-9 and -")
    } else {
        return Ok(());
    };
    Err(ConfigError::Value {
        key: "businesses".into(),
        why,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::refused;

    const TWO: &str = r#"
        [server]
        public_url = "https://privacy.first.example"
        [business]
        name = "First"
        contact = "tel:+14155550142"
        [recipients.acme-ads]
        name = "Acme Ads"
        [businesses.juniper]
        name = "Juniper & Rye"
        public_url = "https://Privacy.Juniper.example:8443"
    "#;

    fn two(more: &str) -> Config {
        Config::parse(&format!("{TWO}{more}"), "f").unwrap()
    }

    #[test]
    fn a_business_is_what_the_first_is_unless_it_says_otherwise() {
        let config = two("");
        assert_eq!(config.businesses().collect::<Vec<_>>(), ["main", "juniper"]);
        let juniper = config.of("juniper").unwrap();
        assert_eq!(juniper.business.name, "Juniper & Rye");
        assert_eq!(juniper.business.contact, "tel:+14155550142");
        assert_eq!(juniper.origin(), "Privacy.Juniper.example:8443/log");
        assert_eq!(juniper.keys.log, "file:businesses/juniper/keys/log.key");
        assert_eq!(juniper.recipients["acme-ads"].name, "Acme Ads");
        let main = config.of(MAIN).unwrap();
        assert_eq!(main.business.name, "First");
        assert_eq!(main.keys.log, "file:keys/log.key");

        let own = "keys = { log = 'env:LOG' }\norigin = 'juniper.example/log'\n\
             [businesses.juniper.recipients.datamart]\nname = 'Datamart'";
        let juniper = two(own).of("juniper").unwrap();
        assert_eq!(juniper.origin(), "juniper.example/log");
        assert_eq!(juniper.keys.log, "env:LOG");
        assert_eq!(
            juniper.keys.installation,
            "file:businesses/juniper/keys/installation.key"
        );
        assert_eq!(juniper.recipients.keys().collect::<Vec<_>>(), ["datamart"]);
    }

    #[test]
    fn hosts_tell_businesses_apart_wherever_the_server_listens() {
        let config = two("");
        assert_eq!(config.host(), "privacy.first.example");
        let juniper = config.of("juniper").unwrap();
        assert_eq!(juniper.host(), "privacy.juniper.example");

        let text = "[businesses.juniper]\nname = 'J'\npublic_url = 'http://127.0.0.2'";
        let config = Config::parse(text, "f").unwrap();
        assert_eq!(config.host(), "127.0.0.1");
        let clash = config.listening_at(([127, 0, 0, 2], 1).into()).unwrap_err();
        assert!(
            clash.to_string().contains("`127.0.0.2` is that of"),
            "{clash}"
        );
    }

    #[test]
    fn what_is_wrong_with_a_business_is_named() {
        let check = |more: &str, error: &str| refused(&format!("{TWO}{more}"), error);
        check(
            "polcy_url = '/x'",
            "f: unknown setting `businesses.juniper.polcy_url`; did you mean `policy_url`?",
        );
        check(
            "keys = { lgo = 'env:LOG' }",
            "f: unknown setting `businesses.juniper.keys.lgo`; did you mean `log`?",
        );
        check(
            "contact = 'me'",
            "setting `businesses.juniper.contact`: `me` must begin with mailto:, tel: or https:",
        );
        check(
            "keys = { log = 'file:keys/log.key' }",
            "setting `businesses.juniper.keys.log`: `file:keys/log.key` is that of `keys.log`, too: each business needs its own",
        );
        check(
            "origin = 'privacy.first.example/log'",
            "setting `businesses.juniper.origin`: `privacy.first.example/log` is that of `log.origin`, too: each business needs its own",
        );
        check(
            "[businesses.birch]\nname = 'Birch'",
            "setting `businesses.birch.public_url`: must be given: requests are told apart by its host",
        );
        check(
            "[businesses.birch]\npublic_url = 'https://privacy.juniper.example'\nname = 'Birch'",
            "setting `businesses.juniper.public_url`: `privacy.juniper.example` is that of `businesses.birch.public_url`, too: each business needs its own",
        );
        check(
            "[businesses.birch]\npublic_url = 'https://birch.example'",
            "setting `businesses.birch.name`: must not be empty: it stands on every page",
        );
        check(
            "[businesses.birch]\npublic_url = 'birch.example'\nname = 'Birch'",
            "setting `businesses.birch.public_url`: `birch.example` must begin with https:// and have no slash at the end",
        );
        check(
            "[businesses.birch]\npublic_url = 'https://bücher.example'\nname = 'Birch'",
            "setting `businesses.birch.public_url`: give the host as browsers send it, such as https://xn--mller-kva.example",
        );
        check(
            "[businesses.main]\nname = 'Main'",
            "setting `businesses`: `main` is the business that [business] describes: choose another name",
        );
        for name in ["Birch", "a_b", "a.b", "ä", &"a".repeat(41), ""] {
            check(
                &format!("[businesses.'{name}']\nname = 'Birch'"),
                &format!(
                    "setting `businesses`: `{name}` cannot name a business: 1 to 40 of a-z, 0-9 and -"
                ),
            );
        }
        let unknown = two("").of("oak").unwrap_err().to_string();
        assert_eq!(
            unknown,
            "there is no business `oak` here; configured are main, juniper"
        );
    }

    #[test]
    fn what_is_no_table_of_businesses_is_refused() {
        for text in [
            "businesses = 7",
            "businesses.juniper = 'Juniper'",
            "businesses.juniper.name = 7",
            "businesses.juniper.recipients = 7",
            "[businesses.juniper.recipients.x]\nname = 'X'\nnonsense = 1",
        ] {
            Config::parse(text, "f").unwrap_err();
        }
    }
}
