//! `refrain serve`: the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use delivery::backoff::Backoff;
use delivery::engine::{Engine, EngineOptions, Settings};
use metrics_exporter_prometheus::PrometheusHandle;
use store::Log;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
use web::{Node, Site, Sites};

use crate::cli::Folder;
use crate::config::Config;
use crate::failure::Failure;
use crate::installation::Installation;
use crate::running::{self, Running};
use crate::witness::Witness;
use crate::{logging, measure, term, world};

/// How often the signals that there was nothing to bind to are recorded.
const COUNT_EVERY: Duration = Duration::from_hours(1);
/// How long open connections may take to end.
const GRACE: Duration = Duration::from_secs(10);

pub fn run(folder: &Folder, listen: Option<SocketAddr>) -> Result<(), Failure> {
    let place = folder.place();
    let mut config = place.read_config()?;
    if let Some(listen) = listen {
        config = config.listening_at(listen)?;
    }
    logging::start(&config.logging)?;
    let recorder = measure::install()?;
    place.remember_config()?;
    let installations = place.open_all(&config)?;
    for made in installations.iter().flat_map(|one| &one.made) {
        term::tell(made);
    }
    in_runtime(async {
        let address = config.server.listen;
        let listener = listen_at(address).await?;
        term::tell(format!("listening on http://{address}"));
        let server = Server::start(installations, recorder)?;
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
    businesses: Vec<Business>,
    sites: Sites,
}

/// What runs for one business. The others know nothing of it.
struct Business {
    log: Arc<Log>,
    engine: Engine,
    witness: Witness,
    remembering: AbortHandle,
    counting: AbortHandle,
    node: Arc<Node>,
}

impl Server {
    /// Starts, for each business, its log, what follows it, and deliveries.
    pub fn start(
        installations: Vec<Installation>,
        recorder: PrometheusHandle,
    ) -> Result<Self, Failure> {
        let mut businesses = Vec::new();
        let (mut hosts, mut nodes) = (Vec::new(), Vec::new());
        for installation in installations {
            hosts.push(installation.config.host());
            let name = installation.business.clone();
            let (business, node) = Business::start(installation)?;
            businesses.push(business);
            nodes.push((name, node));
        }
        let sites = sites(hosts, nodes, recorder);
        Ok(Self { businesses, sites })
    }

    /// Serves until `stop`, then lets what was accepted be written, published and handed over.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Failure> {
        let (stopping, mut stopped) = watch::channel(false);
        let serving = web::serve::serve(listener, self.sites, async move {
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
        let stopping = self.businesses.into_iter().map(Business::stop);
        stopping.collect::<JoinSet<()>>().join_all().await;
        tracing::info!("stopped: everything that was accepted is written and published");
        Ok(())
    }
}

impl Business {
    fn start(installation: Installation) -> Result<(Self, Arc<Node>), Failure> {
        let master = installation.key.clone();
        let origin = installation.signer.name().to_owned();
        let witness = installation.witness.clone();
        let (running, config, _) = running::start(installation)?;
        let Running { node, log, views } = running;
        let (gate, links) = (views.clone(), views.clone());
        let options = EngineOptions {
            log: log.clone(),
            destinations: views.destinations.clone(),
            followed: views.followed.subscribe(),
            standing: Arc::new(move |token| gate.gate.standing(token)),
            links: Arc::new(move |range| links.gate.links_in(range)),
            sealer: node.sealer.clone(),
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
        let remembering = tokio::spawn(witness.clone().keep(log.clone())).abort_handle();
        let business = Self {
            log,
            engine,
            witness,
            remembering,
            counting: tokio::spawn(count_signals(node.clone())).abort_handle(),
            node: node.clone(),
        };
        Ok((business, node))
    }

    async fn stop(self) {
        self.engine.stop().await;
        self.remembering.abort();
        self.counting.abort();
        record_signals(&self.node).await;
        let _ = tokio::task::spawn_blocking(move || {
            self.log.stop();
            self.witness.note(&self.log.head());
        })
        .await;
    }
}

async fn count_signals(node: Arc<Node>) {
    loop {
        tokio::time::sleep(COUNT_EVERY).await;
        record_signals(&node).await;
    }
}

async fn record_signals(node: &Node) {
    if let Err(problem) = node.record_unbound().await {
        tracing::warn!(
            detail = problem.detail,
            "the count of signals was not recorded yet"
        );
    }
}

/// The addresses of every business, at its host.
fn sites(
    hosts: Vec<String>,
    mut nodes: Vec<(String, Arc<Node>)>,
    recorder: PrometheusHandle,
) -> Sites {
    let site = |node: Arc<Node>| Site {
        router: web::router(node.clone()),
        node,
    };
    let measured = measure::routes(nodes.clone(), recorder);
    if nodes.len() == 1 {
        let mut only = site(nodes.remove(0).1);
        only.router = only.router.merge(measured);
        return Sites::one(only);
    }
    let by_host = nodes.iter().map(|(_, node)| site(node.clone()));
    let by_host = hosts.into_iter().zip(by_host).collect();
    Sites::several(by_host, web::api::whole(nodes).merge(measured))
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
        keep_records_years: config.retention.years,
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
