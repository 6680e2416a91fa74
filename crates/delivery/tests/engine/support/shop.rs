//! A business with a log and an engine.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, RwLock};
use std::time::Instant;

use delivery::engine::{Engine, EngineOptions, Settings};
use ledger::Signer;
use optout::{
    Channel, DestinationDeclared, DestinationState, Entry, Identifier, InstallationKey, Kind,
    OptIn, Outcome, PurposeSet, Recipient, Recorded, Role, Standing, Subject, Timestamp, Token,
    TokenKeys,
};
use store::seal::Sealer;
use store::{Commit, DestinationView, Destinations, Follower, Log, LogOptions, LogStore, Salt};
use tokio::sync::watch;

use super::DEADLINE;
use super::destination::Destination;
use super::store::MemoryStore;

pub const ORIGIN: &str = "shop.example/log";

pub struct Shop {
    pub store: Arc<MemoryStore>,
    pub log: Arc<Log>,
    destinations: Arc<RwLock<Destinations>>,
    standings: Arc<RwLock<Standings>>,
    followed: watch::Receiver<u64>,
    sealer: Sealer,
}

/// What stands for each token.
pub type Standings = HashMap<Token, Standing>;

struct Projector {
    destinations: Arc<RwLock<Destinations>>,
    standings: Arc<RwLock<Standings>>,
    followed: watch::Sender<u64>,
}

impl Follower for Projector {
    fn follow(&mut self, batch: &[(u64, Entry)]) {
        let mut destinations = self.destinations.write().unwrap();
        for (position, entry) in batch {
            destinations.follow(*position, entry);
        }
        drop(destinations);
        let mut standings = self.standings.write().unwrap();
        for (position, entry) in batch {
            apply(&mut standings, *position, entry);
        }
        drop(standings);
        if let Some((position, _)) = batch.last() {
            self.followed.send_replace(position + 1);
        }
    }

    fn caught_up(&mut self, _: u64) {}
}

pub fn master() -> InstallationKey {
    InstallationKey::new([7; 32])
}

/// A clock that begins on the law's birthday and runs.
pub fn now() -> Timestamp {
    static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
    let begin: Timestamp = "2026-11-23T14:00:00Z".parse().unwrap();
    begin + STARTED.elapsed()
}

fn entropy() -> [u8; 16] {
    static DRAWN: AtomicU64 = AtomicU64::new(1);
    let number = DRAWN.fetch_add(1, Ordering::Relaxed);
    // Spread over all bits, so that jitter is some.
    u128::from(number)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834)
        .to_le_bytes()
}

impl Shop {
    pub fn open() -> Self {
        let store = Arc::new(MemoryStore::default());
        let destinations = Arc::new(RwLock::new(Destinations::default()));
        let standings = Arc::new(RwLock::new(Standings::new()));
        let (sender, followed) = watch::channel(0);
        let projector = Projector {
            destinations: destinations.clone(),
            standings: standings.clone(),
            followed: sender,
        };
        let options = LogOptions {
            signer: Signer::from_seed(ORIGIN, &[7; 32]).unwrap(),
            followers: vec![Box::new(projector)],
            witness: None,
        };
        Self {
            log: Log::start(store.clone(), options),
            store,
            destinations,
            standings,
            followed,
            sealer: Sealer::new(&master()),
        }
    }

    pub fn engine(&self, holder: &str) -> Engine {
        self.engine_with(holder, Settings::for_testing())
    }

    pub fn engine_with(&self, holder: &str, settings: Settings) -> Engine {
        self.engine_at(holder, settings, now)
    }

    /// An engine with a clock of its own.
    pub fn engine_at(&self, holder: &str, settings: Settings, clock: fn() -> Timestamp) -> Engine {
        let standings = self.standings.clone();
        let standing = move |token: &Token| {
            standings
                .read()
                .unwrap()
                .get(token)
                .copied()
                .unwrap_or_default()
        };
        Engine::start(EngineOptions {
            log: self.log.clone(),
            destinations: self.destinations.clone(),
            followed: self.followed.clone(),
            standing: Arc::new(standing),
            links: Arc::new(|_| Vec::new()),
            sealer: self.sealer.clone(),
            master: master(),
            business: "Juniper & Rye".into(),
            origin: ORIGIN.into(),
            settings,
            clock: Arc::new(clock),
            entropy: Arc::new(entropy),
            holder: holder.into(),
        })
        .unwrap()
    }

    /// What this process knows of each token.
    pub fn standings(&self) -> Standings {
        self.standings.read().unwrap().clone()
    }

    /// What a process would know that reads the log now.
    pub fn replayed(&self) -> Standings {
        let mut standings = Standings::new();
        store::replay(&*self.store, |position, entry| {
            apply(&mut standings, position, entry);
        })
        .unwrap();
        standings
    }

    pub async fn commit(&self, entry: Entry) -> u64 {
        self.commit_sealing(entry, &[]).await
    }

    async fn commit_sealing(&self, entry: Entry, identifiers: &[Identifier]) -> u64 {
        let commit = Commit::new(Salt(entropy()), entry).sealing(&self.sealer, identifiers);
        self.log.commit(commit).await.unwrap().position
    }

