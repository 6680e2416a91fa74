//! The two first-party cookies: who the browser is, and what it chose.
//!
//! Both are set by the server, so that a browser that forgets after seven days what scripts set (Safari) does not forget a
//! choice. The first is secret: whoever knows it speaks for the browser. The second is for the site's script, which must know
//! before the first tag.

use axum::http::{HeaderMap, HeaderValue, header};
use optout::{Identifier, Kind};

use crate::node::Node;
use crate::snippet::MAX_REPORTED;

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
        let ours = |id: &&str| {
            id.len() == ID_CHARS
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        // A site may have set one of its own under the same name.
        let mut ids = named(headers, BROWSER_COOKIE).filter(ours);
        let identifier = ids.find_map(|id| Identifier::of(Kind::Browser, id).ok())?;
        Some(Self { identifier })
    }

    /// All that a request's cookies say of the browser: our own identifier, and those by which the site joins people for
    /// advertising (`site.identifiers`).
    pub(crate) fn names(node: &Node, headers: &HeaderMap) -> Vec<Identifier> {
        let own = Self::of(headers).map(|browser| browser.identifier);
        own.into_iter().chain(tags_names(node, headers)).collect()
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

/// The names that tags gave a browser, as far as its cookies tell. What names nobody is left out.
pub(crate) fn tags_names(node: &Node, headers: &HeaderMap) -> Vec<Identifier> {
    let mut names = Vec::new();
    for (cookie, kind) in &node.settings.site.report {
        for value in named(headers, cookie) {
            let name = Identifier::parse(&node.settings.vocabulary, kind, value);
            names.extend(name.ok().filter(|name| !names.contains(name)));
        }
    }
    names.truncate(MAX_REPORTED);
    names
}

/// The values of a request's cookies of this name: there may be several, of other paths and domains. Scripts write what they
/// like, in UTF-8 or not, so each cookie is read alone and hides none of the others.
fn named<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let lists = headers.get_all(header::COOKIE).iter();
    let cookies = lists
        .flat_map(|list| list.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|one| str::from_utf8(one).ok())
        .filter_map(|one| one.trim().split_once('='));
    cookies.filter_map(move |(one, value)| (one == name).then_some(value))
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
