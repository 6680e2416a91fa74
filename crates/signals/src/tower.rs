//! A tower middleware that sees Global Privacy Control on every request.
//!
//! It reads `Sec-GPC` and nothing else, tells the handlers behind it by a [`PreferenceSignal`] in the request's extensions,
//! and tells caches by `Vary: Sec-GPC` that the answer may depend on it. With axum:
//!
//! ```
//! use axum::{Extension, Router, routing::get};
//! use signals::tower::{PreferenceSignal, PreferenceSignalLayer};
//!
//! async fn page(Extension(signal): Extension<PreferenceSignal>) -> &'static str {
//!     match signal {
//!         PreferenceSignal::OptOut => "a page without tags that sell or share",
//!         PreferenceSignal::Absent => "a page as the visitor's earlier choices make it",
//!     }
//! }
//!
//! let app: Router = Router::new().route("/", get(page)).layer(PreferenceSignalLayer::new());
//! ```
//!
//! The signal also covers the profiles and the person behind the browser. [`observed_by`](PreferenceSignalLayer::observed_by)
//! hands over each request that carries it, to be collected and forwarded to Refrain in bulk (`POST /v1/signals:batch`):
//!
//! ```
//! use signals::tower::PreferenceSignalLayer;
//! use std::sync::mpsc;
//!
//! let (seen, to_forward) = mpsc::sync_channel(10_000);
//! let layer = PreferenceSignalLayer::new().observed_by(move |request: &http::request::Parts| {
//!     // What identifies the browser or the account is the site's to know; a full queue must not hold the page.
//!     let _ = seen.try_send(request.headers.get("cookie").cloned());
//! });
//! # let _ = (layer, to_forward);
//! ```

mod vary;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::request::Parts;
use http::{HeaderName, HeaderValue, Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use crate::sec_gpc;

/// `Sec-GPC`.
pub const SEC_GPC: HeaderName = HeaderName::from_static("sec-gpc");

/// Whether a request carries an opt-out preference signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreferenceSignal {
    /// It does: the person opts out of sale, sharing and targeted advertising.
    OptOut,
    /// It does not, which means nothing: an earlier choice stands.
    Absent,
}

/// Puts a [`PreferenceSignal`] into each request's extensions.
#[derive(Debug)]
pub struct PreferenceSignalLayer<O = fn(&Parts)> {
    observer: Arc<O>,
}

/// What [`PreferenceSignalLayer`] makes of a service.
#[derive(Debug)]
pub struct PreferenceSignalService<S, O = fn(&Parts)> {
    inner: S,
    observer: Arc<O>,
}

impl PreferenceSignalLayer {
    /// A layer that tells nobody else.
    #[must_use]
    pub fn new() -> Self {
        Self {
            observer: Arc::new(|_| {}),
        }
    }

    /// A layer that also hands every request that carries the signal to this function. It runs before the request is handled,
    /// so it must not wait.
    #[must_use]
    pub fn observed_by<O: Fn(&Parts)>(self, observer: O) -> PreferenceSignalLayer<O> {
        PreferenceSignalLayer {
            observer: Arc::new(observer),
        }
    }
}

impl Default for PreferenceSignalLayer {
    fn default() -> Self {
        Self::new()
    }
}

// Not derived: an observer need not be cloned to be shared.
impl<O> Clone for PreferenceSignalLayer<O> {
    fn clone(&self) -> Self {
        Self {
            observer: Arc::clone(&self.observer),
        }
    }
}

impl<S: Clone, O> Clone for PreferenceSignalService<S, O> {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            observer: Arc::clone(&self.observer),
        }
    }
}

impl<S, O> Layer<S> for PreferenceSignalLayer<O> {
    type Service = PreferenceSignalService<S, O>;

    fn layer(&self, inner: S) -> Self::Service {
        PreferenceSignalService {
            inner,
            observer: Arc::clone(&self.observer),
        }
    }
}

impl<S, O, B, R> Service<Request<B>> for PreferenceSignalService<S, O>
where
    S: Service<Request<B>, Response = Response<R>>,
    O: Fn(&Parts),
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Varied<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        let lines = parts.headers.get_all(SEC_GPC);
        let signal = if sec_gpc(lines.iter().map(HeaderValue::as_bytes)) {
            PreferenceSignal::OptOut
        } else {
            PreferenceSignal::Absent
        };
        parts.extensions.insert(signal);
        if signal == PreferenceSignal::OptOut {
            (self.observer)(&parts);
        }
        Varied {
            inner: Box::pin(self.inner.call(Request::from_parts(parts, body))),
        }
    }
}

/// The answer, with `Vary: Sec-GPC`.
///
/// The inner future is boxed: to reach into it where it lies needs either unsafe code or a macro crate.
#[derive(Debug)]
pub struct Varied<F> {
    inner: Pin<Box<F>>,
}

impl<F, R, E> Future for Varied<F>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let answer = ready!(self.inner.as_mut().poll(context));
        Poll::Ready(answer.map(|mut response| {
            vary::add(response.headers_mut());
            response
        }))
    }
}
