//! Whose host it is: the site's own, or a third party's.

/// Second levels under which countries give out names, as in `shop.co.uk`.
const SECOND_LEVELS: [&str; 12] = [
    "ac", "co", "com", "edu", "gen", "go", "gov", "gob", "ne", "net", "or", "org",
];
/// Hosts under which strangers have sites side by side.
const SHARED: [&str; 9] = [
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "myshopify.com",
    "netlify.app",
    "pages.dev",
    "vercel.app",
    "web.app",
    "workers.dev",
];

/// The registrable domain of `host`: its last two labels, or three under what countries and hosting companies give out; an address,
/// or one label, is its own. The public suffix list knows more such names, and costs every build fifteen seconds: where this
/// rule takes two sites for one, they are one company's or hosted side by side, and where it takes one for two, `--own` says so.
pub fn site(host: &str) -> &str {
    let is_address = host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok();
    if is_address {
        return host;
    }
    let last = |labels: usize| {
        let dots = host.rmatch_indices('.').map(|(at, _)| at + 1);
        dots.take(labels)
            .nth(labels - 1)
            .map_or(host, |at| &host[at..])
    };
    let two = last(2);
    let is_countrys = two
        .split_once('.')
        .is_some_and(|(second, country)| country.len() == 2 && SECOND_LEVELS.contains(&second));
    if is_countrys || SHARED.contains(&two) {
        last(3)
    } else {
        two
    }
}

/// Which hosts are the business's own.
pub struct Own {
    /// The page's site, and the one under which it was asked for.
    sites: [String; 2],
    /// Further domains, such as a CDN's, with everything below them.
    domains: Vec<String>,
}

impl Own {
    pub fn new(hosts: [&str; 2], domains: &[String]) -> Self {
        let domains = domains.iter().map(|domain| domain.to_ascii_lowercase());
        Self {
            sites: hosts.map(|host| site(host).to_owned()),
            domains: domains.collect(),
        }
    }

    /// The site's registrable domain.
    pub fn site(&self) -> &str {
        &self.sites[0]
    }

    pub fn includes(&self, host: &str) -> bool {
        let mut domains = self.domains.iter();
        self.sites.iter().any(|own| own == site(host))
            || domains.any(|domain| is_within(host, domain))
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
            &["CDN.example.net".to_owned()],
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
