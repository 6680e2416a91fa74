//! A value by which a person is known, checked and in canonical form.

use std::borrow::Cow;
use std::fmt;

use crate::{Kind, Profile, Subject, TokenKeys, Vocabulary, email, phone};

/// The longest identifier, in bytes of UTF-8. An e-mail address has at most 254 (RFC 5321 4.5.3.1.3).
pub const MAX_IDENTIFIER_BYTES: usize = 256;

/// What programs write where they have nothing, after Segment's and mParticle's lists of blocked values. Many people's tags and
/// records say the same, so a choice or a link of one of these would be everybody's.
const NOBODYS: [&str; 14] = [
    "null",
    "nil",
    "none",
    "undefined",
    "nan",
    "n/a",
    "(not set)",
    "unknown",
    "anonymous",
    "guest",
    "true",
    "false",
    "-1",
    "[object object]",
];

/// A canonical identifier. Its value is personal data: `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Identifier {
    kind: Kind,
    value: String,
}

/// Why a value is not an identifier of its kind. Messages never repeat the value.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum IdentifierError {
    /// No such kind here.
    #[error("unknown kind; this installation knows {known}")]
    UnknownKind {
        /// The kinds that would have been right.
        known: String,
    },
    /// Nothing, or only white space.
    #[error("is empty")]
    Empty,
    /// Longer than [`MAX_IDENTIFIER_BYTES`].
    #[error("is longer than {MAX_IDENTIFIER_BYTES} bytes")]
    TooLong,
    /// A line break, a NUL or the like.
    #[error("contains a control character")]
    ControlCharacter,
    /// Not an address.
    #[error(
        "is not an e-mail address: it needs one @, a name before it and a domain with a dot after it, and neither spaces nor mailto:"
    )]
    Email,
    /// Not a number.
    #[error(
        "is not a telephone number: write it with + and the country code and without (0), or as ten digits in North America"
    )]
    Phone,
    /// Not an advertising id.
    #[error(
        "is not an advertising id: it has 32 hexadecimal digits, as in 6d92078a-8246-4ba4-ae5b-76104861e7dc"
    )]
    AdvertisingId,
    /// The all-zero id, which stands for everybody who limited tracking.
    #[error(
        "is the all-zero advertising id, which names nobody: tracking is already limited on that device"
    )]
    ZeroAdvertisingId,
    /// What stands where there is no identifier: `null`, `undefined`, zeros.
    #[error("names nobody: it is what programs write where there is nothing")]
    Nobodys,
    /// The one field of the form holds none of the three.
    #[error("is not an e-mail address, a telephone number or an advertising id")]
    Unrecognised,
}

impl Identifier {
    /// Checks `value` and brings it into its kind's canonical form.
    ///
    /// From an e-mail address, what cannot be seen is dropped rather than refused: whoever copied it along cannot find it, and the
    /// address that they meant is certain. Otherwise addresses are compared as they are written: neither Unicode's normal
    /// forms nor the two spellings of an international domain (`xn--`) are brought together.
    ///
    /// ```
    /// use optout::{Identifier, Vocabulary};
    /// let ada = Identifier::parse(&Vocabulary::default(), "email", " Ada@Example.COM ")?;
    /// assert_eq!(ada.value(), "ada@example.com");
    /// # Ok::<(), optout::IdentifierError>(())
    /// ```
    ///
    /// # Errors
    /// See [`IdentifierError`].
    pub fn parse(
        vocabulary: &Vocabulary,
        kind: &str,
        value: &str,
    ) -> Result<Self, IdentifierError> {
        let kind = vocabulary
            .kind(kind)
            .ok_or_else(|| IdentifierError::UnknownKind {
                known: vocabulary.kind_names().join(", "),
            })?;
        Self::of(kind, value)
    }

