//! What every handler works with: the running parts of one installation.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use gate::Gate;
use optout::{
    Entry, InstallationKey, Policy, ReceiptCodes, Scope, Timestamp, TokenKeys, Vocabulary,
};
use store::seal::Sealer;
use store::{Destinations, Follower, Log, Salt};
use tokio::sync::watch;

use crate::client::PublicLimit;
use crate::keys::{ApiKeys, Caller};
use crate::pages;
use crate::problem::Problem;
use crate::snippet::{SiteKey, SiteSettings, Snippet};
use crate::unbound::Unbound;

/// The running parts of one installation.
pub struct Node {
    /// The log.
    pub log: Arc<Log>,
    /// What follows it in memory.
    pub views: Arc<Views>,
    /// Makes tokens of identifiers.
    pub tokens: TokenKeys,
    /// Seals identifiers until they are delivered.
    pub sealer: Sealer,
    /// Makes the codes of receipts.
    pub codes: ReceiptCodes,
    /// The rules in force.
    pub policy: Policy,
    /// What the configuration says of pages and API.
    pub settings: Settings,
    /// Limits public requests.
    pub limit: PublicLimit,
    /// Signals that there was nothing to bind to.
    pub unbound: Unbound,
    /// What the site's server proves log-ins with.
    pub site_key: SiteKey,
    /// The script of the site.
    pub snippet: Snippet,
    /// Time and randomness.
    pub world: World,
}

/// What follows the log in memory.
pub struct Views {
    /// The suppression set.
    pub gate: Gate,
    /// What became of telling each destination; the delivery engine looks at it too.
    pub destinations: Arc<RwLock<Destinations>>,
    /// Keys to the API.
    pub keys: ApiKeys,
    /// How many entries have been followed, for whoever waits for more.
    pub followed: watch::Sender<u64>,
    /// Whether the log has been read to its end once.
    read: watch::Sender<bool>,
    clock: fn() -> Instant,
}

/// What the configuration says of pages and API.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address under which consumers reach this installation, without a slash at the end.
    pub public_url: String,
    /// The business, as its pages name it.
    pub brand: pages::Brand,
    /// The words that the business added to the law's.
    pub vocabulary: Vocabulary,
    /// Sites whose pages may call the public API from a browser (`https://shop.example`).
    pub origins: Vec<String>,
    /// Proxies whose word on a client's address counts.
    pub trusted_proxies: Vec<IpAddr>,
    /// Since when `/.well-known/gpc.json` says that the signal is honoured.
    pub gpc_since: optout::Date,
    /// The site that the business's tags stand on.
    pub site: SiteSettings,
    /// The programmes that rest on sharing, by name: what their members call them.
    pub programs: BTreeMap<String, String>,
    /// What the pages say of each recipient, by name.
    pub recipients: BTreeMap<String, pages::Recipient>,
}

/// Time and randomness: the only places where a handler meets either.
#[derive(Clone)]
pub struct World {
    /// The time.
    pub now: fn() -> Timestamp,
    /// The gate's clock.
    pub instant: fn() -> Instant,
    /// Fills bytes with randomness.
    pub random: fn(&mut [u8]),
}

impl Node {
    /// The parts of an installation with this key.
    #[must_use]
    pub fn new(
        log: Arc<Log>,
        views: Arc<Views>,
        master: &InstallationKey,
        settings: Settings,
        world: World,
    ) -> Self {
        let site = settings
            .site
            .to_json(&settings.public_url, &settings.brand.name);
        let snippet = Snippet::new(&site);
        Self {
            log,
            views,
            tokens: TokenKeys::new(master),
            sealer: Sealer::new(master),
            codes: ReceiptCodes::new(master),
            policy: Policy::default(),
            settings,
            limit: PublicLimit::default(),
            unbound: Unbound::since((world.now)()),
            site_key: SiteKey::of(master),
            snippet,
            world,
        }
    }