    pub async fn declare(&self, name: &str, destination: &Destination) -> u64 {
        self.declare_for(name, destination.url(), PurposeSet::OPT_OUT)
            .await
    }

    pub async fn declare_for(&self, name: &str, url: String, purposes: PurposeSet) -> u64 {
        self.commit(Entry::Destination(Box::new(DestinationDeclared {
            at: now(),
            name: name.into(),
            url,
            recipient: Recipient {
                name: name.into(),
                role: Role::ThirdParty,
                contract: None,
            },
            purposes,
            secrets: 1,
        })))
        .await
    }

    pub async fn resume(&self, name: &str) {
        self.commit(Entry::DestinationState(DestinationState {
            at: now(),
            name: name.into(),
            held: None,
            removed: false,
        }))
        .await;
    }

    pub async fn remove(&self, name: &str) {
        self.commit(Entry::DestinationState(DestinationState {
            at: now(),
            name: name.into(),
            held: None,
            removed: true,
        }))
        .await;
    }

    pub async fn opt_out(&self, email: &str) -> u64 {
        let (identifier, recorded) = recorded(email, PurposeSet::OPT_OUT);
        self.commit_sealing(Entry::OptOut(recorded), &[identifier])
            .await
    }

    pub async fn limit(&self, email: &str) -> u64 {
        let (identifier, recorded) = recorded(email, PurposeSet::LIMIT);
        self.commit_sealing(Entry::Limit(recorded), &[identifier])
            .await
    }

    pub async fn ask_to_opt_in(&self, email: &str) -> u64 {
        let (_, recorded) = recorded(email, PurposeSet::OPT_OUT);
        self.commit(Entry::OptInRequested(OptIn {
            at: recorded.at,
            channel: recorded.channel,
            purposes: recorded.purposes,
            subjects: recorded.subjects,
            control: optout::Control::Key("staff".into()),
            first: None,
        }))
        .await
    }

    pub async fn opt_in(&self, email: &str) -> u64 {
        let (identifier, recorded) = recorded(email, PurposeSet::OPT_OUT);
        let control = optout::Control::Key("staff".into());
        let opt_in = OptIn {
            at: recorded.at,
            channel: recorded.channel,
            purposes: recorded.purposes,
            subjects: recorded.subjects,
            control,
            first: Some(0),
        };
        self.commit_sealing(Entry::OptIn(opt_in), &[identifier])
            .await
    }

    pub fn look<T>(&self, name: &str, look: impl FnOnce(&DestinationView) -> T) -> T {
        look(self.destinations.read().unwrap().get(name).unwrap())
    }

    pub fn lag(&self, name: &str) -> u64 {
        let destinations = self.destinations.read().unwrap();
        destinations.lag(destinations.get(name).unwrap())
    }

    /// Waits until the projection says so about a destination.
    pub async fn until(&self, what: &str, name: &str, reached: impl Fn(&DestinationView) -> bool) {
        let mut followed = self.followed.clone();
        let there = followed.wait_for(|_| self.look(name, &reached));
        let there = tokio::time::timeout(DEADLINE, there).await;
        if there.is_err() {
            let view = self.look(name, Clone::clone);
            panic!("never happened: {what}; {view:?}");
        }
    }

    /// Waits until a destination was told of everything, or of all but what waits for a person.
    pub async fn until_told(&self, name: &str) {
        let end = self.destinations.read().unwrap().choices_end();
        self.until("told of everything", name, |view| {
            view.cursor() >= end && view.failing().is_empty()
        })
        .await;
    }

    /// Everything that became of telling a destination.
    pub fn outcomes(&self, name: &str) -> Vec<Outcome> {
        let entries = self.store.read(0, usize::MAX).unwrap();
        let outcome = |body: &[u8]| match Entry::from_bytes(body).unwrap() {
            Entry::Outcome(outcome) if outcome.destination == name => Some(outcome),
            _ => None,
        };
        entries
            .iter()
            .filter_map(|stored| outcome(&stored.body))
            .collect()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.log.stop();
    }
}

fn apply(standings: &mut Standings, position: u64, entry: &Entry) {
    let Some(choice) = entry.choice() else { return };
    for subject in choice.subjects {
        let standing = standings.entry(subject.token).or_default();
        *standing = standing.after(position, &choice);
    }
}

/// The token of an e-mail address.
pub fn token(email: &str) -> Token {
    recorded(email, PurposeSet::NONE).1.subjects[0].token
}

fn recorded(email: &str, purposes: PurposeSet) -> (Identifier, Recorded) {
    let identifier = Identifier::of(Kind::Email, email).unwrap();
    let mut subjects: Vec<Subject> = Vec::new();
    identifier.tokens(&TokenKeys::new(&master()), |subject| subjects.push(subject));
    let recorded = Recorded {
        at: now(),
        channel: Channel::WebForm,
        purposes,
        subjects,
        deadline: optout::business_day_deadline(now()),
        state: None,
        agent: None,
        policy: "us/2026-11-23".into(),
    };
    (identifier, recorded)
}
