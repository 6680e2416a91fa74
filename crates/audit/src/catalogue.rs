//! The recipients whose tags are known: the list by which the snippet holds them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::party::is_within;

const RECIPIENTS: &str = include_str!("../../../snippet/recipients.json");

/// All of them, by key.
#[derive(Debug, Deserialize)]
pub struct Catalogue(BTreeMap<String, Recipient>);

/// One company whose tags sell or share what they learn.
#[derive(Debug, Deserialize)]
pub struct Recipient {
    pub name: String,
    /// Host suffixes of its tags.
    hosts: Vec<String>,
    /// Cookies and storage keys that its tags leave; a trailing `*` stands for anything.
    clear: Vec<String>,
    /// What its restricted mode does, where it has one.
    pub restricted: Option<String>,
}

impl Catalogue {
    /// The list that is compiled in.
    pub fn standard() -> Self {
        serde_json::from_str(RECIPIENTS).expect("a test reads the list")
    }

    /// Whose host it is, with the recipient's key: the one who names it most closely.
    pub fn of_host(&self, host: &str) -> Option<(&str, &Recipient)> {
        let closeness = |recipient: &Recipient| {
            let suffixes = recipient.hosts.iter();
            let fitting = suffixes.filter(|suffix| is_within(host, suffix));
            fitting.map(String::len).max()
        };
        let known = self.0.iter();
        let fitting = known.filter_map(|(key, one)| Some((closeness(one)?, key.as_str(), one)));
        let closest = fitting.max_by_key(|(closeness, ..)| *closeness);
        closest.map(|(_, key, one)| (key, one))
    }

    /// Whose tags leave a cookie or storage key of this name.
    pub fn of_leftover(&self, name: &str) -> Option<&Recipient> {
        let fits = |pattern: &String| match pattern.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name == pattern,
        };
        self.0.values().find(|one| one.clear.iter().any(fits))
    }

    #[cfg(test)]
    pub fn get(&self, key: &str) -> Option<&Recipient> {
        self.0.get(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_leftovers_have_their_recipient() {
        let list = Catalogue::standard();
        let host = |host| list.of_host(host).map(|(key, _)| key);
        assert_eq!(host("connect.facebook.net"), Some("meta"));
        assert_eq!(host("notfacebook.net"), None);
        assert_eq!(host("shop.example"), None);
        let left = |name| list.of_leftover(name).map(|one| one.name.as_str());
        assert_eq!(left("_fbp"), left("_fbc"));
        assert!(left("_fbp").is_some());
        assert_eq!(left("session"), None);
    }
}
