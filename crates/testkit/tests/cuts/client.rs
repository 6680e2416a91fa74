//! A client that speaks PostgreSQL's protocol by hand, so that a test decides what is sent when.

use std::io::{ErrorKind, Read, Result, Write};
use std::net::TcpStream;

pub struct Client(TcpStream);

impl Client {
    /// Connects to the database at this URL, and waits until it is ready.
    pub fn connect(url: &str) -> Self {
        Self::try_to(url).expect("the server takes connections")
    }

    fn try_to(url: &str) -> Result<Self> {
        let (_, place) = url.split_once('@').ok_or(ErrorKind::InvalidInput)?;
        let (address, database) = place.split_once('/').ok_or(ErrorKind::InvalidInput)?;
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let mut client = Self(stream);
        let body = format!("\0\x03\0\0user\0refrain\0database\0{database}\0\0");
        client.0.write_all(&with_length(&body))?;
        client.answer()?;
        Ok(client)
    }

    /// Sends bytes in pieces of one.
    pub fn dribble(&mut self, bytes: &[u8]) {
        for byte in bytes {
            // The proxy may have cut the connection already.
            if self.0.write_all(&[*byte]).is_err() {
                return;
            }
        }
    }

    pub fn send(&mut self, messages: &[Vec<u8>]) {
        let sent = self.0.write_all(&messages.concat());
        sent.expect("the connection is open");
    }

    /// The kinds of the messages up to "ready for query".
    pub fn answer(&mut self) -> Result<String> {
        let mut kinds = String::new();
        while !kinds.ends_with('Z') {
            let mut head = [0; 5];
            self.0.read_exact(&mut head)?;
            let [kind, length @ ..] = head;
            let mut body = vec![0; u32::from_be_bytes(length) as usize - 4];
            self.0.read_exact(&mut body)?;
            kinds.push(kind.into());
        }
        Ok(kinds)
    }
}

/// A simple query.
pub fn query(sql: &str) -> Vec<u8> {
    message('Q', &format!("{sql}\0"))
}

/// Prepares a statement without parameters.
pub fn parse(name: &str, sql: &str) -> Vec<u8> {
    message('P', &format!("{name}\0{sql}\0\0\0"))
}

/// Binds the unnamed portal to a statement, and runs it.
pub fn run(name: &str) -> Vec<u8> {
    let bind = message('B', &format!("\0{name}\0\0\0\0\0\0\0"));
    [bind, message('E', "\0\0\0\0\0")].concat()
}

pub fn sync() -> Vec<u8> {
    message('S', "")
}

fn message(kind: char, body: &str) -> Vec<u8> {
    let mut bytes = kind.to_string().into_bytes();
    bytes.extend(with_length(body));
    bytes
}

fn with_length(body: &str) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).expect("it is short");
    [&length.to_be_bytes(), body.as_bytes()].concat()
}
