//! Which business a request is for: told by the host that it names.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, Request, Uri, header};

use crate::api;
use crate::node::Node;

/// One business: what runs for it, and its part of HTTP.
#[derive(Clone)]
pub struct Site {
    /// Its running parts.
    pub node: Arc<Node>,
    /// Its addresses.
    pub router: Router,
}

/// The businesses that are served.
#[derive(Clone)]
pub struct Sites(Kept);

#[derive(Clone)]
enum Kept {
    One(Site),
    Several {
        by_host: HashMap<String, Site>,
        whole: Router,
    },
}

/// Who answers a request.
pub(crate) enum Chosen<'a> {
    /// A business.
    Site(&'a Site),
    /// The whole installation, which is no single business's affair.
    Whole(&'a Router),
    /// Nobody: what a request says must not be taken for another business's.
    Nobody,
}

impl Sites {
    /// One business, which gets every request, whatever host it names.
    #[must_use]
    pub fn one(site: Site) -> Self {
        Self(Kept::One(site))
    }

    /// Businesses by their hosts ([`host`]). `whole` answers [`api::WHOLE`], at any host.
    #[must_use]
    pub fn several(by_host: HashMap<String, Site>, whole: Router) -> Self {
        Self(Kept::Several { by_host, whole })
    }

    pub(crate) fn choose<B>(&self, request: &Request<B>) -> Chosen<'_> {
        let (by_host, whole) = match &self.0 {
            Kept::One(site) => return Chosen::Site(site),
            Kept::Several { by_host, whole } => (by_host, whole),
        };
        if api::WHOLE.contains(&request.uri().path()) {
            return Chosen::Whole(whole);
        }
        let named = named(request.uri(), request.headers()).map(host);
        let site = named.and_then(|host| by_host.get(&*host));
        site.map_or(Chosen::Nobody, Chosen::Site)
    }
}

/// The host of `authority` (`Privacy.Shop.Example:443`) as it is compared: without port, in lower case.
#[must_use]
pub fn host(authority: &str) -> Cow<'_, str> {
    let name = match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => authority,
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.bytes().any(|letter| letter.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// The authority that a request names: in its target (RFC 9112 section 3.2.2), else in its only `Host`.
fn named<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    if let Some(authority) = uri.authority() {
        return Some(authority.as_str());
    }
    let mut hosts = headers.get_all(header::HOST).iter();
    let only = hosts.next().filter(|_| hosts.next().is_none())?;
    only.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_compared_without_its_port_and_case() {
        for (authority, expected) in [
            ("shop.example", "shop.example"),
            ("Shop.Example:8080", "shop.example"),
            ("shop.example.", "shop.example"),
            ("shop.example.:443", "shop.example"),
            ("127.0.0.1:8080", "127.0.0.1"),
            ("[::1]:8080", "[::1]"),
            ("[::1]", "[::1]"),
            ("shop.example:", "shop.example"),
            ("shop.example:evil", "shop.example:evil"),
            ("", ""),
        ] {
            assert_eq!(host(authority), expected, "{authority}");
        }
    }

    #[test]
    fn a_request_names_its_host_once_and_its_target_comes_first() {
        let check = |target: &str, hosts: &[&str], expected: Option<&str>| {
            let mut request = Request::builder().uri(target);
            for host in hosts {
                request = request.header(header::HOST, *host);
            }
            let (parts, ()) = request.body(()).unwrap().into_parts();
            assert_eq!(
                named(&parts.uri, &parts.headers),
                expected,
                "{target} {hosts:?}"
            );
        };
        check("/", &["a.example"], Some("a.example"));
        check("http://b.example:1/", &["a.example"], Some("b.example:1"));
        check("/", &[], None);
        check("/", &["a.example", "b.example"], None);
        check("/", &["a.example", "a.example"], None);
    }
}
