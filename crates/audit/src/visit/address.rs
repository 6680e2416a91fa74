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

/// The address as it may be shown: the name and the password that a page is asked for with are nobody else's.
pub fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Neither fails for an address of the network, which has a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
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

    #[test]
    fn nobodys_password_is_shown() {
        let table = [
            (
                "http://alice:s3cret@shop.example/a?b#c",
                "http://shop.example/a?b#c",
            ),
            ("https://alice@[::1]:8443/", "https://[::1]:8443/"),
            ("wss://:s3cret@shop.example/", "wss://shop.example/"),
            ("https://shop.example/@a:b", "https://shop.example/@a:b"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(&address(text).unwrap()), expected, "{text}");
        }
    }
}
