//! Where a message goes.

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

use super::Reach;

/// The longest URL of a destination, in bytes.
const MAX_URL_BYTES: usize = 2048;

/// A URL that messages may be sent to. It may hold a secret in its path or query: `Debug` shows only the host.
#[derive(Clone, PartialEq, Eq)]
pub struct Target(Url);

/// Why a URL cannot be a destination. Messages never repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// It cannot be read.
    #[error("is not a URL")]
    Malformed,
    /// It is longer than 2048 bytes.
    #[error("is longer than {MAX_URL_BYTES} bytes")]
    TooLong,
    /// It is not `https`.
    #[error("must begin with https://")]
    NotHttps,
    /// It has a user name or a password in it.
    #[error("must not hold a user name or a password")]
    Credentials,
    /// Its host is an address that messages must not go to.
    #[error("its address is private, local or reserved; see delivery.allow_private_addresses")]
    PrivateAddress,
}

impl Target {
    /// Reads and checks the URL of a destination. A host name is checked when it is resolved.
    ///
    /// ```
    /// use delivery::transport::{Reach, Target, TargetError};
    ///
    /// assert!(Target::parse("https://ads.example/hooks", Reach::Public).is_ok());
    /// let loopback = Target::parse("https://0x7f.1/", Reach::Public);
    /// assert_eq!(loopback, Err(TargetError::PrivateAddress));
    /// ```
    ///
    /// # Errors
    /// See [`TargetError`].
    pub fn parse(url: &str, reach: Reach) -> Result<Self, TargetError> {
        if url.len() > MAX_URL_BYTES {
            return Err(TargetError::TooLong);
        }
        let mut url = Url::parse(url).map_err(|_| TargetError::Malformed)?;
        match (url.scheme(), reach) {
            ("https", _) | ("http", Reach::PrivateToo) => {}
            _ => return Err(TargetError::NotHttps),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetError::Credentials);
        }
        let address = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(TargetError::Malformed),
        };
        if address.is_some_and(|address| !reach.allows(address)) {
            return Err(TargetError::PrivateAddress);
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    pub(super) fn url(&self) -> Url {
        self.0.clone()
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({})", self.0.host_str().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, reach: Reach, expected: Result<(), TargetError>) {
        assert_eq!(Target::parse(url, reach).map(|_| ()), expected, "{url}");
    }

    #[test]
    fn urls_that_are_taken() {
        check("https://ads.example/hooks?key=1", Reach::Public, Ok(()));
        check("https://1.1.1.1:8443/", Reach::Public, Ok(()));
        check("https://[2606:4700::1111]/", Reach::Public, Ok(()));
        check("http://127.0.0.1:8080/", Reach::PrivateToo, Ok(()));
        check("http://adserver.internal/", Reach::PrivateToo, Ok(()));
    }

    #[test]
    fn urls_that_are_refused() {
        use TargetError as E;
        for (url, error) in [
            ("", E::Malformed),
            ("ads.example", E::Malformed),
            ("https://", E::Malformed),
            ("http://ads.example/", E::NotHttps),
            ("file:///etc/passwd", E::NotHttps),
            ("ftp://ads.example/", E::NotHttps),
            ("https://user@ads.example/", E::Credentials),
            ("https://user:pass@ads.example/", E::Credentials),
            ("https://:pass@ads.example/", E::Credentials),
        ] {
            check(url, Reach::Public, Err(error));
        }
        let long = format!("https://ads.example/{}", "a".repeat(MAX_URL_BYTES));
        check(&long, Reach::Public, Err(E::TooLong));
        check(
            "https://user@10.0.0.1/",
            Reach::PrivateToo,
            Err(E::Credentials),
        );
    }

    #[test]
    fn private_addresses_however_they_are_written() {
        for host in [
            "127.0.0.1",
            "127.1",
            "0x7f.1",
            "0177.0.0.1",
            "2130706433",
            "0",
            "169.254.169.254",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[64:ff9b::7f00:1]",
            "[fd00::1]",
            "１２７.０.０.１",
        ] {
            let url = format!("https://{host}/");
            check(&url, Reach::Public, Err(TargetError::PrivateAddress));
            check(&url, Reach::PrivateToo, Ok(()));
        }
    }

    #[test]
    fn debug_shows_no_path_and_no_query() {
        let target = Target::parse("https://ads.example/k3y?token=s3cret", Reach::Public).unwrap();
        assert_eq!(format!("{target:?}"), "Target(ads.example)");
    }
}