    /// A fresh salt.
    #[must_use]
    pub fn salt(&self) -> Salt {
        let mut salt = Salt([0; 16]);
        (self.world.random)(&mut salt.0);
        salt
    }

    /// The time, to the millisecond, as entries have it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = (self.world.now)();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Whether a request comes from a program on this very machine, and not through a proxy.
    #[must_use]
    pub fn is_local(&self, peer: SocketAddr, headers: &HeaderMap) -> bool {
        crate::client::address(peer, headers, &self.settings.trusted_proxies).is_none()
    }

    /// The address of a receipt.
    #[must_use]
    pub fn receipt_url(&self, position: u64) -> String {
        format!(
            "{}/receipts/{}",
            self.settings.public_url,
            self.codes.code(position)
        )
    }
}

impl Views {
    /// Views that have followed nothing; the gate is closed.
    #[must_use]
    pub fn new(gate: Gate, clock: fn() -> Instant) -> Arc<Self> {
        Arc::new(Self {
            gate,
            destinations: Arc::default(),
            keys: ApiKeys::default(),
            followed: watch::Sender::new(0),
            read: watch::Sender::new(false),
            clock,
        })
    }

    /// Waits until the log has been read to its end once, at most for `wait`: what is decided on half of it may be wrong.
    /// Says whether it has.
    pub async fn read_to_the_end(&self, wait: Duration) -> bool {
        if *self.read.borrow() {
            return true;
        }
        let mut read = self.read.subscribe();
        let ended = tokio::time::timeout(wait, read.wait_for(|read| *read)).await;
        matches!(ended, Ok(Ok(_)))
    }

    /// Who sent a request that needs no key.
    ///
    /// # Errors
    /// 401 where its key is not known, 403 where that lacks the scope; 503 before the log was read, as the key may stand in it.
    pub(crate) fn caller(&self, headers: &HeaderMap, scope: Scope) -> Result<Caller, Problem> {
        self.keys.caller(headers, scope).map_err(|problem| {
            let may_be_known = problem.status == 401 && !*self.read.borrow();
            if may_be_known {
                Problem::unread()
            } else {
                problem
            }
        })
    }

    /// Who sent a request that needs a key of `scope`.
    ///
    /// # Errors
    /// 401 where there is none or it is not known, 403 where it lacks the scope; 503 before the log was read, as the key may stand in it.
    pub fn require(&self, headers: &HeaderMap, scope: Scope) -> Result<Caller, Problem> {
        match self.caller(headers, scope)? {
            Caller::Public => {
                let name = scope.name();
                let detail =
                    format!("send `Authorization: Bearer KEY` with a key of scope `{name}`");
                Err(Problem::unauthorized(detail))
            }
            caller @ Caller::Key(_) => Ok(caller),
        }
    }

    /// What became of telling each destination.
    pub fn destinations(&self) -> RwLockReadGuard<'_, Destinations> {
        self.destinations
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The follower that keeps these views up to date.
    #[must_use]
    pub fn follower(self: &Arc<Self>) -> Box<dyn Follower> {
        Box::new(ViewsFollower(self.clone()))
    }
}

struct ViewsFollower(Arc<Views>);

impl Follower for ViewsFollower {
    fn follow(&mut self, batch: &[(u64, Entry)]) {
        // Keys and destinations before the gate: whoever sees the gate's size sees them too.
        self.0.keys.follow(batch);
        let mut destinations = self
            .0
            .destinations
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for (position, entry) in batch {
            destinations.follow(*position, entry);
        }
        drop(destinations);
        self.0.gate.follow(batch);
        self.0.followed.send_replace(self.0.gate.size());
    }

    fn caught_up(&mut self, size: u64) {
        self.0.gate.caught_up(size, (self.0.clock)());
        self.0
            .read
            .send_if_modified(|read| !std::mem::replace(read, true));
    }
}
