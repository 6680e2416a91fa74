//! Serving connections: one thread a core, each with a runtime of its own.
//!
//! A connection stays on the thread that it was given, so an answer never wakes another core. The one endpoint that every
//! page view and bid may ask, `POST /v1/decisions`, is answered before the router is entered; everything else goes through
//! it.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tower::ServiceExt as _;

use crate::api;
use crate::problem::Problem;
use crate::sites::{Chosen, Sites};

/// How long a client may take to send a request's headers.
const HEADERS_WITHIN: std::time::Duration = std::time::Duration::from_secs(30);
/// How many accepted connections may wait for their thread.
const WAITING: usize = 1024;

/// Serves until `stop`, then lets what was begun be finished: whoever waits for this decides for how long.
///
/// # Errors
/// Where no thread can be started.
pub async fn serve(
    listener: TcpListener,
    sites: Sites,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (stopping, stopped) = watch::channel(false);
    let mut workers = Vec::with_capacity(threads);
    for nth in 0..threads {
        // Each has a copy of its own, so that threads do not count references together.
        let front = Front(Arc::new(sites.clone()));
        workers.push(Worker::start(nth, front, stopped.clone())?);
    }
    tokio::pin!(stop);
    let mut next = 0;
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok(connection) => {
                    next = (next + 1) % workers.len();
                    workers[next].take(connection).await;
                }
                // A client that is gone, or a limit on open files: the next one may fare better.
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "a connection was not accepted");
                    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                }
            },
        }
    }
    drop(listener);
    stopping.send_replace(true);
    let ended = tokio::task::spawn_blocking(move || workers.into_iter().for_each(Worker::join));
    let _ = ended.await;
    Ok(())
}

/// A thread that serves connections.
struct Worker {
    connections: mpsc::Sender<(std::net::TcpStream, SocketAddr)>,
    thread: JoinHandle<()>,
}

impl Worker {
    fn start(nth: usize, front: Front, stopped: watch::Receiver<bool>) -> std::io::Result<Self> {
        let (connections, accepted) = mpsc::channel(WAITING);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let work = move || runtime.block_on(work(front, accepted, stopped));
        let thread = std::thread::Builder::new()
            .name(format!("http-{nth}"))
            .spawn(work)?;
        Ok(Self {
            connections,
            thread,
        })
    }

    async fn take(&self, (stream, peer): (TcpStream, SocketAddr)) {
        if let Ok(stream) = stream.into_std() {
            let _ = self.connections.send((stream, peer)).await;
        }
    }

    fn join(self) {
        drop(self.connections);
        let _ = self.thread.join();
    }
}

async fn work(
    front: Front,
    mut accepted: mpsc::Receiver<(std::net::TcpStream, SocketAddr)>,
    stopped: watch::Receiver<bool>,
) {
    let mut open = tokio::task::JoinSet::new();
    while let Some((stream, peer)) = accepted.recv().await {
        let Ok(stream) = TcpStream::from_std(stream) else {
            continue;
        };
        // Answers are small: waiting to fill a packet would only make them late.
        let _ = stream.set_nodelay(true);
        open.spawn(connection(front.clone(), stream, peer, stopped.clone()));
        while open.try_join_next().is_some() {}
    }
    while open.join_next().await.is_some() {}
}

async fn connection(
    front: Front,
    stream: TcpStream,
    peer: SocketAddr,
    mut stopped: watch::Receiver<bool>,
) {
    let service = service_fn(move |request| {
        let front = front.clone();
        async move { Ok::<_, Infallible>(front.answer(request, peer).await) }
    });
    let mut protocol = http1::Builder::new();
    protocol
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN);
    let serving = protocol.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(serving);
    tokio::select! {
        // A connection that breaks is its client's affair.
        _ = serving.as_mut() => return,
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    serving.as_mut().graceful_shutdown();
    let _ = serving.await;
}

/// What a connection's requests meet first.
#[derive(Clone)]
struct Front(Arc<Sites>);

impl Front {
    async fn answer(&self, request: Request<Incoming>, peer: SocketAddr) -> Response {
        let router = match self.0.choose(&request) {
            Chosen::Site(site) => {
                if request.method() == Method::POST && request.uri().path() == api::DECISIONS {
                    let (parts, body) = request.into_parts();
                    return api::decide(&site.node, &parts.headers, Body::new(body)).await;
                }
                &site.router
            }
            Chosen::Whole(router) => router,
            Chosen::Nobody => return Problem::misdirected().into_response(),
        };
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        match router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}
