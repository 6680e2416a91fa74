//! A pretend destination. It believes nothing: whatever it is sent, it checks, and it says so when it is dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use delivery::message::sha256_hex;
use delivery::webhook::{DestinationSecrets, Received, Verifier};
use ledger::{Receipt, Signer, VerifierKey};
use optout::{Entry, Timestamp};
use serde_json::Value;
use tokio::sync::watch;

use super::shop::{ORIGIN, master, now};

/// How it answers a message about these entries.
pub type Behaviour = Box<dyn FnMut(&[u64]) -> Reply + Send>;

/// An answer.
#[derive(Clone)]
pub enum Reply {
    /// A status and a body.
    Now(u16, &'static str, String),
    /// The same, with `Retry-After` in seconds.
    Later(u16, u64),
    /// A redirect that a client could follow with the whole message.
    Elsewhere(String),
    /// As `then`, but not before the test says so.
    Held(Arc<tokio::sync::Notify>, Box<Reply>),
    /// None at all.
    Never,
}

impl Reply {
    pub fn status(status: u16) -> Self {
        Self::Now(status, "text/plain", String::new())
    }

    pub fn json(status: u16, body: &str) -> Self {
        Self::Now(status, "application/json", body.to_owned())
    }
}

/// A message as it was taken.
#[derive(Clone, Debug)]
pub struct Seen {
    pub id: String,
    pub entries: Vec<u64>,
    pub acts: Vec<String>,
    pub body: Vec<u8>,
}

pub struct Destination {
    inner: Arc<Inner>,
    address: std::net::SocketAddr,
    seen: watch::Receiver<usize>,
}

struct Inner {
    name: &'static str,
    key: VerifierKey,
    behaviour: Mutex<Behaviour>,
    messages: Mutex<Vec<Seen>>,
    violations: Mutex<Vec<String>>,
    count: watch::Sender<usize>,
}

impl Destination {
    pub async fn open(
        name: &'static str,
        behaviour: impl FnMut(&[u64]) -> Reply + Send + 'static,
    ) -> Self {
        let (count, seen) = watch::channel(0);
        let inner = Arc::new(Inner {
            name,
            key: Signer::from_seed(ORIGIN, &[7; 32]).unwrap().verifier_key(),
            behaviour: Mutex::new(Box::new(behaviour)),
            messages: Mutex::default(),
            violations: Mutex::default(),
            count,
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new()
            .route("/hooks", post(receive))
            .with_state(inner.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self {
            inner,
            address,
            seen,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}/hooks?key=s3cret", self.address)
    }

    pub fn behave(&self, behaviour: impl FnMut(&[u64]) -> Reply + Send + 'static) {
        *self.inner.behaviour.lock().unwrap() = Box::new(behaviour);
    }

    /// Waits until it was sent so many messages, of which it may not have answered the last.
    pub async fn until_sent(&self, count: usize) {
        let mut seen = self.seen.clone();
        let reached = seen.wait_for(|seen| *seen >= count);
        let reached = tokio::time::timeout(super::DEADLINE, reached).await;
        assert!(reached.is_ok(), "never sent {count} messages");
    }

    pub fn messages(&self) -> Vec<Seen> {
        self.inner.messages.lock().unwrap().clone()
    }

    /// Every id that a set of entries was sent under, by the entries.
    pub fn ids(&self) -> BTreeMap<Vec<u64>, BTreeSet<String>> {
        let mut ids: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for message in self.messages() {
            ids.entry(message.entries).or_default().insert(message.id);
        }
        ids
    }

    /// Asserts that the same entries always came under the same id, and ids never with other entries.
    pub fn assert_ids_are_constant(&self) {
        let ids = self.ids();
        for (entries, ids) in &ids {
            assert_eq!(ids.len(), 1, "{entries:?} came under {ids:?}");
        }
        let all: BTreeSet<_> = ids.values().flatten().collect();
        assert_eq!(all.len(), ids.len(), "an id came with different entries");
    }

    /// Asserts that every try of a message had the same bytes.
    pub fn assert_bytes_are_constant(&self) {
        let mut bodies: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for message in self.messages() {
            let before = bodies
                .entry(message.id)
                .or_insert_with(|| message.body.clone());
            assert!(*before == message.body, "a retry had other bytes");
        }
    }
}

impl Drop for Destination {
    fn drop(&mut self) {
        let violations = self.inner.violations.lock().unwrap();
        if !std::thread::panicking() {
            assert!(violations.is_empty(), "{violations:#?}");
        }
    }
}

async fn receive(State(inner): State<Arc<Inner>>, headers: HeaderMap, body: Bytes) -> Response {
    let reply = match inner.check(&headers, &body) {
        Ok(seen) => {
            let reply = (inner.behaviour.lock().unwrap())(&seen.entries);
            inner.messages.lock().unwrap().push(seen);
            reply
        }
        Err(violation) => {
            inner.violations.lock().unwrap().push(violation);
            Reply::status(400)
        }
    };
    inner.count.send_modify(|count| *count += 1);
    answer(reply).await
}

async fn answer(mut reply: Reply) -> Response {
    loop {
        match reply {
            Reply::Now(status, content_type, body) => {
                let status = StatusCode::from_u16(status).unwrap();
                return (status, [(header::CONTENT_TYPE, content_type)], body).into_response();
            }
            Reply::Later(status, seconds) => {
                let status = StatusCode::from_u16(status).unwrap();
                let wait = [(header::RETRY_AFTER, seconds.to_string())];
                return (status, wait).into_response();
            }
            Reply::Elsewhere(url) => {
                let location = [(header::LOCATION, url)];
                return (StatusCode::TEMPORARY_REDIRECT, location).into_response();
            }
            Reply::Held(until, then) => {
                until.notified().await;
                reply = *then;
            }
            Reply::Never => std::future::pending().await,
        }
    }
}

impl Inner {
    /// Checks a message as a careful recipient would.
    fn check(&self, headers: &HeaderMap, body: &[u8]) -> Result<Seen, String> {
        self.check_signatures(headers, body)?;
        let json: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let data = &json["data"];
        if json["type"] != "choices.changed" || data["recipient"] != self.name {
            return Err(format!("not for {}: {json}", self.name));
        }
        let notifications = data["notifications"].as_array().ok_or("no notifications")?;
        let (mut entries, mut acts) = (Vec::new(), Vec::new());
        for notification in notifications {
            self.check_notification(notification)?;
            entries.push(notification["entry"].as_u64().ok_or("no entry")?);
            acts.push(notification["act"].as_str().ok_or("no act")?.to_owned());
        }
        let time = |value: &Value| {
            value
                .as_str()
                .and_then(|text| text.parse::<Timestamp>().ok())
        };
        let newest = notifications
            .iter()
            .map(|one| time(&one["effective_at"]))
            .max();
        if newest != Some(time(&json["timestamp"])) {
            return Err("the timestamp is not the newest choice's".into());
        }
        if entries.is_empty() || !entries.is_sorted_by(|a, b| a < b) {
            return Err(format!("entries out of order: {entries:?}"));
        }
        Ok(Seen {
            id: headers["webhook-id"].to_str().unwrap().to_owned(),
            entries,
            acts,
            body: body.to_vec(),
        })
    }

    fn check_signatures(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), String> {
        let secrets = DestinationSecrets::derive(&master(), self.name, 1);
        let verifiers = [
            Verifier::Symmetric(secrets.symmetric().clone()),
            Verifier::Public(secrets.public_key()),
        ];
        for verifier in verifiers {
            let headers = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()));
            verifier
                .verify(&Received::new(headers, body), now())
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// No identifier without an entry that proves it.
    fn check_notification(&self, notification: &Value) -> Result<(), String> {
        let receipt = notification["receipt"].as_str().ok_or("no receipt")?;
        let receipt = Receipt::parse(receipt).map_err(|error| error.to_string())?;
        let proved = receipt
            .verify(&self.key)
            .map_err(|error| error.to_string())?;
        if notification["entry"].as_u64() != Some(receipt.index()) {
            return Err("the receipt is of another entry".into());
        }
        let entry = Entry::from_bytes(&proved.record).map_err(|error| error.to_string())?;
        let choice = entry.choice().ok_or("the entry is not a choice")?;
        if notification["purposes"] != serde_json::to_value(choice.purposes).unwrap()
            || notification["effective_at"] != choice.at.to_string()
        {
            return Err("the receipt proves something else".into());
        }
        let identifiers = notification["identifiers"].as_array().ok_or("nobody")?;
        if identifiers.is_empty() {
            return Err("nobody".into());
        }
        for identifier in identifiers {
            let value = identifier["value"].as_str().ok_or("no value")?;
            if identifier["sha256"] != sha256_hex(value.as_bytes()) {
                return Err("the digest is of something else".into());
            }
        }
        Ok(())
    }
}
