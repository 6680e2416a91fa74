//! The recipients whose tags are known: the list by which the snippet holds them.

use std::collections::BTreeMap;

use serde::Deserialize;
use url::Url;

use crate::party::is_within;

const RECIPIENTS: &str = include_str!("../../../snippet/recipients.json");

/// All of them, by key.
#[derive(Debug, Deserialize)]
pub struct Catalogue(BTreeMap<String, Recipient>);

/// One company whose tags sell or share what they learn.
#[derive(Debug, Deserialize)]
pub struct Recipient {
    pub name: String,
    /// Where its tags load from and send to: hosts with their subdomains, or what begins with a path on them.
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

    /// Whose place it is, a host or `host/path`, with the recipient's key: the one who names it most closely.
    pub fn of(&self, place: &str) -> Option<(&str, &Recipient)> {
        let (_, key, one) = self.closest(place)?;
        Some((key, one))
    }

    /// The place by which a request is to be called: its host, or with the path that makes it a recipient's on a host that is others' too.
    pub fn place(&self, url: &Url) -> String {
        let host = url.host_str().unwrap_or_default();
        let path = self
            .closest(&address(url))
            .and_then(|(entry, ..)| entry.split_once('/'));
        path.map_or_else(|| host.to_owned(), |(_, path)| format!("{host}/{path}"))
    }

    fn closest(&self, place: &str) -> Option<(&str, &str, &Recipient)> {
        let fitting = self.0.iter().flat_map(|(key, one)| {
            let entries = one.hosts.iter().filter(|entry| is_at(place, entry));
            entries.map(move |entry| (entry.as_str(), key.as_str(), one))
        });
        fitting.max_by_key(|(entry, ..)| entry.len())
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

/// A request's place in full.
pub fn address(url: &Url) -> String {
    format!("{}{}", url.host_str().unwrap_or_default(), url.path())
}

/// Whether `place` is at the host of `entry` or below it, and begins with its path.
pub fn is_at(place: &str, entry: &str) -> bool {
    let ((host, path), (domain, beginning)) = (parts(place), parts(entry));
    is_within(host, domain) && path.starts_with(beginning)
}

fn parts(place: &str) -> (&str, &str) {
    place.split_once('/').unwrap_or((place, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_leftovers_have_their_recipient() {
        let list = Catalogue::standard();
        let host = |host| list.of(host).map(|(key, _)| key);
        assert_eq!(host("connect.facebook.net"), Some("meta"));
        assert_eq!(host("notfacebook.net"), None);
        assert_eq!(host("shop.example"), None);
        assert_eq!(
            host("www.google.com"),
            None,
            "others' requests go there too"
        );
        assert_eq!(
            host("www.google.com/pagead/1p-conversion/1/"),
            Some("google")
        );
        let place = |url: &str| list.place(&url.parse().unwrap());
        assert_eq!(
            place("https://www.google.com/pagead/1p-conversion/1/?a=b"),
            "www.google.com/pagead"
        );
        assert_eq!(
            place("https://www.google.com/recaptcha/api.js"),
            "www.google.com"
        );
        assert_eq!(
            list.of("www.google.com/pagead").map(|(key, _)| key),
            Some("google")
        );
        let left = |name| list.of_leftover(name).map(|one| one.name.as_str());
        assert_eq!(left("_fbp"), left("_fbc"));
        assert!(left("_fbp").is_some());
        assert_eq!(left("session"), None);
    }
}
