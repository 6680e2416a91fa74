//! One visit to a page: who comes, in which language, with or without a signal.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use optout::Identifier;

use crate::cookies::{Browser, tags_names};
use crate::locale::Locale;
use crate::node::Node;
use crate::pages::{self, CONTENT_SECURITY_POLICY, Frame, Language, Trouble, fields};
use crate::problem::Problem;

/// A visit.
pub(super) struct Visit {
    pub(super) node: Arc<Node>,
    pub(super) browser: Option<Browser>,
    pub(super) signal: bool,
    headers: HeaderMap,
    peer: SocketAddr,
    locale: Locale,
    language: Language,
}

impl FromRequestParts<Arc<Node>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, node: &Arc<Node>) -> Result<Self, Infallible> {
        let headers = parts.headers.clone();
        let query = parts.uri.query().unwrap_or_default();
        let chosen = query
            .split('&')
            .find_map(|pair| pair.strip_prefix(fields::LANG)?.strip_prefix('='));
        let accepted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let locale = Locale::negotiate(accepted, chosen);
        let is_chosen = chosen.and_then(Locale::find).is_some();
        let language = if is_chosen {
            Language::Chosen
        } else {
            Language::Negotiated
        };
        let unknown = SocketAddr::from(([0, 0, 0, 0], 0));
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(unknown, |info| info.0);
        let browser = Browser::of(&headers);
        let signal = crate::heed::is_signalled(&headers);
        Ok(Self {
            node: node.clone(),
            browser,
            signal,
            headers,
            peer,
            locale,
            language,
        })
    }
}

impl Visit {
    pub(super) fn frame(&self) -> Frame<'_> {
        Frame {
            brand: &self.node.settings.brand,
            locale: self.locale,
            language: self.language,
        }
    }

    /// Whether the form was sent from a page of this host: required for whatever widens. Browsers say so themselves; the
    /// cookie, which other sites' forms do not send, is the second lock.
    pub(super) fn is_same_origin(&self) -> bool {
        let site = self
            .headers
            .get("sec-fetch-site")
            .map(HeaderValue::as_bytes);
        matches!(site, None | Some(b"same-origin" | b"none"))
    }

    /// What the browser is known by: by us, and by the tags whose cookies it brought.
    pub(super) fn names(&self, browser: Option<&Browser>) -> Vec<Identifier> {
        let own = browser.map(|browser| browser.identifier.clone());
        let tags = tags_names(&self.node, &self.headers);
        own.into_iter().chain(tags).collect()
    }

    /// Counts this visit against its address's limit.
    pub(super) fn limit(&self) -> Result<(), Trouble> {
        crate::api::limit(&self.node, self.peer, &self.headers).map_err(|problem| trouble(&problem))
    }

    /// The page that says what went wrong.
    pub(super) fn trouble(&self, trouble: Trouble) -> Response {
        let mut response = html(
            trouble.status(),
            &pages::Problem {
                frame: self.frame(),
                trouble,
            },
        );
        if let Trouble::TooMany { seconds } = trouble {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// A page, with the headers that every page has.
pub(super) fn html(status: StatusCode, page: &impl Template) -> Response {
    let html = page.render().expect("a string takes every write");
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::VARY, "Sec-GPC, Cookie, Accept-Language"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What the API would call a problem, as a page says it.
pub(super) fn trouble(problem: &Problem) -> Trouble {
    match problem.status {
        404 => Trouble::NotFound,
        409 => Trouble::Stale,
        410 => Trouble::Erased,
        429 => Trouble::TooMany {
            seconds: problem.retry_after.unwrap_or(1),
        },
        400 | 408 | 413 | 422 => Trouble::Unreadable,
        _ => Trouble::Unavailable,
    }
}
