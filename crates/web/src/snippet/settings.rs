//! What the configuration says of the site: what is held, what is cleared, what is told.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::SerializeStruct;
use serde_json::Value;
use signals::{Choices, Notice, PurposeSet};

use super::catalogue::{Unknown, catalogue};
use super::pattern;

/// The settings of a site's script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SiteSettings {
    /// The domain of the cookies that all of the business's sites read; empty for the installation's host alone.
    pub domain: String,
    /// Places whose requests are held, see [`is_place`](super::is_place).
    pub hold: Vec<String>,
    /// Recipients whose tags stay, in the restricted mode that they offer.
    pub restrict: Vec<String>,
    /// Names of cookies and stored items that are removed while somebody is opted out.
    pub clear: Vec<String>,
    /// Names of cookies and stored items that identify the browser, and the kind of identifier each is.
    pub report: BTreeMap<String, String>,
    /// The words of the link.
    pub link: LinkWords,
    /// What is written into `__gpp`.
    pub gpp: Gpp,
    /// The languages of the site besides English; the first is spoken where a page does not name its own.
    #[serde(skip)]
    pub languages: Vec<String>,
}

/// The two titles that the law allows for the link (11 CCR 7013, 7015).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkWords {
    /// "Your Privacy Choices".
    #[default]
    Choices,
    /// "Do Not Sell or Share My Personal Information".
    DoNotSell,
}

/// Which section is written into `__gpp`, and what it says of the MSPA.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gpp {
    /// The section.
    pub section: Section,
    /// The business's stance.
    pub mspa: Mspa,
}

/// A section of the Global Privacy Platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// The national one, which covers every state.
    #[default]
    Usnat,
    /// California's.
    Usca,
}

/// Whether the business has signed the IAB's Multi-State Privacy Agreement, and how it acts under it. The default asserts no
/// contract that may not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mspa {
    /// Not signed.
    #[default]
    No,
    /// Signed; as a first party that offers opting out.
    OptOut,
    /// Signed; recipients act as service providers.
    ServiceProvider,
}

/// What the configuration asks for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The recipients whose tags are held, or stay restricted; none given means all that are known but mere containers.
    pub recipients: Vec<String>,
    /// Of those, the ones that stay in their restricted mode.
    pub restrict: Vec<String>,
    /// Everything else. What the recipients bring is added to it.
    pub further: SiteSettings,
}

/// Why a site's settings cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Unusable {
    /// A recipient that the catalogue does not have.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// One without a restricted mode.
    #[error("`{0}` has no restricted mode: its tags can only be held")]
    NoRestrictedMode(String),
    /// A language without words.
    #[error("there are no words for `{0}`; known are en, es, ar")]
    NoWords(String),
    /// More names than one visit can tell, beside the account and an address.
    #[error(
        "identifiers: {0} names are too many to tell in one visit: at most {MAX_REPORTED}, with those of the recipients"
    )]
    TooManyNames(usize),
}

/// How many cookies and localStorage items the script tells of; beside them it names an account and an e-mail address.
pub const MAX_REPORTED: usize = crate::intake::MAX_IDENTIFIERS - 2;

impl Wanted {
    /// The settings with what the catalogue knows of the recipients.
    ///
    /// # Errors
    /// See [`Unusable`].
    pub fn settings(self) -> Result<SiteSettings, Unusable> {
        let mut site = self.further;
        if let Some(language) = site.languages.iter().find(|one| words(one).is_none()) {
            return Err(Unusable::NoWords(language.clone()));
        }
        let all = || {
            let known = catalogue().iter().filter(|(_, one)| !one.container);
            known.map(|(name, _)| name.clone()).collect()
        };
        let named: Vec<String> = if self.recipients.is_empty() {
            all()
        } else {
            self.recipients
        };
        for name in named.iter().chain(&self.restrict) {
            let recipient = catalogue()
                .get(name)
                .ok_or_else(|| Unknown { name: name.clone() })?;
            let is_restricted = self.restrict.contains(name);
            if is_restricted && recipient.restricted.is_none() {
                return Err(Unusable::NoRestrictedMode(name.clone()));
            }
            if !is_restricted {
                site.hold.extend(recipient.hosts.iter().cloned());
            }
            site.clear.extend(recipient.clear.iter().cloned());
            for (name, kind) in &recipient.report {
                site.report
                    .entry(name.clone())
                    .or_insert_with(|| kind.clone());
            }
        }
        if site.report.len() > MAX_REPORTED {
            return Err(Unusable::TooManyNames(site.report.len()));
        }
        let stay: Vec<&String> = self
            .restrict
            .iter()
            .flat_map(|name| &catalogue()[name].hosts)
            .collect();
        site.hold.retain(|host| !stay.contains(&host));
        site.restrict = self.restrict;
        for list in [&mut site.hold, &mut site.clear] {
            list.sort_unstable();
            list.dedup();
        }
        Ok(site)
    }
}

impl SiteSettings {
    /// The kinds of identifiers that pages tell of: all of them name a browser.
    #[must_use]
    pub fn kinds(&self) -> Vec<&str> {
        self.report.values().map(String::as_str).collect()
    }

    /// What is appended to the script, as JSON that may stand inside of `<script>`.
    #[must_use]
    pub fn to_json(&self, url: &str, business: &str) -> String {
        let mut settings = serde_json::to_value(self).expect("settings are plain data");
        settings["hold"] = pattern::places(&self.hold).into();
        settings["clear"] = pattern::names(&self.clear).into();
        settings["url"] = url.into();
        settings["business"] = business.into();
        settings["language"] = self.languages.first().map_or("en", String::as_str).into();
        let words = self
            .languages
            .iter()
            .filter_map(|one| Some((one.clone(), words(one)?.clone())));
        settings["words"] = words.filter(|(one, _)| one != "en").collect();
        settings.to_string().replace('<', "\\u003c")
    }
}

