//! What an address on the network is.

use url::Url;

/// Reads an address, if asking for it tells anybody anything. `www.shop.example.` is the host `www.shop.example`, written out to the
/// root of the DNS: whoever has it must not be somebody else for that.
pub fn address(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok()?;
    if let Some(host) = url.host_str().filter(|host| host.ends_with('.')) {
        let host = host.trim_end_matches('.').to_owned();
        url.set_host(Some(&host)).ok()?;
    }
    is_network(&url).then_some(url)
}

/// Names under `.invalid` cannot exist (RFC 6761), and are what a held tag is sent to.
fn is_network(url: &Url) -> bool {
    let is_asked = matches!(url.scheme(), "http" | "https" | "ws" | "wss");
    is_asked
        && !url
            .host_str()
            .is_some_and(|host| host.ends_with(".invalid"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_a_host_on_the_network() {
        let table = [
            (
                "https://www.facebook.com./tr?a=b",
                Some("https://www.facebook.com/tr?a=b"),
            ),
            (
                "wss://live.shop.example:8443/",
                Some("wss://live.shop.example:8443/"),
            ),
            ("http://[::1]:80/", Some("http://[::1]/")),
            ("https://held.invalid/", None),
            ("https://held.invalid./", None),
            ("data:text/plain,x", None),
            ("not an origin", None),
        ];
        for (text, expected) in table {
            let url = address(text);
            assert_eq!(url.as_ref().map(Url::as_str), expected, "{text}");
        }
    }
}
