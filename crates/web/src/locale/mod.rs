//! What language a page speaks, and everything in it that depends on the language.
//!
//! The text itself lives in `locales/*.ftl`; neither Rust nor a template holds any. A language is one row
//! in `TABLE` and one file, and a test holds every file to the same keys.

mod calendar;
mod message;

use std::sync::LazyLock;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use unic_langid::LanguageIdentifier;

pub use message::{Message, Value};

/// How many languages of an `Accept-Language` header are looked at; the rest is ignored.
pub const MAX_ACCEPTED: usize = 32;

/// One of the languages that the pages speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Locale(usize);

/// Which way a language is written; the value of the HTML attribute `dir`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

struct Row {
    lang: &'static str,
    direction: Direction,
    source: &'static str,
}

static TABLE: [Row; 3] = [
    Row {
        lang: "en",
        direction: Direction::Ltr,
        source: include_str!("../../locales/en.ftl"),
    },
    Row {
        lang: "es",
        direction: Direction::Ltr,
        source: include_str!("../../locales/es.ftl"),
    },
    Row {
        lang: "ar",
        direction: Direction::Rtl,
        source: include_str!("../../locales/ar.ftl"),
    },
];

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| TABLE.iter().map(bundle).collect());

impl Locale {
    /// The language of the statute, and what is spoken when nothing better is known.
    pub const ENGLISH: Self = Self(0);
    /// Spanish.
    pub const SPANISH: Self = Self(1);
    /// Arabic, written from right to left.
    pub const ARABIC: Self = Self(2);

    /// Every language there is, English first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len()).map(Self)
    }

    /// The language to answer in: what the person chose, else what the browser accepts, else English.
    ///
    /// ```
    /// use web::locale::Locale;
    ///
    /// assert_eq!(Locale::negotiate(Some("fr, es-MX;q=0.8"), None), Locale::SPANISH);
    /// assert_eq!(Locale::negotiate(Some("es"), Some("en")), Locale::ENGLISH);
    /// ```
    #[must_use]
    pub fn negotiate(accept_language: Option<&str>, chosen: Option<&str>) -> Self {
        chosen
            .and_then(Self::find)
            .or_else(|| accept_language.and_then(most_wanted))
            .unwrap_or(Self::ENGLISH)
    }

    /// The language that a tag such as `es-MX` asks for, if it is one of ours.
    #[must_use]
    pub fn find(tag: &str) -> Option<Self> {
        let tag = tag.trim();
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        let is = |wanted: &str| {
            TABLE
                .iter()
                .position(|row| row.lang.eq_ignore_ascii_case(wanted))
        };
        is(tag).or_else(|| is(primary)).map(Self)
    }

    /// The value of the HTML attribute `lang`.
    #[must_use]
    pub fn lang(self) -> &'static str {
        TABLE[self.0].lang
    }

    /// The value of the HTML attribute `dir`.
    #[must_use]
    pub fn dir(self) -> &'static str {
        match TABLE[self.0].direction {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }

    /// The message of that key; add what it speaks of with [`Message::arg`].
    pub fn t(self, key: &'static str) -> Message<'static> {
        Message::new(self, key)
    }

    /// Whether this language has a message of that key.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        &BUNDLES[self.0]
    }
}

/// The accepted language with the highest weight that we speak; the first of equals wins.
fn most_wanted(header: &str) -> Option<Locale> {
    let mut best: Option<(u16, Locale)> = None;
    for range in header.split(',').take(MAX_ACCEPTED) {
        let mut parts = range.split(';');
        let Some(locale) = parts.next().and_then(Locale::find) else {
            continue;
        };
        let weight = parts.find_map(weight).unwrap_or(1000);
        if weight > best.map_or(0, |(highest, _)| highest) {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// Thousandths of a `q=0.8`; a weight that cannot be read counts as none.
fn weight(parameter: &str) -> Option<u16> {
    let text = parameter.trim().strip_prefix("q=")?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let thousandths = format!("{fraction:0<3.3}");
    let value = whole.parse::<u16>().ok()?.checked_mul(1000)?;
    Some(value.checked_add(thousandths.parse().ok()?)?.min(1000))
}

fn bundle(row: &Row) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = row.lang.parse().expect("the table holds language tags");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks keep a left-to-right name from turning a right-to-left sentence around.
    bundle.set_use_isolating(row.direction == Direction::Rtl);
    let resource = FluentResource::try_new(row.source.to_owned());
    bundle
        .add_resource(resource.expect("a test parses every locale file"))
        .expect("a test finds keys that stand twice");
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negotiates() {
        let check = |accept, chosen, lang| {
            assert_eq!(
                Locale::negotiate(accept, chosen).lang(),
                lang,
                "{accept:?} {chosen:?}"
            );
        };
        check(None, None, "en");
        check(Some(""), None, "en");
        check(Some("fr-CA, de"), None, "en");
        check(Some("es-419"), None, "es");
        check(Some("ar-EG, en;q=0.5"), None, "ar");
        check(Some("en;q=0.4, es;q=0.9"), None, "es");
        check(Some("es;q=0, en"), None, "en");
        check(Some("es;q=0"), None, "en");
        check(Some("en, es"), None, "en");
        check(Some("en"), Some("es"), "es");
        check(Some("es"), Some("nonsense"), "es");
        check(Some("es;q=99999999999, en;q=0.9"), None, "es");
        check(Some("es;q=é.é, en;q=0.9"), None, "es");
    }

    #[test]
    fn looks_at_no_more_than_the_limit() {
        let just_seen = format!("{}es", "fr,".repeat(MAX_ACCEPTED - 1));
        assert_eq!(Locale::negotiate(Some(&just_seen), None), Locale::SPANISH);
        let beyond = format!("{}es", "fr,".repeat(MAX_ACCEPTED));
        assert_eq!(Locale::negotiate(Some(&beyond), None), Locale::ENGLISH);
    }
}