/// The panel's words in a language. English is part of the script.
fn words(language: &str) -> Option<Value> {
    let file = match language {
        "en" => return Some(Value::Null),
        "es" => include_str!("../../../../snippet/words/es.json"),
        "ar" => include_str!("../../../../snippet/words/ar.json"),
        _ => return None,
    };
    Some(serde_json::from_str(file).expect("a test reads the words"))
}

impl Gpp {
    /// The string of somebody who opted out, or did not, up to what says whether the signal is on.
    fn string(self, opted_out: PurposeSet) -> String {
        let choices = Choices {
            opted_out,
            notice: Notice::Given,
            mspa: match self.mspa {
                Mspa::No => signals::Mspa::NotSigned,
                Mspa::OptOut => signals::Mspa::OptOutOption,
                Mspa::ServiceProvider => signals::Mspa::ServiceProvider,
            },
            ..Choices::default()
        };
        let string = choices.gpp(&[self.section.id()]);
        let mut string = string.expect("both sections are written");
        string.truncate(string.len() - GPC_OFF.len());
        string
    }
}

/// The end of a string where the signal is off.
const GPC_OFF: &str = "QA";

impl Serialize for Gpp {
    /// The section's number; `MspaCoveredTransaction`, `MspaOptOutOptionMode` and `MspaServiceProviderMode`; and the two strings.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mspa: [u8; 3] = match self.mspa {
            Mspa::No => [2, 0, 0],
            Mspa::OptOut => [1, 1, 2],
            Mspa::ServiceProvider => [1, 2, 1],
        };
        let strings = [PurposeSet::ALL, PurposeSet::NONE].map(|no| self.string(no));
        let mut gpp = serializer.serialize_struct("Gpp", 3)?;
        gpp.serialize_field("section", &self.section.id())?;
        gpp.serialize_field("mspa", &mspa)?;
        gpp.serialize_field("strings", &strings)?;
        gpp.end()
    }
}

impl Section {
    fn id(self) -> u16 {
        match self {
            Self::Usnat => signals::gpp::USNAT,
            Self::Usca => signals::gpp::USCA,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_json_that_may_stand_in_a_page() {
        let wanted = Wanted {
            further: SiteSettings {
                domain: "shop.example".into(),
                hold: vec!["ads.example".into()],
                languages: vec!["es".into()],
                ..SiteSettings::default()
            },
            ..Wanted::default()
        };
        let site = wanted.settings().unwrap();
        let text = site.to_json("https://privacy.shop.example", "</script><b>");
        assert!(!text.contains('<'), "{text}");
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["url"], "https://privacy.shop.example");
        assert_eq!(json["business"], "</script><b>");
        assert_eq!(
            (&json["language"], &json["link"]),
            (&json!("es"), &json!("choices"))
        );
        assert!(json["words"]["es"].is_array() && json["words"].get("en").is_none());
        assert_eq!(json["hold"], pattern::places(&site.hold));
        assert_eq!(json["clear"], pattern::names(&site.clear));
        assert!(site.hold.contains(&"ads.example".to_owned()));
        for one in catalogue().values() {
            for place in &one.hosts {
                assert_eq!(site.hold.contains(place), !one.container, "{place}");
            }
        }
    }

    #[test]
    fn the_strings_are_those_that_the_reference_library_reads() {
        let table: Value =
            serde_json::from_str(include_str!("../../../../snippet/test/gpp-strings.json"))
                .unwrap();
        let mut made = Vec::new();
        for section in [Section::Usnat, Section::Usca] {
            for mspa in [Mspa::No, Mspa::OptOut, Mspa::ServiceProvider] {
                made.push(json!(Gpp { section, mspa }));
            }
        }
        assert_eq!(table, json!(made));
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let named = |names: &[&str]| Wanted {
            recipients: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Wanted::default()
        };
        let unknown = named(&["acme"]).settings().unwrap_err();
        assert!(
            unknown
                .to_string()
                .starts_with("`acme` is not in the catalogue; known are")
        );
        let mut klingon = named(&[]);
        klingon.further.languages = vec!["tlh".into()];
        assert_eq!(klingon.settings(), Err(Unusable::NoWords("tlh".into())));
        let mut many = named(&["meta"]);
        let own = catalogue()["meta"].report.len();
        let name = |nth| (format!("name{nth}"), "id".to_owned());
        many.further.report = (own..=MAX_REPORTED).map(name).collect();
        assert_eq!(
            many.clone().settings(),
            Err(Unusable::TooManyNames(MAX_REPORTED + 1))
        );
        many.further.report.pop_last();
        assert!(many.settings().is_ok());
    }

    #[test]
    fn a_restricted_tag_is_not_held_and_what_it_leaves_is_still_cleared() {
        let all = catalogue();
        let Some((name, recipient)) = all.iter().find(|(_, one)| one.restricted.is_some()) else {
            panic!("some recipient has a restricted mode")
        };
        let wanted = Wanted {
            restrict: vec![name.clone()],
            ..Wanted::default()
        };
        let site = wanted.settings().unwrap();
        assert!(recipient.clear.iter().all(|one| site.clear.contains(one)));
        assert!(!site.hold.contains(&recipient.hosts[0]));
        let (name, _) = all
            .iter()
            .find(|(_, one)| one.restricted.is_none())
            .unwrap();
        let wanted = Wanted {
            restrict: vec![name.clone()],
            ..Wanted::default()
        };
        assert_eq!(
            wanted.settings(),
            Err(Unusable::NoRestrictedMode(name.clone()))
        );
    }
}
