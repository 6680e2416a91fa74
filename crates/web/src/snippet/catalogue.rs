//! The advertising tags that are known: their hosts, what they leave in a browser, and which of them have a restricted mode.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A recipient whose tags stand on sites.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Its name, as people know it.
    pub name: String,
    /// Where its tags load from and send to: places, see [`is_place`](super::is_place).
    pub hosts: Vec<String>,
    /// Names of cookies and stored items that its tags leave; `*` at the end stands for anything.
    pub clear: Vec<String>,
    /// Of those, the ones that are identifiers, and of which kind.
    pub report: BTreeMap<String, String>,
    /// What its restricted mode does; `None` where it has none.
    pub restricted: Option<String>,
    /// Whether its tag shares nothing by itself and loads others' tags, which are held by themselves: it is held only if named.
    #[serde(default)]
    pub container: bool,
    /// What else one must know.
    pub note: String,
}

/// A name that the catalogue does not have.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{name}` is not in the catalogue; known are {}", known())]
pub struct Unknown {
    /// The name.
    pub name: String,
}

/// Every recipient that is known, by its name in the configuration.
#[must_use]
pub fn catalogue() -> &'static BTreeMap<String, Recipient> {
    static CATALOGUE: LazyLock<BTreeMap<String, Recipient>> = LazyLock::new(|| {
        let file = include_str!("../../../../snippet/recipients.json");
        serde_json::from_str(file).expect("a test reads the catalogue")
    });
    &CATALOGUE
}

fn known() -> String {
    let names: Vec<&str> = catalogue().keys().map(String::as_str).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_well_formed() {
        for (name, recipient) in catalogue() {
            assert!(!recipient.hosts.is_empty(), "{name}");
            for host in &recipient.hosts {
                assert!(super::super::is_place(host), "{name}: {host}");
            }
            let kinds: Vec<&String> = recipient.report.values().collect();
            optout::Vocabulary::default().with_devices(&kinds).unwrap();
        }
    }
}
