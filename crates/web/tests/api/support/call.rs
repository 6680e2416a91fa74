//! A request.

use std::net::SocketAddr;

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request};
use serde_json::Value;

/// A request from a program on the same machine, unless it says otherwise.
pub struct Call {
    request: Request<Body>,
    peer: SocketAddr,
}

impl Call {
    pub fn get(path: &str) -> Self {
        Self::new("GET", path, Vec::new())
    }

    pub fn post(path: &str, body: &Value) -> Self {
        Self::raw(path, body.to_string())
    }

    /// A POST of any bytes.
    pub fn raw(path: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::new("POST", path, body.into()).header("content-type", "application/json")
    }

    /// A POST as a browser sends a form.
    pub fn form(path: &str, body: &str) -> Self {
        let kind = "application/x-www-form-urlencoded";
        Self::new("POST", path, body.into()).header("content-type", kind)
    }

    pub fn new(method: &str, path: &str, body: Vec<u8>) -> Self {
        let request = Request::builder().method(method).uri(path);
        Self {
            request: request.body(Body::from(body)).unwrap(),
            peer: ([127, 0, 0, 1], 4711).into(),
        }
    }

    pub fn body(
        mut self,
        body: impl HttpBody<Data = Bytes, Error = BoxError> + Send + 'static,
    ) -> Self {
        *self.request.body_mut() = Body::new(body);
        self
    }

    pub fn header(mut self, name: &'static str, value: impl AsRef<[u8]>) -> Self {
        let value = HeaderValue::from_bytes(value.as_ref()).unwrap();
        self.request.headers_mut().append(name, value);
        self
    }

    /// With the key that [`super::TestNode`] has of this scope.
    pub fn key(self, scope: &str) -> Self {
        self.header("authorization", format!("Bearer rfk_{scope}"))
    }

    pub fn peer(mut self, address: &str) -> Self {
        self.peer = address.parse().unwrap();
        self
    }

    pub fn into_request(mut self) -> Request<Body> {
        let peer = ConnectInfo(self.peer);
        self.request.extensions_mut().insert(peer);
        self.request
    }
}
