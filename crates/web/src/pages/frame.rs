//! What every page shows around its own content.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Brand;
use crate::locale::{Locale, Message, Value};

/// The business and the language of a page; every context has one as its field `frame`.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Whose page it is.
    pub brand: &'a Brand,
    /// The language it speaks.
    pub locale: Locale,
    /// How that language came about.
    pub language: Language,
}

/// How a page came by its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// From the browser's `Accept-Language`: links need not carry it.
    Negotiated,
    /// The person chose it (`?lang=`): every link and form carries it on.
    Chosen,
}

impl Frame<'_> {
    /// The message of that key in the page's language.
    pub(super) fn t(&self, key: &'static str) -> Message<'static> {
        self.locale.t(key)
    }

    /// A day in the page's language.
    pub(super) fn date(&self, date: Date) -> String {
        self.locale.date(date)
    }

    /// A moment in the page's language.
    pub(super) fn moment(&self, at: &Timestamp) -> String {
        self.locale.moment(*at)
    }

    /// A path on this host, with the language if the person chose it.
    pub(super) fn href(&self, path: &str) -> String {
        match self.language {
            Language::Negotiated => path.to_owned(),
            Language::Chosen => format!("{path}?lang={}", self.locale.lang()),
        }
    }

    /// Whether links and forms carry the language on.
    pub(super) fn is_chosen(&self) -> bool {
        self.language == Language::Chosen
    }

    /// What goes into `<title>`.
    pub(super) fn title(&self, page: impl Into<Value<'static>>) -> String {
        self.t("page-title")
            .arg("page", page)
            .arg("business", &self.brand.name)
            .to_string()
    }

    /// The languages that this page can be had in besides its own.
    pub(super) fn other_languages(&self) -> impl Iterator<Item = Locale> {
        let own = self.locale;
        Locale::all().filter(move |locale| *locale != own)
    }

    /// Whether English titles stand in a page of another language and must say so.
    pub(super) fn is_translated(&self) -> bool {
        self.locale != Locale::ENGLISH
    }
}
