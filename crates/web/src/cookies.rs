//! The browser's own identifier: a first-party cookie, set only when a choice is made.

use axum::http::{HeaderMap, HeaderValue, header};
use optout::{Identifier, Kind};

use crate::node::Node;

/// The cookie's name. A site on the same host may read it and name it in questions to the gate.
pub(crate) const BROWSER_COOKIE: &str = "refrain_browser";
/// As long as browsers keep a cookie at most.
const COOKIE_DAYS: u32 = 400;
/// How many random bytes the identifier has: whoever knows it speaks for the browser.
const ID_BYTES: usize = 16;
/// Letters of base64url for them.
const ID_CHARS: usize = 22;

/// A browser that has made a choice before, or is making one now.
pub(crate) struct Browser {
    id: String,
    pub(crate) identifier: Identifier,
}

impl Browser {
    /// The browser that a request comes from, if it has been given an identifier.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let cookies = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let mut cookies = cookies
            .flat_map(|value| value.split(';'))
            .filter_map(|one| one.trim().split_once('='));
        let id = cookies.find_map(|(name, value)| (name == BROWSER_COOKIE).then_some(value))?;
        let ours = id.len() == ID_CHARS
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if ours {
            Self::with(id.to_owned())
        } else {
            None
        }
    }

    /// A new identifier.
    pub(crate) fn new(node: &Node) -> Self {
        use base64::Engine;
        let mut bytes = [0; ID_BYTES];
        (node.world.random)(&mut bytes);
        let id = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        Self::with(id).expect("base64url is an identifier")
    }

    /// What the browser is told to keep: readable by this host only, not by scripts, and not sent by other sites' forms.
    pub(crate) fn cookie(&self, node: &Node) -> HeaderValue {
        let seconds = COOKIE_DAYS * 24 * 60 * 60;
        let secure = if node.settings.public_url.starts_with("https:") {
            "; Secure"
        } else {
            ""
        };
        let cookie = format!(
            "{BROWSER_COOKIE}={}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}",
            self.id
        );
        HeaderValue::from_str(&cookie).expect("base64url is visible ASCII")
    }

    fn with(id: String) -> Option<Self> {
        let identifier = Identifier::of(Kind::Browser, &id).ok()?;
        Some(Self { id, identifier })
    }
}