    /// As [`Identifier::parse`], where the kind is already known.
    ///
    /// # Errors
    /// See [`IdentifierError`].
    pub fn of(kind: Kind, value: &str) -> Result<Self, IdentifierError> {
        if value.len() > MAX_IDENTIFIER_BYTES {
            return Err(IdentifierError::TooLong);
        }
        let trimmed = value.trim();
        if trimmed.is_empty() {
            return Err(IdentifierError::Empty);
        }
        if trimmed.chars().any(char::is_control) {
            return Err(IdentifierError::ControlCharacter);
        }
        let meant = match kind {
            Kind::Email => email::visible(trimmed),
            Kind::Phone => phone::international(trimmed).ok_or(IdentifierError::Phone)?,
            _ => Cow::Borrowed(trimmed),
        };
        let canonical = kind.canonical_profile().normalise(&meant);
        match kind {
            Kind::Email if !email::is_address(&canonical) => return Err(IdentifierError::Email),
            Kind::Email | Kind::Phone => {}
            Kind::AdvertisingId => check_advertising_id(trimmed, &canonical)?,
            Kind::Account | Kind::Browser | Kind::Custom(_) => check_somebodys(&canonical)?,
        }
        Ok(Self {
            kind,
            value: canonical,
        })
    }

    /// One that was canonical when it was kept. It is not judged again: what may come in has become stricter since, or will.
    #[must_use]
    pub fn kept(kind: Kind, canonical: String) -> Self {
        Self {
            kind,
            value: canonical,
        }
    }

    /// Reads the one field of the consumer's form: an e-mail address, a telephone number or an advertising id.
    ///
    /// # Errors
    /// [`IdentifierError::Unrecognised`] where it is none of them, or what is wrong with the one that it resembles.
    pub fn recognise(value: &str) -> Result<Self, IdentifierError> {
        if value.contains('@') {
            return Self::of(Kind::Email, value);
        }
        let hex = value.chars().filter(char::is_ascii_hexdigit).count();
        if hex == 32 {
            return Self::of(Kind::AdvertisingId, value);
        }
        match Self::of(Kind::Phone, value) {
            Err(IdentifierError::Phone) => Err(IdentifierError::Unrecognised),
            read => read,
        }
    }

    /// The sort of identifier.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The canonical value: personal data.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The value in a profile's form, as a recipient may have it.
    #[must_use]
    pub fn in_profile(&self, profile: Profile) -> String {
        profile.normalise(&self.value)
    }

    /// The tokens under which this identifier is kept and asked for: the canonical one and one for each further
    /// profile whose form differs.
    pub fn tokens(&self, keys: &TokenKeys, mut each: impl FnMut(Subject)) {
        each(keys.subject(&self.kind, &self.value));
        for profile in self.kind.further_profiles() {
            let other = profile.normalise(&self.value);
            if other != self.value {
                each(keys.subject(&self.kind, &other));
            }
        }
    }

