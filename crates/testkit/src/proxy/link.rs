//! One connection through the proxy: a thread for each direction, until either side ends or it is cut.

use std::io::{BufReader, Result};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::plans::{Plans, When};
use super::requests::Requests;
use super::wire::{self, Message};

/// No answer is to be thrown away; answers are counted from one.
const NONE: u64 = 0;

/// A connection.
pub struct Link {
    client: TcpStream,
    server: TcpStream,
    /// The number of the answer that is thrown away, and after which the connection is cut.
    cut_at: AtomicU64,
}

impl Link {
    pub fn new(client: TcpStream, server: TcpStream) -> Self {
        // Small messages that wait for each other would take 40 ms each; one that cannot be hurried is only slow.
        let _ = client.set_nodelay(true);
        let _ = server.set_nodelay(true);
        Self {
            client,
            server,
            cut_at: AtomicU64::new(NONE),
        }
    }

    /// Starts to send on in both directions.
    pub fn start(self: &Arc<Self>, plans: &Arc<Plans>) {
        let directions = [Self::send_requests, Self::send_answers];
        for direction in directions {
            let (link, plans) = (self.clone(), plans.clone());
            std::thread::spawn(move || {
                // It ends when either side does, which is no news, or is cut.
                let _ = direction(&link, &plans);
                link.close();
            });
        }
    }

    /// Closes both sides.
    pub fn close(&self) {
        let _ = self.client.shutdown(Shutdown::Both);
        let _ = self.server.shutdown(Shutdown::Both);
    }

    /// Each message is sent on only when it is there to its end, so nothing of one that is cut is.
    fn send_requests(&self, plans: &Plans) -> Result<()> {
        let mut client = BufReader::new(&self.client);
        wire::forward_start(&mut client, &mut &self.client, &mut &self.server)?;
        let mut requests = Requests::begun();
        loop {
            let message = Message::read(&mut client)?;
            let cut = (self.cut_at.load(Ordering::SeqCst) == NONE)
                .then(|| plans.begin(|needle| requests.runs(&message, needle)));
            match cut.flatten() {
                Some(When::Before) => {
                    plans.made();
                    return Ok(());
                }
                // Set before the server has the request, so it is seen with the first message of the answer.
                Some(When::After) => self.cut_at.store(requests.asked + 1, Ordering::SeqCst),
                None => {}
            }
            requests.note(&message);
            message.write(&mut &self.server)?;
        }
    }

    fn send_answers(&self, plans: &Plans) -> Result<()> {
        let mut server = BufReader::new(&self.server);
        let mut number = 1;
        loop {
            let message = Message::read(&mut server)?;
            let is_last = message.kind == b'Z'; // "Ready for query".
            if number != self.cut_at.load(Ordering::SeqCst) {
                message.write(&mut &self.client)?;
            } else if is_last {
                plans.made();
                return Ok(());
            }
            number += u64::from(is_last);
        }
    }
}
