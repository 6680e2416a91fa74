//! The published vectors of Standard Webhooks, and what its reference implementation accepts and refuses.

#![expect(
    clippy::unwrap_used,
    reason = "this whole file is a test, its helper functions too"
)]

use delivery::webhook::{PublicKey, Received, Secret, SigningSecret, SymmetricSecret, Verifier};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

const VECTORS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/vectors/webhooks.json"
);

/// The shared vectors; `None` on a machine that does not have them, which CI must.
fn vectors() -> Option<Value> {
    match std::fs::read_to_string(VECTORS) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(error) => {
            let ci = option_env!("CI").is_some() || std::env::vars().any(|(name, _)| name == "CI");
            assert!(!ci, "{VECTORS}: {error}");
            eprintln!("skipped: {VECTORS}: {error}");
            None
        }
    }
}

fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field].as_str().unwrap()
}

fn list<'a>(vectors: &'a Value, section: &str, field: &str) -> &'a [Value] {
    let list = vectors[section][field].as_array().unwrap();
    assert!(!list.is_empty(), "{section}.{field}");
    list
}

/// The reference implementation takes a secret without its prefix too; we do not.
fn symmetric(secret: &str) -> SymmetricSecret {
    let bare = secret.strip_prefix("whsec_").unwrap_or(secret);
    format!("whsec_{bare}").parse().unwrap()
}

#[test]
fn v1() {
    let Some(vectors) = vectors() else { return };
    for vector in list(&vectors, "standard_webhooks_v1", "vectors") {
        let (id, body) = (text(vector, "msg_id"), text(vector, "payload").as_bytes());
        let seconds = vector["timestamp"].as_i64().unwrap();
        let secret = symmetric(text(vector, "secret"));
        let signature = secret.sign(id, seconds, body);
        assert_eq!(signature, text(vector, "signature"), "{vector}");
        let timestamp = seconds.to_string();
        let headers = [
            ("webhook-id", id),
            ("webhook-timestamp", &timestamp),
            ("webhook-signature", &signature),
        ];
        let now = Timestamp::from_second(seconds).unwrap();
        Verifier::Symmetric(secret)
            .verify(&Received::new(headers, body), now)
            .unwrap();
    }
}

#[test]
fn v1a() {
    let Some(vectors) = vectors() else { return };
    for vector in list(&vectors, "standard_webhooks_v1a", "vectors") {
        let (id, body) = (text(vector, "msg_id"), text(vector, "payload").as_bytes());
        let seconds = vector["timestamp"].as_i64().unwrap();
        let pair: SigningSecret = text(vector, "secret_key").parse().unwrap();
        let public: PublicKey = text(vector, "public_key").parse().unwrap();
        assert_eq!(pair.public_key(), public);
        let signature = pair.sign(id, seconds, body);
        assert_eq!(signature, text(vector, "signature"));
        let timestamp = seconds.to_string();
        let headers = [
            ("webhook-id", id),
            ("webhook-timestamp", &timestamp),
            ("webhook-signature", &signature),
        ];
        let now = Timestamp::from_second(seconds).unwrap();
        Verifier::Public(public)
            .verify(&Received::new(headers, body), now)
            .unwrap();
    }
}

#[test]
fn secrets_that_are_read_and_refused() {
    let Some(vectors) = vectors() else { return };
    for secret in list(&vectors, "secret_parsing", "accept") {
        let secret = secret.as_str().unwrap();
        assert!(secret.parse::<Secret>().is_ok(), "{secret}");
    }
    for secret in list(&vectors, "secret_parsing", "reject") {
        let secret = secret.as_str().unwrap();
        let secret = secret.split(" (").next().unwrap();
        assert!(secret.parse::<Secret>().is_err(), "{secret}");
    }
}

/// A message on its way, for the reference implementation's cases.
struct Sent {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

const SECONDS: i64 = 1_795_629_600;
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

impl Sent {
    fn signed_at(seconds: i64) -> Self {
        let body = br#"{"test": 2432232314}"#.to_vec();
        let signature = symmetric(SECRET).sign("msg_1", seconds, &body);
        let headers = [
            ("webhook-id", "msg_1".to_owned()),
            ("webhook-timestamp", seconds.to_string()),
            ("webhook-signature", signature),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).into();
        Self { headers, body }
    }

    fn value(&mut self, name: &str) -> &mut String {
        let header = self.headers.iter_mut().find(|(known, _)| known == name);
        &mut header.unwrap().1
    }

    /// The message of a case, by the case's name in the vectors.
    fn of_case(case: &str) -> Self {
        let minutes = |minutes: i64| Self::signed_at(SECONDS + 60 * minutes);
        let mut sent = minutes(0);
        let good = sent.value("webhook-signature").clone();
        let bytes = good.strip_prefix("v1,").unwrap();
        let signature = match case {
            "valid" => good.clone(),
            "several signatures, one good" => format!("v1,AAAA v1a,AAAA {good}"),
            "good bytes under version v2" => format!("v2,{bytes}"),
            "good bytes under version v1a" => format!("v1a,{bytes}"),
            "signature without version prefix" => bytes.to_owned(),
            "truncated signature" => good[..good.len() - 8].to_owned(),
            "empty v1 signature" => "v1,".to_owned(),
            "timestamp 6 minutes old, correctly signed" => return minutes(-6),
            "timestamp 6 minutes in the future, correctly signed" => return minutes(6),
            "timestamp 4 minutes old, correctly signed" => return minutes(-4),
            other => return sent.altered(other),
        };
        *sent.value("webhook-signature") = signature;
        sent
    }

    fn altered(mut self, case: &str) -> Self {
        if let Some(missing) = case.strip_prefix("header missing: ") {
            self.headers.retain(|(name, _)| name != missing);
            return self;
        }
        match case {
            "timestamp not a number" => *self.value("webhook-timestamp") = "noon".into(),
            "body whitespace changed" => self.body.push(b' '),
            "header names upper case" => {
                for (name, _) in &mut self.headers {
                    *name = name.to_uppercase();
                }
            }
            other => panic!("a case that this test does not know: {other}"),
        }
        self
    }
}

#[test]
fn reactions() {
    let Some(vectors) = vectors() else { return };
    let verifier: Verifier = SECRET.parse().unwrap();
    let now = Timestamp::from_second(SECONDS).unwrap();
    for case in list(&vectors, "standard_webhooks_v1_reactions", "cases") {
        let name = text(case, "case");
        let sent = Sent::of_case(name);
        let headers = sent.headers.iter().map(|(name, value)| (&**name, &**value));
        let outcome = verifier.verify(&Received::new(headers, &sent.body), now);
        let accepted = text(case, "result") == "accepted";
        assert_eq!(outcome.is_ok(), accepted, "{name}: {outcome:?}");
    }
}

#[test]
fn the_tolerance_is_five_minutes_either_way() {
    let verifier: Verifier = SECRET.parse().unwrap();
    let sent = Sent::signed_at(SECONDS);
    let check = |seconds: i64, accepted: bool| {
        let headers = sent.headers.iter().map(|(name, value)| (&**name, &**value));
        let now = Timestamp::from_second(SECONDS).unwrap() + SignedDuration::from_secs(seconds);
        let outcome = verifier.verify(&Received::new(headers, &sent.body), now);
        assert_eq!(outcome.is_ok(), accepted, "{seconds}: {outcome:?}");
    };
    for (seconds, accepted) in [(300, true), (301, false), (-300, true), (-301, false)] {
        check(seconds, accepted);
    }
}
