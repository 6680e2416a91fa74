//! A domain that the business says is its own.

use url::Host;

use crate::suffix::{is_cloud, is_shared};

/// A domain, with everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain(String);

/// This is no domain of anybody's own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDomain {
    /// It cannot be read as one.
    #[error("a domain is as in cdn.example.net")]
    Unreadable,
    /// There is more than a domain.
    #[error("a domain is written alone, and stands for everything below it: {0}")]
    More(String),
    /// Strangers have sites under it.
    #[error("strangers have sites under {0}: name the host that is yours, as in yours.{0}")]
    Shared(String),
}

/// Reads a domain.
///
/// ```
/// assert_eq!(audit::domain("CDN.example.net")?.as_str(), "cdn.example.net");
/// let refused = audit::domain("https://cdn.test").unwrap_err();
/// assert_eq!(refused.to_string(), "a domain is written alone, and stands for everything below it: cdn.test");
/// # Ok::<(), audit::NoDomain>(())
/// ```
///
/// # Errors
///
/// If it is none, something stands beside it, or strangers have sites under it.
pub fn domain(text: &str) -> Result<Domain, NoDomain> {
    let text = text.trim_end_matches('.');
    let alone = alone(text);
    if alone.contains(['*', ',']) {
        return Err(NoDomain::Unreadable);
    }
    let host = Host::parse(alone).map_err(|_| NoDomain::Unreadable)?;
    let name = host.to_string();
    if alone != text {
        return Err(NoDomain::More(name));
    }
    if is_shared(&name) || is_cloud(&name) {
        return Err(NoDomain::Shared(name));
    }
    Ok(Domain(name))
}

/// What remains of it without scheme, user, port, path, and the ways of writing "everything below".
fn alone(text: &str) -> &str {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split(['/', '?', '#']).next().unwrap_or_default();
    let text = text.rsplit('@').next().unwrap_or_default();
    let text = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => text,
    };
    text.trim_start_matches("*.")
        .trim_start_matches('.')
        .trim_end_matches('.')
}

impl Domain {
    /// In lower case, and as it goes over the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_stands_alone() {
        let more = |name: &str| Err(NoDomain::More(name.to_owned()));
        let shared = |name: &str| Err(NoDomain::Shared(name.to_owned()));
        let table = [
            ("cdn.test", Ok("cdn.test")),
            ("CDN.test.", Ok("cdn.test")),
            ("bücher.test", Ok("xn--bcher-kva.test")),
            ("localhost", Ok("localhost")),
            ("127.0.0.1", Ok("127.0.0.1")),
            ("[::1]", Ok("[::1]")),
            ("d1.cloudfront.net", Ok("d1.cloudfront.net")),
            ("https://cdn.test", more("cdn.test")),
            ("https://cdn.test/a?b", more("cdn.test")),
            ("cdn.test:8443", more("cdn.test")),
            ("[::1]:8443", more("[::1]")),
            ("cdn.test/", more("cdn.test")),
            ("me@cdn.test", more("cdn.test")),
            ("*.cdn.test", more("cdn.test")),
            (".cdn.test", more("cdn.test")),
            ("co.uk", shared("co.uk")),
            ("me.uk", shared("me.uk")),
            ("cloudfront.net", shared("cloudfront.net")),
            ("amazonaws.com", shared("amazonaws.com")),
            ("", Err(NoDomain::Unreadable)),
            ("*", Err(NoDomain::Unreadable)),
            ("https://", Err(NoDomain::Unreadable)),
            ("cdn.test,img.test", Err(NoDomain::Unreadable)),
            ("cdn test", Err(NoDomain::Unreadable)),
        ];
        for (text, expected) in table {
            let read = domain(text);
            assert_eq!(
                read.as_ref().map(Domain::as_str),
                expected.as_ref().copied(),
                "{text}"
            );
        }
    }
}
