//! The one HTTP client.

use std::error::Error;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::redirect::Policy;

use super::resolver::{AddressRefused, CheckedResolver};
use super::{Reach, Target};
use crate::classify::{Answer, MAX_ANSWER_BYTES};
use crate::trouble::Trouble;
use crate::webhook;

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long one try may take, from the name to the last byte of the answer.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(20);
/// How we introduce ourselves.
const USER_AGENT: &str = concat!("refrain/", env!("CARGO_PKG_VERSION"));

/// Sends messages. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Transport {
    client: reqwest::Client,
    reach: Reach,
}

/// A client could not be made: the system has no usable certificates.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client can be made")]
pub struct TransportError(#[source] reqwest::Error);

/// A signed message.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Its id, the same on every try.
    pub id: &'a str,
    /// The time of this try.
    pub at: Timestamp,
    /// The signatures over both and the body.
    pub signature: &'a str,
    /// The bytes.
    pub body: &'a [u8],
}

impl Transport {
    /// A client that goes no further than `reach`.
    ///
    /// # Errors
    /// [`TransportError`]
    pub fn new(reach: Reach) -> Result<Self, TransportError> {
        // Whoever installed one before us chose for the whole process; an error says only that.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .no_proxy()
            .dns_resolver(CheckedResolver(reach))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .build()
            .map_err(TransportError)?;
        Ok(Self { client, reach })
    }

    /// Sends a message to `url` once and reads the beginning of the answer.
    ///
    /// # Errors
    /// What went wrong before an answer was there.
    pub async fn send(&self, url: &str, request: Request<'_>) -> Result<Answer, Trouble> {
        let target = Target::parse(url, self.reach).map_err(|_| Trouble::BadUrl)?;
        let sent = self
            .client
            .post(target.url())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .header(webhook::ID, request.id)
            .header(webhook::TIMESTAMP, request.at.as_second())
            .header(webhook::SIGNATURE, request.signature)
            .body(request.body.to_vec())
            .send();
        let mut response = sent.await.map_err(|error| trouble(&error))?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            content_type: text(response.headers(), &CONTENT_TYPE),
            retry_after: text(response.headers(), &RETRY_AFTER),
            body: Vec::new(),
        };
        while answer.body.len() < MAX_ANSWER_BYTES {
            let Some(chunk) = response.chunk().await.map_err(|error| trouble(&error))? else {
                break;
            };
            let room = MAX_ANSWER_BYTES - answer.body.len();
            answer
                .body
                .extend_from_slice(&chunk[..chunk.len().min(room)]);
        }
        Ok(answer)
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A word for what went wrong. The error itself names the URL, and so goes nowhere.
fn trouble(error: &reqwest::Error) -> Trouble {
    if error.is_timeout() {
        return Trouble::Timeout;
    }
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(inner) = cause {
        if inner.is::<AddressRefused>() {
            return Trouble::AddressRefused;
        }
        cause = inner.source();
    }
    Trouble::Connection
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: Request<'_> = Request {
        id: "msg_1",
        at: Timestamp::UNIX_EPOCH,
        signature: "v1,",
        body: b"{}",
    };

    #[tokio::test(start_paused = true)]
    async fn it_waits_for_an_answer_but_not_for_ever() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", silent.local_addr().unwrap());
        let transport = Transport::new(Reach::PrivateToo).unwrap();
        let started = tokio::time::Instant::now();
        let sent = transport.send(&url, REQUEST).await;
        assert_eq!(sent.unwrap_err(), Trouble::Timeout);
        assert!(started.elapsed() >= CONNECT_TIMEOUT);
        assert!(started.elapsed() <= TOTAL_TIMEOUT + Duration::from_secs(1));
    }

    #[tokio::test]
    async fn it_goes_nowhere_that_is_not_public() {
        let transport = Transport::new(Reach::Public).unwrap();
        let again = Transport::new(Reach::PrivateToo).unwrap();
        let check = async |transport: &Transport, url: &str, trouble: Trouble| {
            assert_eq!(
                transport.send(url, REQUEST).await.unwrap_err(),
                trouble,
                "{url}"
            );
        };
        check(&transport, "https://localhost:1/", Trouble::AddressRefused).await;
        check(&transport, "https://127.0.0.1:1/", Trouble::BadUrl).await;
        check(&again, "http://127.0.0.1:1/", Trouble::Connection).await;
    }
}
