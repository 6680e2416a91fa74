//! A node whose database is gone answers from memory for as long as it may, then denies everything and takes nothing, and
//! recovers by itself.
//!
//! `REFRAIN_GONE_SECONDS` keeps the database away longer (no longer than it takes unless given).

mod support {
    pub mod http;
    #[expect(dead_code, reason = "these tests have databases of their own")]
    pub mod installation;
    pub mod patience;
    pub mod setting;
}

use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{Postgres, Proxy};

use support::http::{Connection, read_message};
use support::installation::{Installation, Server};
use support::patience::until;
use support::setting::setting;

/// After how long without news every decision is `deny`.
const STALENESS_MS: u64 = 1500;
/// How many answers are looked at where there is no event to wait for.
const ENOUGH: usize = 200;

const CONFIG: &str = r#"
[log]
origin = "gone.example/log"

[gate]
staleness_ms = 1500

[logging]
level = "warn"
"#;

#[test]
fn a_database_that_is_away_closes_the_gate_until_it_is_back() {
    let postgres = Postgres::start();
    let proxy = Proxy::start(postgres.port());
    let shop = Shop::open(&proxy.url(&postgres.new_database()));
    let mut people = Asked::default();
    let before = shop.known(&mut people);

    proxy.go_away();
    proxy.cut_all();
    let (kept, stale) = shop.until_stale();
    shop.check_not_ready();
    let refused = shop
        .opt_out("mallory@example.com")
        .join()
        .expect("it is answered");
    refused.check_refused();

    proxy.come_back();
    let after = shop.recovered(&mut people);
    people.check(shop);
    eprintln!(
        "database away: decisions before {before}, from memory {kept}, denied {stale}, after {after}; an opt-out meanwhile: {refused}"
    );
}

/// In 2027 most browsers send the signal with every request: a repeat must not cost the database anything.
#[test]
fn a_repeated_signal_needs_no_database() {
    let postgres = Postgres::start();
    let proxy = Proxy::start(postgres.port());
    let shop = Shop::open(&proxy.url(&postgres.new_database()));
    let repeated = until("a signal to be repeated on what is known", || {
        let first = shop.signal();
        assert!(matches!(first, 200 | 201), "{first}");
        proxy.go_away();
        proxy.cut_all();
        let repeat = shop.signal();
        let asked = shop.ask(&mut shop.connect(), "ada@example.com");
        proxy.come_back();
        until("the node to be ready", || {
            (shop.server.readiness() == Some(200)).then_some(())
        });
        // On a machine that is too busy, what is known is too old by now, and nothing is taken for a repeat.
        (asked.reason != "stale").then_some(repeat)
    });
    assert_eq!(repeated, 200);
}

#[test]
fn a_database_that_is_frozen_closes_the_gate_until_it_is_thawed() {
    let postgres = Postgres::start();
    let shop = Shop::open(&postgres.new_database());
    let mut people = Asked::default();
    let before = shop.known(&mut people);

    postgres.freeze();
    let asked = shop.opt_out("mallory@example.com");
    let (kept, stale) = shop.until_stale();
    shop.check_not_ready();

    postgres.thaw();
    let after = shop.recovered(&mut people);
    // It waited for the database, at most for as long as a statement may take: it is in force now, or refused.
    let mallory = asked.join().expect("it is answered");
    match mallory.status {
        201 => people.0.push("mallory@example.com".into()),
        _ => mallory.check_refused(),
    }
    people.check(shop);
    eprintln!(
        "database frozen: decisions before {before}, from memory {kept}, denied {stale}, after {after}; an opt-out meanwhile: {mallory}"
    );
}

/// A running node that knows one person who has opted out, and one who has not.
struct Shop {
    installation: Installation,
    server: Server,
    key: String,
}

/// Who was told that an opt-out is in force.
#[derive(Default)]
struct Asked(Vec<String>);

impl Shop {
    fn open(database: &str) -> Self {
        let installation = Installation::on(Some(database.to_owned()), CONFIG);
        let key = installation.run(&["key", "new", "--scope", "decide"]);
        let key = format!("Authorization: Bearer {}\r\n", key.succeeded().trim());
        let server = installation.serve();
        Self {
            installation,
            server,
            key,
        }
    }

    /// One who has opted out is denied, one who has not is allowed.
    fn known(&self, people: &mut Asked) -> Latencies {
        let ada = self
            .opt_out("ada@example.com")
            .join()
            .expect("it is answered");
        assert_eq!(ada.status, 201, "{}", ada.body);
        people.0.push("ada@example.com".into());
        self.answers(|_, seen| seen < ENOUGH)
    }

    /// Decisions while the database is gone: right ones for as long as they may be, then denials only.
    fn until_stale(&self) -> (Latencies, Latencies) {
        let gone = Instant::now();
        let for_long = Duration::from_secs(setting("REFRAIN_GONE_SECONDS").unwrap_or(0));
        let kept = self.answers(|told, _| told.reason != "stale");
        assert!(!kept.0.is_empty(), "it was never answered from memory");
        let stale = self.answers(|told, seen| {
            assert_eq!(
                told.reason, "stale",
                "the gate opened without news: {told:?}"
            );
            seen < ENOUGH || gone.elapsed() < for_long
        });
        (kept, stale)
    }

