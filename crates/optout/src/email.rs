//! An e-mail address as people write it.

use std::borrow::Cow;

/// The longest e-mail address.
const MAX_EMAIL_BYTES: usize = 254;
/// The longest local part (RFC 5321 4.5.3.1.1).
const MAX_LOCAL_BYTES: usize = 64;

/// The address without characters that have no shape of their own: zero-width spaces, byte order marks, what turns the
/// direction of writing. Joiners shape the letters of some scripts, so they stay where there are letters beyond ASCII.
pub(crate) fn visible(address: &str) -> Cow<'_, str> {
    if address.is_ascii() {
        return Cow::Borrowed(address);
    }
    let is_shapeless = |c: char| {
        matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    let is_joiner = |c: char| matches!(c, '\u{200c}' | '\u{200d}');
    // As the canonical form will have it: the Kelvin sign is a k in lower case.
    let is_ascii = |c: char| c.to_lowercase().all(|lower| lower.is_ascii());
    let mut seen: String = address.chars().filter(|c| !is_shapeless(*c)).collect();
    if seen.chars().all(|c| is_ascii(c) || is_joiner(c)) {
        seen.retain(|c| !is_joiner(c));
    }
    Cow::Owned(seen)
}

/// Whether it is an address of the form that is in use: one `@`, a name before it, and a domain with a dot after it.
pub(crate) fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else {
        return false;
    };
    address.len() <= MAX_EMAIL_BYTES
        && !local.is_empty()
        && local.len() <= MAX_LOCAL_BYTES
        && !address.contains(char::is_whitespace)
        && !address.contains(['<', '>', ',', ';', ':', '"', '(', ')', '\\'])
        && is_domain(domain)
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    domain.contains('.') && domain.split('.').all(label)
}
