//! A node on a log of its own.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use gate::Gate;
use ledger::Signer;
use optout::{ApiKey, Entry, InstallationKey, Scope, Vocabulary};
use store::{Commit, Log, LogOptions};
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use tower::ServiceExt as _;
use web::Node;
use web::node::{Settings, Views};
use web::pages::{Brand, Contact};
use web::snippet::SiteSettings;

use super::world::WORLD;
use super::{Answer, Call};

/// How old the gate's knowledge may be.
const STALENESS: Duration = Duration::from_secs(10);

/// A node whose log begins with one key of each scope, `rfk_SCOPE`.
pub struct TestNode {
    pub node: Arc<Node>,
    router: Router,
    folder: TempDir,
}

impl TestNode {
    /// A node that has read its log to the end.
    pub async fn start() -> Self {
        let this = Self::new(Followed::ByTheViews);
        for scope in Scope::ALL {
            this.record(key(scope)).await;
        }
        this
    }

    /// A node that has not heard from its log yet.
    pub fn starting() -> Self {
        Self::new(Followed::ByNobody)
    }

    fn new(followed: Followed) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("log.db")).unwrap();
        let views = Views::new(Gate::new(STALENESS, Instant::now()), Instant::now);
        let followers = match followed {
            Followed::ByTheViews => vec![views.follower()],
            Followed::ByNobody => Vec::new(),
        };
        let signer = Signer::from_seed("privacy.shop.example/log", &[7; 32]).unwrap();
        let log = Log::start(
            Arc::new(store),
            LogOptions {
                signer,
                followers,
                witness: None,
            },
        );
        let key = InstallationKey::new([7; 32]);
        let node = Arc::new(Node::new(log, views, &key, settings(), WORLD));
        let router = web::router(node.clone());
        Self {
            node,
            router,
            folder,
        }
    }

    /// Sends a request and reads the answer to its end.
    pub async fn send(&self, call: Call) -> Answer {
        let answer = self.router.clone().oneshot(call.into_request()).await;
        let (head, body) = answer.unwrap().into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            body: body.into(),
        }
    }

    /// Writes an entry that no request makes.
    pub async fn record(&self, entry: Entry) -> u64 {
        let commit = Commit::new(self.node.salt(), entry).until_published();
        self.node.log.commit(commit).await.unwrap().position
    }

    /// How many entries the log has.
    pub fn size(&self) -> u64 {
        self.node.log.store().size().unwrap()
    }

    /// An entry as the log has it.
    pub fn text(&self, index: u64) -> String {
        let entry = self.node.log.store().read(index, 1).unwrap().remove(0);
        String::from_utf8(entry.body).unwrap()
    }

    /// An entry as the log has it, without whom it is about.
    pub fn entry(&self, index: u64) -> String {
        let entry = self.node.log.store().read(index, 1).unwrap().remove(0);
        let mut entry: serde_json::Value = serde_json::from_slice(&entry.body).unwrap();
        let fields = entry.as_object_mut().unwrap();
        let (_, fields) = fields.iter_mut().next().unwrap();
        let fields = fields.as_object_mut().unwrap();
        let subjects = fields.remove("subjects").unwrap();
        let kind = |subject: &serde_json::Value| {
            let subject = subject.as_str().unwrap();
            subject.split(':').next().unwrap().to_owned()
        };
        let kinds: Vec<_> = subjects.as_array().unwrap().iter().map(kind).collect();
        fields.insert("kinds".into(), kinds.into());
        fields.remove("at");
        fields.remove("policy");
        entry.to_string()
    }
}

impl Drop for TestNode {
    fn drop(&mut self) {
        self.node.log.stop();
        assert!(self.folder.path().exists(), "the folder outlives the log");
    }
}

#[derive(Clone, Copy)]
enum Followed {
    ByTheViews,
    ByNobody,
}

fn key(scope: Scope) -> Entry {
    let name = scope.name();
    Entry::ApiKey(ApiKey {
        at: (WORLD.now)(),
        id: name.to_owned(),
        scopes: vec![scope],
        sha256: web::key_digest(&format!("{}{name}", web::KEY_PREFIX)),
    })
}

fn settings() -> Settings {
    Settings {
        public_url: "https://privacy.shop.example".into(),
        brand: Brand {
            name: "Juniper & Rye".into(),
            policy_url: "/privacy".into(),
            contact: Contact::Email("privacy@shop.example".into()),
        },
        vocabulary: Vocabulary::new(&["loyalty_card"], &["fraud_prevention"])
            .and_then(|words| words.with_devices(&["ga"]))
            .unwrap(),
        origins: vec!["https://shop.example".into()],
        trusted_proxies: Vec::new(),
        gpc_since: optout::Date::constant(2026, 11, 23),
        site: site(),
        programs: BTreeMap::from([("insiders".to_owned(), "Juniper Insiders".to_owned())]),
        recipients: BTreeMap::new(),
    }
}

fn site() -> SiteSettings {
    SiteSettings {
        domain: "shop.example".into(),
        report: BTreeMap::from([("_ga".to_owned(), "ga".to_owned())]),
        ..SiteSettings::default()
    }
}
