//! Resolving names, and refusing addresses that messages must not go to.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::Reach;

/// The system's resolver, of whose answers only allowed addresses are passed on: what was checked is what is connected.
pub(super) struct CheckedResolver(pub(super) Reach);

/// A name has no address that messages may go to.
#[derive(Debug, thiserror::Error)]
#[error("the name has no address that messages may go to")]
pub(super) struct AddressRefused;

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed = allowed(found, reach);
            if allowed.is_empty() {
                return Err(AddressRefused.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

fn allowed(found: impl Iterator<Item = SocketAddr>, reach: Reach) -> Vec<SocketAddr> {
    found.filter(|address| reach.allows(address.ip())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_mixed_answer_only_the_public_addresses_are_left() {
        let found = ["10.0.0.1:0", "1.1.1.1:0", "[::1]:0"].map(|text| text.parse().unwrap());
        let left = allowed(found.into_iter(), Reach::Public);
        assert_eq!(left, ["1.1.1.1:0".parse().unwrap()]);
        assert_eq!(allowed(found.into_iter(), Reach::PrivateToo).len(), 3);
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_refused() {
        let resolve = |reach: Reach| CheckedResolver(reach).resolve("localhost".parse().unwrap());
        let refused = resolve(Reach::Public).await.err().unwrap();
        assert!(refused.is::<AddressRefused>());
        assert!(resolve(Reach::PrivateToo).await.unwrap().count() > 0);
    }
}