    /// The value with most of it hidden, for the page of the person who just typed it: `a…@example.com`, `…9317`.
    #[must_use]
    pub fn masked(&self) -> String {
        if let (Kind::Email, Some((local, domain))) = (&self.kind, self.value.rsplit_once('@')) {
            let first: String = local.chars().take(1).collect();
            return format!("{first}…@{domain}");
        }
        let hidden = self.value.chars().count().saturating_sub(4);
        format!("…{}", self.value.chars().skip(hidden).collect::<String>())
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identifier")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

fn check_advertising_id(given: &str, canonical: &str) -> Result<(), IdentifierError> {
    if canonical.len() != 36 || !given.chars().all(|c| c.is_ascii_hexdigit() || c == '-') {
        return Err(IdentifierError::AdvertisingId);
    }
    if canonical.chars().all(|c| c == '0' || c == '-') {
        return Err(IdentifierError::ZeroAdvertisingId);
    }
    Ok(())
}

fn check_somebodys(canonical: &str) -> Result<(), IdentifierError> {
    let is_nothing = canonical.chars().all(|c| c == '0' || c == '-');
    if is_nothing
        || NOBODYS
            .iter()
            .any(|one| canonical.eq_ignore_ascii_case(one))
    {
        return Err(IdentifierError::Nobodys);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_are_read() {
        let check = |kind: Kind, given: &str, value: &str| {
            assert_eq!(Identifier::of(kind, given).unwrap().value(), value);
        };
        check(Kind::Email, " Ada@Example.COM ", "ada@example.com");
        check(
            Kind::Email,
            "ada+shop@example.co.uk",
            "ada+shop@example.co.uk",
        );
        check(Kind::Email, "jürgen@exämple.de", "jürgen@exämple.de");
        for unseen in [
            "\u{feff}ada@example.com",
            "ada\u{200b}@example.com",
            "ada@exam\u{ad}ple.com",
            "\u{202a}ada@example.com\u{202c}",
            "\u{2068}ada@example.com\u{2069} \u{200e}",
            "ada\u{200d}@example.com",
        ] {
            check(Kind::Email, unseen, "ada@example.com");
        }
        check(
            Kind::Email,
            "\u{212a}im\u{200c}@example.com",
            "kim@example.com",
        );
        // A joiner belongs to the name.
        check(
            Kind::Email,
            "نامه\u{200c}ها@example.com",
            "نامه\u{200c}ها@example.com",
        );
        check(Kind::Phone, "(415) 555-9317", "+14155559317");
        check(Kind::Phone, "1-415-555-9317", "+14155559317");
        check(Kind::Phone, "+84 90 123 4567", "+84901234567");
        check(
            Kind::AdvertisingId,
            "6D92078A-8246-4BA4-AE5B-76104861E7DC",
            "6d92078a-8246-4ba4-ae5b-76104861e7dc",
        );
        check(Kind::Browser, "GA1.1.1234.5678", "GA1.1.1234.5678");
    }

    #[test]
    fn values_that_are_refused() {
        use IdentifierError as E;
        let check = |kind: Kind, given: &str, error: E| {
            assert_eq!(Identifier::of(kind, given), Err(error), "{given:?}");
        };
        for bad in [
            "ada",
            "@example.com",
            "ada@",
            "ada@localhost",
            "a@ba@z.com",
            "ada@-x.com",
            "a b@example.com",
            "<a@b.c>",
            "mailto:ada@example.com",
            "\u{feff}\u{200b}",
        ] {
            check(Kind::Email, bad, E::Email);
        }
        check(
            Kind::Email,
            &format!("{}@example.com", "a".repeat(65)),
            E::Email,
        );
        check(Kind::Email, &"a".repeat(257), E::TooLong);
        check(Kind::Email, "   ", E::Empty);
        check(Kind::Email, "ada@example.com\u{0}x", E::ControlCharacter);
        for bad in [
            "12345",
            "++14155559317",
            "415-CALL-NOW",
            "+0123456789",
            "1234567890123456",
        ] {
            check(Kind::Phone, bad, E::Phone);
        }
        check(Kind::AdvertisingId, "6D92078A", E::AdvertisingId);
        check(
            Kind::AdvertisingId,
            "00000000-0000-0000-0000-000000000000",
            E::ZeroAdvertisingId,
        );
        let zeros = ["0", "0000000000", "00000000-0000-0000-0000-000000000000"];
        for nothing in NOBODYS.into_iter().chain(zeros).chain(["NULL", " NaN "]) {
            check(Kind::Account, nothing, E::Nobodys);
            check(Kind::Custom("ga".into()), nothing, E::Nobodys);
        }
    }

    #[test]
    fn the_forms_one_field() {
        let kind = |value: &str| Identifier::recognise(value).map(|read| read.kind);
        assert_eq!(kind("ada@example.com"), Ok(Kind::Email));
        assert_eq!(kind("415 555 9317"), Ok(Kind::Phone));
        assert_eq!(
            kind("6D92078A-8246-4BA4-AE5B-76104861E7DC"),
            Ok(Kind::AdvertisingId)
        );
        assert_eq!(kind("my name is Ada"), Err(IdentifierError::Unrecognised));
        assert_eq!(kind("ada@"), Err(IdentifierError::Email));
    }

    #[test]
    fn what_is_shown_hides_most() {
        assert_eq!(
            Identifier::of(Kind::Email, "ada@example.com")
                .unwrap()
                .masked(),
            "a…@example.com"
        );
        assert_eq!(
            Identifier::of(Kind::Phone, "4155559317").unwrap().masked(),
            "…9317"
        );
        let debug = format!(
            "{:?}",
            Identifier::of(Kind::Email, "ada@example.com").unwrap()
        );
        assert!(!debug.contains("ada"), "{debug}");
    }
}