    /// The database is back: so are decisions, readiness and intake, without anybody's doing.
    fn recovered(&self, people: &mut Asked) -> Latencies {
        let mut asking = self.connect();
        until("the gate to open", || {
            (self.ask(&mut asking, "bob@example.com").reason != "stale").then_some(())
        });
        let after = self.answers(|told, seen| {
            assert_ne!(told.reason, "stale", "{told:?}");
            seen < ENOUGH
        });
        until("the node to be ready", || {
            (self.server.readiness() == Some(200)).then_some(())
        });
        until("an opt-out to be taken", || {
            let eve = self
                .opt_out("eve@example.com")
                .join()
                .expect("it is answered");
            if eve.status == 503 {
                eve.check_refused();
                return None;
            }
            assert!(matches!(eve.status, 200 | 201), "{}", eve.body);
            Some(())
        });
        people.0.push("eve@example.com".into());
        after
    }

    /// Asks about both for as long as `go_on` wants, given an answer and how many there were.
    fn answers(&self, go_on: impl Fn(&Told, usize) -> bool) -> Latencies {
        let mut connection = self.connect();
        let mut latencies = Latencies::default();
        loop {
            for (email, known) in [
                ("ada@example.com", ("deny", "opted_out")),
                ("bob@example.com", ("allow", "no_opt_out")),
            ] {
                let told = self.ask(&mut connection, email);
                told.check(known);
                if !go_on(&told, latencies.0.len()) {
                    return latencies;
                }
                latencies.0.push(told.took);
            }
        }
    }

    fn ask(&self, connection: &mut Connection, email: &str) -> Told {
        let question = json!({
            "identifiers": [{ "kind": "email", "value": email }],
            "recipient": "acme",
            "purpose": "sale",
        });
        let started = Instant::now();
        let answer = connection.post("/v1/decisions", &self.key, &question);
        let (answer, took) = (answer.expect("it is answered"), started.elapsed());
        assert_eq!(answer.status, 200, "{}", answer.body);
        let said = answer.json();
        let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        Told {
            decision: text("decision"),
            reason: text("reason"),
            age_ms: said["as_of"]["age_ms"].as_u64(),
            took,
        }
    }

    fn check_not_ready(&self) {
        let answer = self.connect().get("/readyz", "").expect("it is answered");
        assert_eq!(answer.status, 503, "{}", answer.body);
        let said = answer.json();
        assert_eq!(said["status"], "not ready");
        assert_eq!(said["reason"], "the log has not been heard of for too long");
    }

    /// Opts somebody out, on a thread of its own.
    fn opt_out(&self, email: &'static str) -> JoinHandle<Answered> {
        let address = self.server.address;
        std::thread::spawn(move || opt_out(address, email).expect("it is answered"))
    }

    /// A browser of Ada's sends the signal.
    fn signal(&self) -> u16 {
        let ada = json!({ "kind": "email", "value": "ada@example.com" });
        let body = json!({ "signal": "gpc", "identifiers": [ada] });
        let answer = self.connect().post("/v1/signals", "", &body);
        answer.expect("it is answered").status
    }

    fn connect(&self) -> Connection {
        Connection::open(self.server.address).expect("the server listens")
    }
}

impl Asked {
    /// What was acknowledged is in the log: a node that starts anew knows it.
    fn check(&self, mut shop: Shop) {
        drop(shop.server);
        shop.server = shop.installation.serve();
        let mut connection = shop.connect();
        for email in &self.0 {
            shop.ask(&mut connection, email)
                .check(("deny", "opted_out"));
        }
        shop.installation.run(&["ledger", "check"]).succeeded();
    }
}

/// A decision.
#[derive(Debug)]
struct Told {
    decision: String,
    reason: String,
    age_ms: Option<u64>,
    took: Duration,
}

impl Told {
    /// It is `known` while what is known is young enough, and `deny` afterwards.
    fn check(&self, known: (&str, &str)) {
        let said = (&*self.decision, &*self.reason);
        let age = self.age_ms.expect("the log has been read");
        match age {
            ..STALENESS_MS => assert_eq!(said, known, "{self:?}"),
            // Perhaps a fraction of a millisecond more.
            STALENESS_MS => assert!(said == known || said == ("deny", "stale"), "{self:?}"),
            _ => assert_eq!(said, ("deny", "stale"), "{self:?}"),
        }
    }
}

/// How long answers took.
#[derive(Default)]
struct Latencies(Vec<Duration>);

impl std::fmt::Display for Latencies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut all = self.0.clone();
        all.sort_unstable();
        let longest = all.last().copied().unwrap_or_default();
        let median = all.get(all.len() / 2).copied().unwrap_or_default();
        write!(f, "{} (median {median:?}, longest {longest:?})", all.len())
    }
}

/// What became of an opt-out.
struct Answered {
    status: u16,
    head: String,
    body: Value,
    took: Duration,
}

impl Answered {
    /// It says in so many words that it is not done.
    fn check_refused(&self) {
        assert_eq!(self.status, 503, "{}", self.body);
        assert_eq!(self.body["type"], "urn:refrain:problem:unavailable");
        let head = self.head.to_ascii_lowercase();
        assert!(
            head.contains("content-type: application/problem+json"),
            "{head}"
        );
        assert!(head.contains("retry-after: "), "{head}");
    }
}

impl std::fmt::Display for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} after {:?}", self.status, self.took)
    }
}

/// Opts somebody out, and waits for the answer however long it takes.
fn opt_out(address: SocketAddr, email: &str) -> std::io::Result<Answered> {
    let body = json!({ "identifiers": [{ "kind": "email", "value": email }] }).to_string();
    let started = Instant::now();
    let mut stream = TcpStream::connect(address)?;
    let length = body.len();
    let request = format!(
        "POST /v1/opt-outs HTTP/1.1\r\nHost: refrain\r\nPrefer: wait=0\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes())?;
    let (head, body) = read_message(&mut BufReader::new(stream))?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    Ok(Answered {
        status: status.unwrap_or_default(),
        took: started.elapsed(),
        body: serde_json::from_slice(&body)?,
        head,
    })
}
