//! The browser's debugging pipe: JSON messages, each ended by a zero byte.

use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::process::{ChildStdin, ChildStdout};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

/// The longest message that is read: more than the largest page's events.
const MESSAGE_BYTES: u64 = 64 << 20;

/// What the browser says: an event, or the answer to a question.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Message {
    /// Which question it answers.
    pub id: Option<u64>,
    /// Which event it is; empty for an answer.
    pub method: String,
    /// Of which target it speaks; none for the browser itself.
    pub session_id: Option<String>,
    pub params: Value,
    pub result: Value,
    pub error: Option<Refusal>,
}

/// Why the browser would not.
#[derive(Debug, Deserialize)]
pub struct Refusal {
    pub message: String,
}

/// Both directions. Hanging up ends the browser, also when this process is killed.
pub struct Wire {
    to: Option<ChildStdin>,
    heard: Receiver<Message>,
    asked: u64,
}

/// The browser has hung up.
#[derive(Debug)]
pub struct HungUp;

impl Wire {
    pub fn new(to: ChildStdin, from: ChildStdout) -> Self {
        let (said, heard) = mpsc::channel();
        thread::spawn(move || listen(from, &said));
        Self {
            to: Some(to),
            heard,
            asked: 0,
        }
    }

    /// Asks without waiting; returns the number of the question.
    pub fn send(
        &mut self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> Result<u64, HungUp> {
        self.asked += 1;
        let mut message = json!({"id": self.asked, "method": method, "params": params});
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let to = self.to.as_mut().ok_or(HungUp)?;
        to.write_all(&bytes).map_err(|_| HungUp)?;
        Ok(self.asked)
    }

    /// The next message, if one comes in time.
    pub fn next(&self, patience: Duration) -> Result<Option<Message>, HungUp> {
        match self.heard.recv_timeout(patience) {
            Ok(message) => Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(HungUp),
        }
    }

    /// Closes this end, upon which the browser ends.
    pub fn hang_up(&mut self) {
        self.to = None;
    }
}

/// Reads until the browser hangs up, says what is not JSON, or nobody listens any more.
fn listen(from: ChildStdout, said: &Sender<Message>) {
    let mut from = BufReader::new(from);
    while let Ok(Some(message)) = read(&mut from) {
        if said.send(message).is_err() {
            return;
        }
    }
}

fn read(from: &mut impl BufRead) -> io::Result<Option<Message>> {
    let mut bytes = Vec::new();
    from.take(MESSAGE_BYTES).read_until(0, &mut bytes)?;
    match bytes.pop() {
        Some(0) => Ok(Some(serde_json::from_slice(&bytes)?)),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_end_with_a_zero_byte() {
        let said = b"{\"id\":7,\"result\":{\"a\":1}}\0{\"method\":\"Page.loadEventFired\",\"sessionId\":\"S\"}\0{\"cut";
        let mut from = &said[..];
        let answer = read(&mut from).unwrap().unwrap();
        assert_eq!((answer.id, &answer.result["a"]), (Some(7), &json!(1)));
        let event = read(&mut from).unwrap().unwrap();
        assert_eq!(event.method, "Page.loadEventFired");
        assert_eq!(event.session_id.as_deref(), Some("S"));
        assert!(read(&mut from).unwrap().is_none());
        assert!(read(&mut &b"no JSON\0"[..]).is_err());
    }
}
