//! The short code of a receipt.

use std::fmt;

use super::paths;

/// How many letters and digits a code has.
const LENGTH: usize = 16;
const GROUP: usize = 4;

/// A receipt's code: sixteen letters and digits, written in groups of four to be read over the phone.
///
/// ```
/// use web::pages::ReceiptCode;
///
/// let code = ReceiptCode::parse("7kq4m2xv 9trb-h3wc").unwrap();
/// assert_eq!(code.to_string(), "7KQ4-M2XV-9TRB-H3WC");
/// assert_eq!(code.path(), "/receipts/7KQ4-M2XV-9TRB-H3WC");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReceiptCode(String);

impl ReceiptCode {
    /// Reads a code as people write it: either case, with or without dashes and spaces, `O` for zero, `I` and
    /// `L` for one (the alphabet is Crockford's base 32).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut code = String::with_capacity(LENGTH);
        for written in text.chars().filter(|c| !matches!(c, '-' | ' ')) {
            let meant = match written.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                'U' => return None,
                other if other.is_ascii_alphanumeric() => other,
                _ => return None,
            };
            code.push(meant);
            if code.len() > LENGTH {
                return None;
            }
        }
        (code.len() == LENGTH).then_some(Self(code))
    }

    /// The sixteen characters without dashes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the receipt is.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}{self}", paths::RECEIPTS)
    }

    /// Where the proof is downloaded.
    #[must_use]
    pub fn proof_path(&self) -> String {
        format!("{}.tlog-proof", self.path())
    }

    /// The name that the proof is saved under.
    #[must_use]
    pub fn proof_file(&self) -> String {
        format!("{self}.tlog-proof")
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        (0..LENGTH / GROUP).map(|n| &self.0[n * GROUP..(n + 1) * GROUP])
    }
}

impl fmt::Display for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, group) in self.groups().enumerate() {
            let dash = if n == 0 { "" } else { "-" };
            write!(f, "{dash}{group}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::ReceiptCode;

    #[test]
    fn reads_codes() {
        let check = |text, code: Option<&str>| {
            let read = ReceiptCode::parse(text).map(|code| code.to_string());
            assert_eq!(read.as_deref(), code, "{text}");
        };
        check("7KQ4-M2XV-9TRB-H3WC", Some("7KQ4-M2XV-9TRB-H3WC"));
        check("7kq4m2xv9trbh3wc", Some("7KQ4-M2XV-9TRB-H3WC"));
        check("OIL4 M2XV 9TRB H3WC", Some("0114-M2XV-9TRB-H3WC"));
        check("7KQ4-M2XV-9TRB-H3W", None);
        check("7KQ4-M2XV-9TRB-H3WCC", None);
        check("UKQ4-M2XV-9TRB-H3WC", None);
        check("7KQ4-M2XV-9TRB-H3é", None);
        check("", None);
    }
}
