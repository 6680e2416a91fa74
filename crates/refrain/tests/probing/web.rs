//! A web in one server: every host is here, over TLS, as service workers and third-party cookies need it, or without.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What is answered.
pub struct Page {
    pub status: u16,
    pub kind: &'static str,
    pub body: String,
    /// A cookie that is set, as a third party sets it.
    pub cookie: Option<&'static str>,
}

/// What answers: host and path to page.
pub type Site = fn(host: &str, path: &str) -> Page;

/// A running web. Its threads end with the test.
pub struct Web {
    pub address: SocketAddr,
    asked: Log,
}

type Log = Arc<Mutex<Vec<Asked>>>;

/// A request that came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub host: String,
    pub signal: bool,
    /// What asked, in its own words: all headers that it has for that.
    pub agent: String,
}

impl Web {
    pub fn serve(site: Site) -> Self {
        let tls = Arc::new(tls());
        Self::run(move |stream, log| {
            let connection = ServerConnection::new(tls.clone()).ok()?;
            talk(StreamOwned::new(connection, stream), site, log)
        })
    }

    /// One without TLS, as a server under development is.
    pub fn plain(site: Site) -> Self {
        Self::run(move |stream, log| talk(stream, site, log))
    }

    fn run(talk: impl Fn(TcpStream, &Log) -> Option<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Log::default();
        let (log, talk) = (asked.clone(), Arc::new(talk));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, talk) = (log.clone(), talk.clone());
                // A browser that hangs up in the middle is no failure of the test.
                thread::spawn(move || talk(stream, &log));
            }
        });
        Self { address, asked }
    }

    /// What has been asked of hosts whose name ends in `suffix`.
    pub fn asked(&self, suffix: &str) -> Vec<Asked> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .filter(|one| one.host.ends_with(suffix))
            .cloned()
            .collect()
    }
}

pub fn html(body: &str) -> Page {
    page(
        "text/html; charset=utf-8",
        &format!("<!doctype html><title>Shop</title>{body}"),
    )
}

pub fn script(body: &str) -> Page {
    page("text/javascript", body)
}

pub fn page(kind: &'static str, body: &str) -> Page {
    Page {
        status: 200,
        kind,
        body: body.to_owned(),
        cookie: None,
    }
}

/// Nobody is at home.
pub fn nothing() -> Page {
    Page {
        status: 404,
        ..page("text/plain", "nothing is here")
    }
}

/// One request, one answer.
fn talk(stream: impl Read + Write, site: Site, log: &Log) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut first = String::new();
    stream.read_line(&mut first).ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let headers = headers(&mut stream)?;
    let header = |name: &str| {
        let named = headers
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    };
    let host = header("host")?.to_owned();
    let length = header("content-length").and_then(|length| length.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    let said = ["user-agent", "sec-ch-ua"].map(|name| header(name).unwrap_or_default());
    log.lock().unwrap().push(Asked {
        host: host.clone(),
        signal: header("sec-gpc") == Some("1"),
        agent: said.join(" "),
    });
    let Page {
        status,
        kind,
        body,
        cookie,
    } = site(&host, &path);
    let cookie = cookie.map(|cookie| format!("Set-Cookie: {cookie}; Secure; SameSite=None\r\n"));
    let cookie = cookie.unwrap_or_default();
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status} So\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\
         Access-Control-Allow-Origin: *\r\n{cookie}\r\n{body}"
    );
    stream.get_mut().write_all(answer.as_bytes()).ok()?;
    stream.get_mut().flush().ok()
}

fn headers(stream: &mut impl BufRead) -> Option<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Some(headers);
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
}

fn tls() -> ServerConfig {
    let folder = tempfile::tempdir().unwrap();
    let (key, certificate) = (folder.path().join("key"), folder.path().join("certificate"));
    make_certificate(&key, &certificate);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider);
    let config = config
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    let chain = vec![CertificateDer::from_pem_file(certificate).unwrap()];
    config
        .with_single_cert(chain, PrivateKeyDer::from_pem_file(key).unwrap())
        .unwrap()
}

/// A certificate for one name; the browser is told to take it for all.
fn make_certificate(key: &Path, certificate: &Path) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ])
        .args(["-days", "2", "-subj", "/CN=shop.example", "-keyout"])
        .arg(key)
        .arg("-out")
        .arg(certificate)
        .output()
        .expect("openssl is installed");
    assert!(made.status.success(), "{made:?}");
}
