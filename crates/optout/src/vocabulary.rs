//! The words a business adds to the law's: its own identifier kinds and purposes.

use std::sync::Arc;

use crate::{Kind, Purpose};

/// How long a name that a business defines may be.
const MAX_NAME_BYTES: usize = 32;
/// How many names of one sort a business may define.
const MAX_NAMES: usize = 64;

/// The identifier kinds and purposes that this installation knows.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    kinds: Vec<Arc<str>>,
    devices: Vec<Arc<str>>,
    purposes: Vec<Arc<str>>,
}

/// A name that cannot be added.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum VocabularyError {
    /// Names are lower-case words.
    #[error(
        "`{0}` is not a usable name: 1 to 32 characters a-z, 0-9 and _, beginning with a letter"
    )]
    Name(String),
    /// The name already has a meaning.
    #[error("`{0}` is already defined")]
    Taken(String),
    /// Too many names.
    #[error("at most 64 names can be defined")]
    TooMany,
}

/// A purpose as a question about a disclosure names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisclosurePurpose {
    /// One of the law's purposes.
    Statutory(Purpose),
    /// A purpose of the business's own: to a third party it counts as a sale, because "other valuable consideration"
    /// is presumed (Civ. Code 1798.140(ad)); to a service provider under contract it is the business's own use.
    Business,
}

impl Vocabulary {
    /// A vocabulary with the business's own kinds and purposes.
    ///
    /// # Errors
    /// A name that is malformed, taken twice or one of the law's own.
    pub fn new<S: AsRef<str>>(kinds: &[S], purposes: &[S]) -> Result<Self, VocabularyError> {
        let law: Vec<&str> = Kind::BUILT_IN.iter().map(Kind::name).collect();
        let kinds = names(kinds, &law)?;
        let law: Vec<&str> = Purpose::ALL.iter().map(|purpose| purpose.name()).collect();
        let purposes = names(purposes, &law)?;
        Ok(Self {
            kinds,
            devices: Vec::new(),
            purposes,
        })
    }

    /// The same, where these kinds identify a browser or device, as the cookies of a site do, and not a person. A kind that is
    /// not known yet is added.
    ///
    /// # Errors
    /// A name that is malformed, or that the law's words use otherwise.
    pub fn with_devices<S: AsRef<str>>(mut self, devices: &[S]) -> Result<Self, VocabularyError> {
        let mut fresh: Vec<&str> = Vec::new();
        for name in devices.iter().map(AsRef::as_ref) {
            match Kind::built_in(name) {
                Some(Kind::Browser | Kind::AdvertisingId) => {}
                Some(_) => return Err(VocabularyError::Taken(name.to_owned())),
                None => fresh.push(name),
            }
        }
        fresh.sort_unstable();
        fresh.dedup();
        self.devices = names(&fresh, &[])?;
        let unknown = |name: &&Arc<str>| !self.kinds.contains(name);
        let added: Vec<_> = self.devices.iter().filter(unknown).cloned().collect();
        self.kinds.extend(added);
        Ok(self)
    }

