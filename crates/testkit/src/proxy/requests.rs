//! What one client has asked for.

use std::collections::HashMap;

use super::wire::{Message, contains};

/// The requests of one connection.
pub struct Requests {
    /// How many the server is to answer: each with any messages, and "ready for query" at the end.
    pub asked: u64,
    /// The SQL of each prepared statement, by its name; the unnamed one has the empty name.
    statements: HashMap<Vec<u8>, Vec<u8>>,
}

impl Requests {
    /// Those of a client that has said who it is, which is the first.
    pub fn begun() -> Self {
        Self {
            asked: 1,
            statements: HashMap::new(),
        }
    }

    /// Whether this message makes the server run something with `needle` in it: in a query, in a value, or in the statement
    /// that is bound.
    pub fn runs(&self, message: &Message, needle: &[u8]) -> bool {
        match message.kind {
            b'P' => false, // Prepared is not run.
            b'B' => self.bound(message, needle) || message.contains(needle),
            _ => message.contains(needle),
        }
    }

    /// Notes a message that is sent on.
    pub fn note(&mut self, message: &Message) {
        match message.kind {
            // A simple query, a function call, and "sync" after the messages of an extended query.
            b'Q' | b'F' | b'S' => self.asked += 1,
            b'P' => {
                let mut texts = message.texts();
                let (name, sql) = (texts.next(), texts.next());
                let texts = name.zip(sql).map(|(name, sql)| (name.into(), sql.into()));
                self.statements.extend(texts);
            }
            _ => {}
        }
    }

    /// A binding begins with the names of a portal and of a statement.
    fn bound(&self, message: &Message, needle: &[u8]) -> bool {
        let statement = message.texts().nth(1);
        let sql = statement.and_then(|name| self.statements.get(name));
        sql.is_some_and(|sql| contains(sql, needle))
    }
}
