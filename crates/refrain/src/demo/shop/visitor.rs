//! What the shop can tell about who is asking for its page.

use axum::http::{HeaderMap, header};

/// The cookie under which Refrain knows a browser.
const COOKIE: &str = "refrain_browser";
/// The header of Global Privacy Control.
const SIGNAL: &str = "sec-gpc";

/// One request's browser.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Visitor {
    /// What Refrain calls the browser, if it has met it.
    pub(super) browser: Option<String>,
    /// Whether the request carries the signal.
    pub(super) gpc: bool,
}

impl Visitor {
    pub(super) fn from_headers(headers: &HeaderMap) -> Self {
        let browser = headers
            .get_all(header::COOKIE)
            .iter()
            .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
            .filter_map(|pair| str::from_utf8(pair).ok())
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, value)| *name == COOKIE && !value.is_empty())
            .map(|(_, value)| value.to_owned());
        let gpc = headers.get(SIGNAL).is_some_and(|value| value == "1");
        Self { browser, gpc }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_cookie_and_the_signal_are_found() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("basket=jam"));
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("not_refrain_browser=x; refrain_browser=b-41"),
        );
        headers.insert(SIGNAL, HeaderValue::from_static("1"));
        let visitor = Visitor::from_headers(&headers);
        assert_eq!(visitor.browser.as_deref(), Some("b-41"));
        assert!(visitor.gpc);
    }

    #[test]
    fn another_cookie_hides_nothing() {
        let mut headers = HeaderMap::new();
        let line = HeaderValue::from_bytes(b"refrain_browser=b-41; city=San Jos\xe9").unwrap();
        headers.insert(header::COOKIE, line);
        let visitor = Visitor::from_headers(&headers);
        assert_eq!(visitor.browser.as_deref(), Some("b-41"));
    }

    #[test]
    fn nothing_is_made_up() {
        let mut headers = HeaderMap::new();
        headers.insert(SIGNAL, HeaderValue::from_static("0"));
        headers.insert(header::COOKIE, HeaderValue::from_static("refrain_browser="));
        let nobody = Visitor {
            browser: None,
            gpc: false,
        };
        assert_eq!(Visitor::from_headers(&headers), nobody);
    }
}
