//! What was answered.

use std::fmt;

use axum::http::HeaderMap;
use serde_json::Value;

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("this is not JSON: {self}"))
    }

    /// The position of the entry in it.
    pub fn index(&self) -> u64 {
        self.json()["entry"]["index"].as_u64().unwrap()
    }

    /// The receipt's code in it.
    pub fn code(&self) -> String {
        self.json()["request_id"].as_str().unwrap().to_owned()
    }

    /// The cookie that it sets, as a browser sends it back.
    pub fn cookie(&self) -> &str {
        let cookie = self.header("set-cookie");
        cookie.split(';').next().unwrap()
    }
}

/// The status and the body; a receipt only by its first line.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(mut json) = serde_json::from_slice::<Value>(&self.body) else {
            let text = String::from_utf8_lossy(&self.body);
            return write!(f, "{} {text}", self.status);
        };
        if let Some(receipt) = json.get("receipt").and_then(Value::as_str) {
            json["receipt"] = receipt.lines().next().into();
        }
        write!(f, "{} {json}", self.status)
    }
}
