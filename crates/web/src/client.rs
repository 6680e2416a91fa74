//! Where a request comes from, and how many such requests are taken.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::problem::Problem;

/// How many public requests one address may send a second, over time. People behind one address share it, so it is high;
/// nobody is ever refused for good, because every moment that passes lets another request through.
pub const PUBLIC_PER_SECOND: u32 = 10;
/// How many it may send at once.
pub const PUBLIC_BURST: u32 = 100;
/// After how many checks addresses that have not been seen for a while are forgotten.
const FORGET_EVERY: u64 = 10_000;

/// Limits how fast one address may send public requests.
pub struct PublicLimit {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    checks: std::sync::atomic::AtomicU64,
}

impl Default for PublicLimit {
    fn default() -> Self {
        let nonzero = |count| NonZeroU32::new(count).expect("a constant above zero");
        let quota =
            Quota::per_second(nonzero(PUBLIC_PER_SECOND)).allow_burst(nonzero(PUBLIC_BURST));
        Self {
            limiter: RateLimiter::keyed(quota),
            clock: DefaultClock::default(),
            checks: 0.into(),
        }
    }
}

impl PublicLimit {
    /// Counts a request from `address`; `None` is the machine itself, which is not limited.
    ///
    /// # Errors
    /// 429, with the seconds after which one more will be taken.
    pub fn check(&self, address: Option<IpAddr>) -> Result<(), Problem> {
        let Some(address) = address else {
            return Ok(());
        };
        if self
            .checks
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed)
            % FORGET_EVERY
            == FORGET_EVERY - 1
        {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&network(address)).map_err(|until| {
            let wait: Duration = until.wait_time_from(self.clock.now());
            Problem::slow_down(wait.as_secs() + 1)
        })
    }
}

/// The address that a request came from, looking past a proxy on this machine or one that the configuration trusts.
/// `None` is a program on this very machine that came without a proxy.
#[must_use]
pub fn address(peer: SocketAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = peer.ip().to_canonical();
    if !peer.is_loopback() && !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let Some(forwarded) = forwarded else {
        return (!peer.is_loopback()).then_some(peer);
    };
    // The last address that is not one of our own proxies is the one that a proxy of ours saw. What stands before a hop that cannot
    // be read may be anybody's word.
    let hops = forwarded
        .as_bytes()
        .rsplit(|byte| *byte == b',')
        .map_while(hop);
    let foreign = hops
        .map(|hop| hop.to_canonical())
        .find(|hop| !hop.is_loopback() && !trusted.contains(hop));
    Some(foreign.unwrap_or(peer))
}

/// A hop's address, in any of the ways in which proxies write it: `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `[2001:db8::7]`,
/// `[2001:db8::7]:4711`.
fn hop(hop: &[u8]) -> Option<IpAddr> {
    let hop = str::from_utf8(hop).ok()?.trim();
    if let Ok(with_port) = hop.parse::<SocketAddr>() {
        return Some(with_port.ip());
    }
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']'));
    bare.unwrap_or(hop).parse().ok()
}

/// One IPv6 customer holds a /64, so its addresses count as one.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn whose_request_it_is() {
        let check = |peer: &str, forwarded: Option<&str>, expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(forwarded) = forwarded {
                let value = HeaderValue::from_bytes(forwarded.as_bytes());
                headers.insert("x-forwarded-for", value.unwrap());
            }
            let trusted = ["10.0.0.1".parse().unwrap()];
            let expected = expected.map(|address| address.parse().unwrap());
            assert_eq!(
                address(peer.parse().unwrap(), &headers, &trusted),
                expected,
                "{peer} {forwarded:?}"
            );
        };
        check("203.0.113.9:1", None, Some("203.0.113.9"));
        check("203.0.113.9:1", Some("198.51.100.7"), Some("203.0.113.9")); // A stranger's word counts for nothing.
        check("127.0.0.1:1", None, None);
        check("127.0.0.1:1", Some("198.51.100.7"), Some("198.51.100.7"));
        check(
            "10.0.0.1:1",
            Some("6.6.6.6, 198.51.100.7, 10.0.0.1"),
            Some("198.51.100.7"),
        );
        check("10.0.0.1:1", None, Some("10.0.0.1"));
        check("127.0.0.1:1", Some("nonsense"), Some("127.0.0.1"));
        // Proxies write ports, and brackets.
        for hop in [
            "198.51.100.7:4711",
            "6.6.6.6:1, 198.51.100.7:4711, 10.0.0.1:80",
            "[::ffff:198.51.100.7]:4711",
        ] {
            check("127.0.0.1:1", Some(hop), Some("198.51.100.7"));
        }
        for hop in ["2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:4711"] {
            check("127.0.0.1:1", Some(hop), Some("2001:db8::7"));
        }
        // What the client wrote itself stands before what our proxy wrote, and is not believed whatever that is.
        check("127.0.0.1:1", Some("6.6.6.6, unknown"), Some("127.0.0.1"));
        check(
            "10.0.0.1:1",
            Some("6.6.6.6, _x:1, 10.0.0.1"),
            Some("10.0.0.1"),
        );
        check("127.0.0.1:1", Some("ñ, 198.51.100.7"), Some("198.51.100.7"));
        check("127.0.0.1:1", Some("6.6.6.6, ñ"), Some("127.0.0.1"));
        check("[::1]:1", None, None);
    }

    #[test]
    fn a_burst_is_taken_then_refused_for_a_while_and_only_for_that_address() {
        let limit = PublicLimit::default();
        let one = Some("2001:db8::1".parse().unwrap());
        for _ in 0..PUBLIC_BURST {
            limit.check(one).unwrap();
        }
        let refused = (0..PUBLIC_BURST)
            .find_map(|_| limit.check(one).err())
            .unwrap();
        assert_eq!((refused.status, refused.retry_after), (429, Some(1)));
        let same_network = Some("2001:db8::2".parse().unwrap());
        assert!((0..PUBLIC_BURST).any(|_| limit.check(same_network).is_err()));
        limit
            .check(Some("2001:db8:0:1::1".parse().unwrap()))
            .unwrap();
        limit.check(None).unwrap();
    }
}
