//! Whose host it is: the site's own, or a third party's.

use crate::domain::Domain;
use crate::suffix::{is_cloud, is_shared};

/// The registrable domain of `host`: its last two labels, or one more than what strangers have sites under; an address, one label, and
/// a host in a cloud are their own.
pub fn site(host: &str) -> &str {
    if host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok() {
        return host;
    }
    let below = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
    let mut site = host;
    for name in below {
        if is_cloud(name) {
            return host;
        }
        if is_shared(name) || !name.contains('.') {
            return site;
        }
        site = name;
    }
    site
}

/// Which hosts are the business's own.
pub struct Own {
    /// The page's site, and the one under which it was asked for.
    sites: [String; 2],
    /// Further domains, such as a CDN's, with everything below them.
    domains: Vec<Domain>,
}

impl Own {
    pub fn new(hosts: [&str; 2], domains: &[Domain]) -> Self {
        Self {
            sites: hosts.map(|host| site(host).to_owned()),
            domains: domains.to_vec(),
        }
    }

    /// The site's registrable domain.
    pub fn site(&self) -> &str {
        &self.sites[0]
    }

    pub fn includes(&self, host: &str) -> bool {
        let mut domains = self.domains.iter();
        self.sites.iter().any(|own| own == site(host))
            || domains.any(|domain| is_within(host, domain.as_str()))
    }
}

/// Whether `host` is `domain` or below it.
pub fn is_within(host: &str, domain: &str) -> bool {
    let below = host.strip_suffix(domain);
    below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::domain;

    #[test]
    fn a_site_is_a_registrable_domain() {
        let table = [
            ("www.shop.co.uk", "shop.co.uk"),
            ("shop.co.uk", "shop.co.uk"),
            ("co.uk", "co.uk"),
            ("a.b.shop.com.br", "shop.com.br"),
            ("www.shop.de", "shop.de"),
            ("t.co", "t.co"),
            ("www.t.co", "t.co"),
            ("a.somebody.github.io", "somebody.github.io"),
            ("somebody.github.io", "somebody.github.io"),
            ("shop.example", "shop.example"),
            ("shop.me.uk", "shop.me.uk"),
            ("www.shop.me.uk", "shop.me.uk"),
            ("a.shop.uk.com", "shop.uk.com"),
            ("www.library.ca.us", "library.ca.us"),
            ("d1.cloudfront.net", "d1.cloudfront.net"),
            ("shop.azurewebsites.net", "shop.azurewebsites.net"),
            ("a.shop.up.railway.app", "shop.up.railway.app"),
            (
                "shop.s3.us-east-1.amazonaws.com",
                "shop.s3.us-east-1.amazonaws.com",
            ),
            ("cloudfront.net", "cloudfront.net"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "[::1]"),
            ("localhost", "localhost"),
        ];
        for (host, expected) in table {
            assert_eq!(site(host), expected, "{host}");
        }
    }

    #[test]
    fn a_host_is_the_sites_own_or_a_third_partys() {
        let own = Own::new(
            ["www.shop.example", "shop.test"],
            &[domain("cdn.example.net").unwrap()],
        );
        let table = [
            ("shop.example", true),
            ("img.shop.example", true),
            ("www.shop.test", true),
            ("a.cdn.example.net", true),
            ("cdn.example.net", true),
            ("othercdn.example.net", false),
            ("myshop.example", false),
            ("connect.facebook.net", false),
        ];
        for (host, expected) in table {
            assert_eq!(own.includes(host), expected, "{host}");
        }
    }
}
