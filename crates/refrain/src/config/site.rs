//! `[site]`: the site that the business's tags stand on.

use std::collections::BTreeMap;

use optout::Vocabulary;
use serde::Deserialize;
use web::snippet::{Gpp, LinkWords, Mspa, Section, SiteSettings, Wanted, is_place};

use super::{Config, ConfigError};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    domain: String,
    recipients: Vec<String>,
    restrict: Vec<String>,
    hold: Vec<String>,
    clear: Vec<String>,
    link: LinkWords,
    languages: Vec<String>,
    gpp: Section,
    mspa: Mspa,
    identifiers: BTreeMap<String, String>,
}

impl Config {
    /// What the site's script is told.
    pub fn site(&self) -> Result<SiteSettings, ConfigError> {
        let site = &self.site;
        if let Some(odd) = site.hold.iter().find(|place| !is_place(place)) {
            let why = format!(
                "`{odd}` must be a host such as ads.example, or the beginning of a path such as www.ads.example/pixel: \
                 lower case, no scheme, no port"
            );
            return Err(wrong("site.hold", why));
        }
        if !site.domain.is_empty() {
            if !is_place(&site.domain) || site.domain.contains('/') {
                let why = format!(
                    "`{}` must be a domain such as shop.example: lower case, no scheme, no path, no port",
                    site.domain
                );
                return Err(wrong("site.domain", why));
            }
            let host = self.host();
            let is_above = host == site.domain || host.ends_with(&format!(".{}", site.domain));
            if !is_above {
                let why = format!(
                    "`{}` is not the domain of {host} (server.public_url): browsers would refuse its cookies",
                    site.domain
                );
                return Err(wrong("site.domain", why));
            }
        }
        let wanted = Wanted {
            recipients: site.recipients.clone(),
            restrict: site.restrict.clone(),
            further: SiteSettings {
                domain: site.domain.clone(),
                hold: site.hold.clone(),
                clear: site.clear.clone(),
                report: site.identifiers.clone(),
                link: site.link,
                gpp: Gpp {
                    section: site.gpp,
                    mspa: site.mspa,
                },
                languages: site.languages.clone(),
                ..SiteSettings::default()
            },
        };
        wanted
            .settings()
            .map_err(|error| wrong("site", error.to_string()))
    }

    /// The identifier kinds and purposes that are known, with those that pages tell of.
    pub fn vocabulary(&self) -> Result<Vocabulary, ConfigError> {
        let words = Vocabulary::new(&self.vocabulary.kinds, &self.vocabulary.purposes)
            .map_err(|error| wrong("vocabulary", error.to_string()))?;
        words
            .with_devices(&self.site()?.kinds())
            .map_err(|error| wrong("site.identifiers", error.to_string()))
    }
}

fn wrong(key: &'static str, why: String) -> ConfigError {
    let key = key.into();
    ConfigError::Value { key, why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::refused;

    #[test]
    fn the_defaults_hold_every_known_recipient() {
        let config = Config::parse("", "f").unwrap();
        let site = config.site().unwrap();
        let all = web::snippet::catalogue().values();
        for recipient in all.filter(|one| !one.container) {
            assert!(
                recipient.hosts.iter().all(|host| site.hold.contains(host)),
                "{}",
                recipient.name
            );
        }
        assert_eq!(site.report["_ga"], "ga");
        let vocabulary = config.vocabulary().unwrap();
        assert!(vocabulary.is_of_device(&vocabulary.kind("ga").unwrap()));
    }

    #[test]
    fn what_is_wrong_with_a_site_is_named() {
        refused(
            "[site]\nhold = ['https://ads.example']",
            "setting `site.hold`: `https://ads.example` must be a host such as ads.example, or the beginning of a path such as \
             www.ads.example/pixel: lower case, no scheme, no port",
        );
        refused(
            "[site]\ndomain = 'https://shop.example'",
            "setting `site.domain`: `https://shop.example` must be a domain such as shop.example: lower case, no scheme, no path, no port",
        );
        refused(
            "[server]\npublic_url = 'https://privacy.shop.example'\n[site]\ndomain = 'other.example'",
            "setting `site.domain`: `other.example` is not the domain of privacy.shop.example (server.public_url): browsers would refuse its cookies",
        );
        refused(
            "[site.identifiers]\nmail = 'email'",
            "setting `site.identifiers`: `email` is already defined",
        );
        refused(
            "[site]\nidentifers = {}",
            "f: unknown setting `site.identifers`; did you mean `identifiers`?",
        );
        refused(
            "[site]\nlanguages = ['tlh']",
            "setting `site`: there are no words for `tlh`; known are en, es, ar",
        );
    }

    #[test]
    fn a_further_business_has_a_site_of_its_own() {
        let text = "[server]\npublic_url = 'https://privacy.a.example'\n[site]\ndomain = 'a.example'\n\
             [businesses.b]\nname = 'B'\npublic_url = 'https://privacy.b.example'\n\
             [businesses.b.site]\nhold = ['ads.example']\n[businesses.b.site.identifiers]\nuid = 'b_uid'";
        let config = Config::parse(text, "f").unwrap();
        let site = config.of("b").unwrap().site().unwrap();
        assert_eq!(site.domain, "");
        assert!(site.hold.contains(&"ads.example".to_owned()));
        assert_eq!(site.report["uid"], "b_uid");
    }
}
