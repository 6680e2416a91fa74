//! What the engine writes to its log: names and words, never whom a message is about, where it goes or what was answered.
//!
//! Alone in its process, because it listens to the whole of it.

#![expect(
    clippy::unwrap_used,
    reason = "this whole crate is a test, its helper functions too"
)]

#[path = "../engine/support/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "this test needs only a part of it"
)]
mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use delivery::engine::State;
use tracing_subscriber::fmt::MakeWriter;

use support::{Destination, Reply, Shop, eventually};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_identifier_no_address_and_no_answer_is_logged() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let shop = Shop::open();
    let mut replies = vec![
        Reply::status(401),
        Reply::status(400),
        Reply::json(200, r#"{"error":"ada@example.com is unknown"}"#),
        Reply::Now(500, "text/plain", "ada@example.com".into()),
    ];
    let acme = Destination::open("acme-ads", move |_| {
        replies.pop().unwrap_or_else(|| Reply::status(200))
    })
    .await;
    shop.declare("acme-ads", &acme).await;
    let engine = shop.engine("a");
    shop.opt_out("ada@example.com").await;
    eventually("held", || {
        engine.status("acme-ads").map(|status| status.state) == Some(State::Held)
    })
    .await;
    shop.resume("acme-ads").await;
    shop.until_told("acme-ads").await;
    engine.stop().await;
    let lines = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let ours: Vec<&str> = lines
        .lines()
        .filter(|line| line.contains("delivery"))
        .collect();
    for word in [
        "server_error",
        "error_in_answer",
        "rejected",
        "credentials",
        "accepted",
    ] {
        let logged = |line: &&str| line.contains(word) && line.contains("acme-ads");
        assert!(ours.iter().any(logged), "{word} in {ours:#?}");
    }
    for secret in ["ada", "example.com", "s3cret", "127.0.0.1", "unknown"] {
        let told: Vec<_> = ours.iter().filter(|line| line.contains(secret)).collect();
        assert!(told.is_empty(), "{secret} in {told:#?}");
    }
}
