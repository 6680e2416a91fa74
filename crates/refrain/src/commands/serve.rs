//! `refrain serve`: the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use delivery::backoff::Backoff;
use delivery::engine::{Engine, EngineOptions, Settings};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cli::At;
use crate::config::Config;
use crate::failure::Failure;
use crate::installation::Installation;
use crate::running::{self, Running};
use crate::{logging, measure, term, world};

/// How long open connections may take to end.
const GRACE: Duration = Duration::from_secs(10);

pub fn run(at: &At, listen: Option<SocketAddr>) -> Result<(), Failure> {
    let mut config = at.place().read_config()?;
    if let Some(listen) = listen {
        config.server.listen = listen;
    }
    logging::start(&config.logging)?;
    let recorder = measure::install()?;
    at.place().remember_config()?;
    let installation = at.place().open_with(config)?;
    for made in &installation.made {
        term::tell(made);
    }
    in_runtime(async {
        let listener = listen_at(installation.config.server.listen).await?;
        term::tell(format!(
            "listening on http://{}",
            installation.config.server.listen
        ));
        let server = Server::start(installation, recorder)?;
        server.serve(listener, asked_to_stop()).await
    })
}

/// Does `work` in a runtime with a worker for each core. Whatever still blocks at its end is left behind.
pub fn in_runtime<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let built = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = built.map_err(|error| Failure::usage(format!("cannot start: {error}")))?;
    let done = runtime.block_on(work);
    runtime.shutdown_background();
    done
}

/// Takes an address.
pub async fn listen_at(address: SocketAddr) -> Result<TcpListener, Failure> {
    let taken = |error| {
        Failure::usage(format!(
            "cannot listen on {address}: {error}; give another with --listen"
        ))
    };
    TcpListener::bind(address).await.map_err(taken)
}

/// A running server: everything but the listening socket.
pub struct Server {
    pub running: Running,
    engine: Engine,
    router: Router,
}

impl Server {
    /// Starts the log, what follows it, and deliveries.
    pub fn start(installation: Installation, recorder: PrometheusHandle) -> Result<Self, Failure> {
        let master = installation.key.clone();
        let origin = installation.signer.name().to_owned();
        let (running, config, _) = running::start(installation)?;
        let options = EngineOptions {
            log: running.log.clone(),
            destinations: running.views.destinations.clone(),
            followed: running.views.followed.subscribe(),
            sealer: running.node.sealer.clone(),
            master,
            business: config.business.name.clone(),
            origin,
            settings: settings(&config),
            clock: Arc::new(world::now),
            entropy: Arc::new(|| world::salt().0),
            holder: holder(),
        };
        let engine = Engine::start(options)
            .map_err(|error| Failure::usage(format!("deliveries cannot start: {error}")))?;
        let router = web::router(running.node.clone())
            .merge(measure::routes(running.node.clone(), recorder));
        Ok(Self {
            running,
            engine,
            router,
        })
    }

    /// Serves until `stop`, then lets what was accepted be written, published and handed over.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Failure> {
        let (stopping, mut stopped) = watch::channel(false);
        let node = self.running.node.clone();
        let serving = web::serve::serve(listener, node, self.router, async move {
            stop.await;
            let _ = stopping.send(true);
        });
        let late = async {
            let _ = stopped.wait_for(|stopping| *stopping).await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            served = serving => served.map_err(|error| Failure::usage(format!("serving failed: {error}")))?,
            () = late => tracing::warn!("connections were still open at the end"),
        }
        self.engine.stop().await;
        let log = self.running.log;
        let _ = tokio::task::spawn_blocking(move || log.stop()).await;
        tracing::info!("stopped: everything that was accepted is written and published");
        Ok(())
    }
}

/// Returns when the process is asked to stop.
pub async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("a signal handler can be installed");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("asked to stop");
}

fn settings(config: &Config) -> Settings {
    Settings {
        allow_private_addresses: config.delivery.allow_private_addresses,
        lease: Duration::from_secs(config.delivery.lease_seconds),
        batch_wait: Duration::from_millis(config.delivery.batch_wait_ms),
        keep_identifiers_days: config.delivery.keep_identifiers_days,
        backoff: Backoff::up_to(Duration::from_secs(config.delivery.longest_wait_seconds)),
        ..Settings::default()
    }
}

/// A name that no other process has.
fn holder() -> String {
    let mut random = [0; 8];
    world::random(&mut random);
    format!("{}-{}", std::process::id(), web::hex(&random))
}
