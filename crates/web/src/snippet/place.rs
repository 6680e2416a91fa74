//! What is held: a host with all of its subdomains, or what begins with a path on them, as `ads.example` and
//! `www.google.com/pagead` say it.

/// Whether this is such a place: lower case, no scheme, no port, nothing after the path.
#[must_use]
pub fn is_place(text: &str) -> bool {
    let (host, path) = text.split_once('/').unwrap_or((text, ""));
    let of_host = |letter: u8| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || b"-.".contains(&letter)
    };
    let of_path = |letter: u8| letter.is_ascii_alphanumeric() || b"-._~/".contains(&letter);
    host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && host.bytes().all(of_host)
        && path.bytes().all(of_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_host_or_the_beginning_of_a_path() {
        for good in [
            "ads.example",
            "a-1.ads.example",
            "www.google.com/pagead",
            "t.co/i/adsct",
            "a.example/",
        ] {
            assert!(is_place(good), "{good}");
        }
        for bad in [
            "",
            "ads",
            "https://ads.example",
            "ads.example:8080",
            "ads.example/?a",
            "Ads.example",
            ".ads.example",
            "ads.example.",
            "a..b",
            "*.ads.example",
            "ads.example/(",
            "ads.example/a|b",
            "/a",
        ] {
            assert!(!is_place(bad), "{bad}");
        }
    }
}
