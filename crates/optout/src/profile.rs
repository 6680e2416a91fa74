//! Named normaliser profiles: how a value is brought into one form before it is compared or hashed.
//!
//! There is no single right form: every system downstream has its own (Meta trims, Google folds Gmail's dots, Reddit
//! folds every domain's). A profile is named after what it does and is never changed, only added to, because tokens and
//! partners' hashes depend on it to the byte. Checked against the published vectors in `tests/vectors.rs`.

/// One way of normalising.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    /// `email.basic`: trimmed, lower case. Meta, Snap, LinkedIn, Microsoft.
    EmailBasic,
    /// `email.nospace`: no white space at all, lower case. TikTok, Pinterest, LiveRamp, California's DROP.
    EmailNospace,
    /// `email.uid2`: as basic; for gmail.com the dots and everything from `+` are dropped. UID2, The Trade Desk.
    EmailUid2,
    /// `email.google`: as nospace; for gmail.com and googlemail.com the dots and everything from `+` are dropped.
    EmailGoogle,
    /// `email.strip_all`: as nospace; the dots and everything from `+` are dropped on every domain. Reddit.
    EmailStripAll,
    /// `phone.e164`: `+` and digits. Google, TikTok, UID2.
    PhoneE164,
    /// `phone.digits`: digits with the country code, no `+`. Meta, Snap, Pinterest.
    PhoneDigits,
    /// `phone.last10`: the last ten digits. California's DROP.
    PhoneLast10,
    /// `advertising_id.lower`: lower-case hexadecimal, grouped 8-4-4-4-12.
    AdvertisingIdLower,
    /// `advertising_id.hex`: the same without hyphens. California's DROP.
    AdvertisingIdHex,
    /// `exact`: as given, without white space at the ends.
    Exact,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 11] = [
        Self::EmailBasic,
        Self::EmailNospace,
        Self::EmailUid2,
        Self::EmailGoogle,
        Self::EmailStripAll,
        Self::PhoneE164,
        Self::PhoneDigits,
        Self::PhoneLast10,
        Self::AdvertisingIdLower,
        Self::AdvertisingIdHex,
        Self::Exact,
    ];

    /// The name used in configuration and connector files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EmailBasic => "email.basic",
            Self::EmailNospace => "email.nospace",
            Self::EmailUid2 => "email.uid2",
            Self::EmailGoogle => "email.google",
            Self::EmailStripAll => "email.strip_all",
            Self::PhoneE164 => "phone.e164",
            Self::PhoneDigits => "phone.digits",
            Self::PhoneLast10 => "phone.last10",
            Self::AdvertisingIdLower => "advertising_id.lower",
            Self::AdvertisingIdHex => "advertising_id.hex",
            Self::Exact => "exact",
        }
    }

    /// The value in this profile's form. It does not judge: whether a value is an e-mail address at all is decided
    /// where it enters ([`crate::Identifier::parse`]).
    #[must_use]
    pub fn normalise(self, value: &str) -> String {
        let trimmed = value.trim();
        match self {
            Self::EmailBasic => trimmed.to_lowercase(),
            Self::EmailNospace => without_space(value).to_lowercase(),
            Self::EmailUid2 => fold(&trimmed.to_lowercase(), |domain| domain == "gmail.com"),
            Self::EmailGoogle => fold(&without_space(value).to_lowercase(), |domain| {
                matches!(domain, "gmail.com" | "googlemail.com")
            }),
            Self::EmailStripAll => fold(&without_space(value).to_lowercase(), |_| true),
            Self::PhoneE164 => format!("+{}", international_digits(trimmed)),
            Self::PhoneDigits => international_digits(trimmed),
            Self::PhoneLast10 => {
                let digits = digits(trimmed);
                digits[digits.len().saturating_sub(10)..].to_owned()
            }
            Self::AdvertisingIdLower => hyphenated(&hex(trimmed)),
            Self::AdvertisingIdHex => hex(trimmed),
            Self::Exact => trimmed.to_owned(),
        }
    }
}

fn without_space(value: &str) -> String {
    value.split_whitespace().collect()
}

/// Drops the dots and everything from `+` in the local part, where `applies` to the domain.
fn fold(address: &str, applies: impl Fn(&str) -> bool) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) if applies(domain) => {
            let local = local.split('+').next().unwrap_or_default().replace('.', "");
            format!("{local}@{domain}")
        }
        _ => address.to_owned(),
    }
}

fn digits(value: &str) -> String {
    value.chars().filter(char::is_ascii_digit).collect()
}

/// The digits with a country code. Ten digits without `+` are a North American number, as is `1` before ten more. What an
/// [`crate::Identifier`] brings here has its country code.
fn international_digits(value: &str) -> String {
    let all = digits(value);
    if value.starts_with('+') {
        return all;
    }
    let all = all.trim_start_matches('0');
    if all.len() == 10 {
        format!("1{all}")
    } else {
        all.to_owned()
    }
}

fn hex(value: &str) -> String {
    value
        .chars()
        .filter(char::is_ascii_hexdigit)
        .collect::<String>()
        .to_ascii_lowercase()
}

fn hyphenated(hex: &str) -> String {
    if hex.len() != 32 {
        return hex.to_owned();
    }
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_profile_on_one_value() {
        let check = |profile: Profile, from: &str, to: &str| {
            assert_eq!(profile.normalise(from), to, "{}", profile.name());
        };
        check(
            Profile::EmailBasic,
            " Ada.L+x@Gmail.com ",
            "ada.l+x@gmail.com",
        );
        check(
            Profile::EmailNospace,
            " Ada. L@Gmail.com ",
            "ada.l@gmail.com",
        );
        check(Profile::EmailUid2, "Ada.L+x@Gmail.com", "adal@gmail.com");
        check(
            Profile::EmailUid2,
            "Ada.L+x@example.com",
            "ada.l+x@example.com",
        );
        check(
            Profile::EmailGoogle,
            "Ada.L+x@googlemail.com",
            "adal@googlemail.com",
        );
        check(
            Profile::EmailStripAll,
            "Ada.L+x@example.com",
            "adal@example.com",
        );
        check(Profile::PhoneE164, "(415) 555-9317", "+14155559317");
        check(Profile::PhoneE164, "+44 20 7123 4567", "+442071234567");
        check(Profile::PhoneDigits, "+1 (415) 555-9317", "14155559317");
        check(Profile::PhoneLast10, "+1 (415) 555-9317", "4155559317");
        check(
            Profile::AdvertisingIdLower,
            "A3F1C2D4567890ABCDEF1234567890AB",
            "a3f1c2d4-5678-90ab-cdef-1234567890ab",
        );
        check(
            Profile::AdvertisingIdHex,
            "a3f1c2d4-5678-90ab-cdef-1234567890ab",
            "a3f1c2d4567890abcdef1234567890ab",
        );
        check(Profile::Exact, " Ada ", "Ada");
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = Profile::ALL.iter().map(|profile| profile.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Profile::ALL.len());
    }
}
