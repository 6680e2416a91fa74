//! What is true at this moment.

use super::{Frame, ReceiptCode, Since};

/// The state of things for the person who looks at the page.
#[derive(Clone, Debug)]
pub enum Status {
    /// Nothing was asked.
    NotOptedOut,
    /// They opted out.
    OptedOut(Standing),
    /// Their browser sends a preference signal and it is honoured; the standing is there once it is in the log.
    SignalHonored(Option<Standing>),
}

/// An opt-out in force.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Since when; `None` where the record that would tell is gone.
    pub since: Option<Since>,
    /// For what.
    pub scope: Scope,
    /// The code of its receipt, where this browser is entitled to it.
    pub receipt: Option<ReceiptCode>,
}

/// What an opt-out covers.
#[derive(Clone, Debug)]
pub enum Scope {
    /// This browser.
    Browser,
    /// A person known by an identifier, wherever they are.
    Identifier(Masked),
    /// Both.
    BrowserAndIdentifier(Masked),
}

/// An identifier with most of it hidden: enough for its owner to recognise, too little for anybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked(String);

/// How much of an identifier stays in sight.
const KEPT: usize = 3;

impl Status {
    pub(super) fn standing(&self) -> Option<&Standing> {
        match self {
            Self::NotOptedOut => None,
            Self::OptedOut(standing) => Some(standing),
            Self::SignalHonored(standing) => standing.as_ref(),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self, Self::NotOptedOut)
    }
}

impl Standing {
    pub(super) fn sentence(&self, frame: &Frame<'_>) -> String {
        let scope = match &self.scope {
            Scope::Browser => frame.t("scope-browser"),
            Scope::Identifier(masked) => frame
                .t("scope-identifier")
                .arg("identifier", masked.as_str()),
            Scope::BrowserAndIdentifier(masked) => {
                frame.t("scope-both").arg("identifier", masked.as_str())
            }
        };
        let message = match &self.since {
            Some(since) => frame.t("status-since").arg("moment", frame.since(since)),
            None => frame.t("status-stands"),
        };
        message.arg("scope", scope).to_string()
    }

    pub(super) fn is_browser_only(&self) -> bool {
        matches!(self.scope, Scope::Browser)
    }
}

impl Masked {
    /// Hides an e-mail address ("ada…@…"), or all but the end of a phone number or an advertising id ("…0142").
    ///
    /// ```
    /// use web::pages::Masked;
    ///
    /// assert_eq!(Masked::new("adalovelace@example.com").as_str(), "ada…@…");
    /// assert_eq!(Masked::new("+1 415 555 0142").as_str(), "…142");
    /// ```
    #[must_use]
    pub fn new(identifier: &str) -> Self {
        if let Some((local, _)) = identifier.rsplit_once('@') {
            let start: String = local.chars().take(KEPT).collect();
            let more = if local.chars().count() > KEPT {
                "…"
            } else {
                ""
            };
            return Self(format!("{start}{more}@…"));
        }
        let end = identifier
            .char_indices()
            .rev()
            .nth(KEPT - 1)
            .map_or(0, |(at, _)| at);
        Self(format!("…{}", &identifier[end..]))
    }

    /// The masked text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Masked;

    #[test]
    fn masks() {
        let check = |identifier, masked| assert_eq!(Masked::new(identifier).as_str(), masked);
        check("ada@example.com", "ada@…");
        check("ñandú@example.com", "ñan…@…");
        check("+14155550142", "…142");
        check("38400000-8cf0-11bd-b23e-10b96e40000d", "…00d");
        check("é", "…é");
        check("", "…");
    }
}
