//! The two first-party cookies: who the browser is, and what it chose.
//!
//! Both are set by the server, so that a browser that forgets after seven days what scripts set (Safari) does not forget a
//! choice. The first is secret: whoever knows it speaks for the browser. The second is for the site's script, which must know
//! before the first tag.

use axum::http::{HeaderMap, HeaderValue, header};
use optout::{Identifier, Kind};

use crate::node::Node;

/// Who the browser is. A site on the same host may read it and name it in questions to the gate.
pub(crate) const BROWSER_COOKIE: &str = "refrain_browser";
/// What it chose.
const CHOICE_COOKIE: &str = "refrain_choice";
/// As long as browsers keep a cookie at most.
const COOKIE_DAYS: u32 = 400;
/// How many random bytes the identifier has: whoever knows it speaks for the browser.
const ID_BYTES: usize = 16;
/// Letters of base64url for them.
const ID_CHARS: usize = 22;

/// What the site's script is to know.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Choice {
    /// Opted out.
    Out,
    /// Opted in again.
    In,
}

impl Choice {
    /// What the browser is told to keep.
    pub(crate) fn cookie(self, node: &Node) -> HeaderValue {
        let value = match self {
            Self::Out => "out",
            Self::In => "in",
        };
        cookie(node, CHOICE_COOKIE, value, "")
    }
}

/// A browser that has made a choice before, or is making one now.
pub(crate) struct Browser {
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
        let identifier = ours.then(|| Identifier::of(Kind::Browser, id).ok());
        Some(Self {
            identifier: identifier??,
        })
    }

    /// A new identifier.
    pub(crate) fn new(node: &Node) -> Self {
        use base64::Engine;
        let mut bytes = [0; ID_BYTES];
        (node.world.random)(&mut bytes);
        let id = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        let identifier = Identifier::of(Kind::Browser, &id).expect("base64url is an identifier");
        Self { identifier }
    }

    /// What the browser is told to keep: not readable by scripts, and not sent by other sites' forms.
    pub(crate) fn cookie(&self, node: &Node) -> HeaderValue {
        cookie(node, BROWSER_COOKIE, self.identifier.value(), "; HttpOnly")
    }
}

fn cookie(node: &Node, name: &str, value: &str, more: &str) -> HeaderValue {
    let seconds = COOKIE_DAYS * 24 * 60 * 60;
    let is_secure = node.settings.public_url.starts_with("https:");
    let secure = if is_secure { "; Secure" } else { "" };
    let domain = match node.settings.site.domain.as_str() {
        "" => String::new(),
        domain => format!("; Domain={domain}"),
    };
    let cookie =
        format!("{name}={value}{domain}; Path=/; Max-Age={seconds}{more}; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).expect("names, base64url and a checked domain are visible ASCII")
}
