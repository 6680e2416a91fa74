//! One message: a key, what it speaks of, and its text in one language.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};

use super::Locale;

/// A message on its way to a page. `Display` writes its text; a template escapes that like any other.
#[derive(Debug)]
#[must_use]
pub struct Message<'a> {
    locale: Locale,
    key: &'static str,
    args: FluentArgs<'a>,
}

/// What stands in for a variable of a message.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Words, written as they are.
    Text(Cow<'a, str>),
    /// A count, which also picks the plural.
    Count(u64),
}

impl<'a> Message<'a> {
    pub(super) fn new(locale: Locale, key: &'static str) -> Self {
        let args = FluentArgs::new();
        Self { locale, key, args }
    }

    /// Gives the variable `name` its value.
    pub fn arg(mut self, name: &'static str, value: impl Into<Value<'a>>) -> Self {
        let value = match value.into() {
            Value::Text(text) => FluentValue::String(text),
            Value::Count(count) => FluentValue::from(count),
        };
        self.args.set(name, value);
        self
    }

    /// Whether the text is empty, as a translation of an English title is in English.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.to_string().is_empty()
    }
}

impl fmt::Display for Message<'_> {
    /// A key missing in this language is spoken in English; one missing there shows itself as `⟦key⟧`,
    /// which a test looks for on every page.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bundles = [self.locale.bundle(), Locale::ENGLISH.bundle()];
        let found = bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(self.key)?.value()?;
            let mut errors = Vec::new();
            Some(bundle.format_pattern(pattern, Some(&self.args), &mut errors))
        });
        match found {
            Some(text) => f.write_str(&text),
            None => write!(f, "⟦{}⟧", self.key),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Message<'_>> for Value<'_> {
    fn from(message: Message<'_>) -> Self {
        Self::Text(Cow::Owned(message.to_string()))
    }
}

impl From<u64> for Value<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Value<'_> {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}