    /// Whether identifiers of this kind are a browser's or device's, which several people may use.
    #[must_use]
    pub fn is_of_device(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Browser | Kind::AdvertisingId => true,
            Kind::Email | Kind::Phone | Kind::Account => false,
            Kind::Custom(name) => self.devices.contains(name),
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<Kind> {
        Kind::built_in(name).or_else(|| {
            self.kinds
                .iter()
                .find(|known| &***known == name)
                .map(|known| Kind::Custom(known.clone()))
        })
    }

    /// The purpose with this name, for a question about a disclosure.
    #[must_use]
    pub fn disclosure_purpose(&self, name: &str) -> Option<DisclosurePurpose> {
        if let Some(purpose) = Purpose::from_name(name) {
            return Some(DisclosurePurpose::Statutory(purpose));
        }
        self.purposes
            .iter()
            .any(|known| &**known == name)
            .then_some(DisclosurePurpose::Business)
    }

    /// Every kind's name, for an error that tells what would have been right.
    #[must_use]
    pub fn kind_names(&self) -> Vec<&str> {
        Kind::BUILT_IN
            .iter()
            .map(Kind::name)
            .chain(self.kinds.iter().map(|kind| &**kind))
            .collect()
    }

    /// Every purpose's name, likewise.
    #[must_use]
    pub fn purpose_names(&self) -> Vec<&str> {
        Purpose::ALL
            .iter()
            .map(|purpose| purpose.name())
            .chain(self.purposes.iter().map(|name| &**name))
            .collect()
    }
}

fn names<S: AsRef<str>>(given: &[S], taken: &[&str]) -> Result<Vec<Arc<str>>, VocabularyError> {
    if given.len() > MAX_NAMES {
        return Err(VocabularyError::TooMany);
    }
    let mut known: Vec<Arc<str>> = Vec::with_capacity(given.len());
    for name in given.iter().map(AsRef::as_ref) {
        if !is_name(name) {
            return Err(VocabularyError::Name(name.to_owned()));
        }
        if taken.contains(&name) || known.iter().any(|other| &**other == name) {
            return Err(VocabularyError::Taken(name.to_owned()));
        }
        known.push(name.into());
    }
    Ok(known)
}

pub(crate) fn is_name(name: &str) -> bool {
    name.len() <= MAX_NAME_BYTES
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_are_added_to_the_laws() {
        let vocabulary = Vocabulary::new(&["loyalty_id"], &["fraud_prevention"]).unwrap();
        assert_eq!(vocabulary.kind("loyalty_id").unwrap().name(), "loyalty_id");
        assert_eq!(vocabulary.kind("email"), Some(Kind::Email));
        assert_eq!(vocabulary.kind("e-mail"), None);
        assert_eq!(
            vocabulary.disclosure_purpose("fraud_prevention"),
            Some(DisclosurePurpose::Business)
        );
        assert_eq!(
            vocabulary.disclosure_purpose("sale"),
            Some(DisclosurePurpose::Statutory(Purpose::Sale))
        );
        assert_eq!(vocabulary.disclosure_purpose("shareing"), None);
    }

    #[test]
    fn what_identifies_a_device() {
        let vocabulary = Vocabulary::new(&["loyalty_id"], &[]).unwrap();
        let vocabulary = vocabulary.with_devices(&["ga", "browser", "ga"]).unwrap();
        let check = |name: &str, expected| {
            let kind = vocabulary.kind(name).unwrap();
            assert_eq!(vocabulary.is_of_device(&kind), expected, "{name}");
        };
        check("ga", true);
        check("browser", true);
        check("advertising_id", true);
        check("account", false);
        check("loyalty_id", false);
        let refused = Vocabulary::default().with_devices(&["email"]);
        assert_eq!(refused.unwrap_err(), VocabularyError::Taken("email".into()));
    }

    #[test]
    fn names_that_cannot_be_added() {
        let new = |kinds: &[&str]| Vocabulary::new(kinds, &[]).unwrap_err();
        assert_eq!(new(&["Loyalty"]), VocabularyError::Name("Loyalty".into()));
        assert_eq!(new(&["9lives"]), VocabularyError::Name("9lives".into()));
        assert_eq!(
            new(&["a".repeat(33).as_str()]),
            VocabularyError::Name("a".repeat(33))
        );
        assert_eq!(new(&["email"]), VocabularyError::Taken("email".into()));
        assert_eq!(
            new(&["twice", "twice"]),
            VocabularyError::Taken("twice".into())
        );
        let many: Vec<String> = (0..=MAX_NAMES).map(|n| format!("kind_{n}")).collect();
        assert_eq!(
            Vocabulary::new(&many, &[]).unwrap_err(),
            VocabularyError::TooMany
        );
    }
}
