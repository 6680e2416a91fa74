//! `GET /metrics`: what operations watch, as Prometheus reads it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics::Label;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use optout::{Date, Entry, Scope, Timestamp, business_day_deadline};
use store::Store;
use web::Node;

use crate::failure::Failure;

/// Bounds of the commit latency's buckets, in seconds.
const LATENCY: [f64; 10] = [
    0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.2, 1.0,
];
/// Bounds of the batch size's buckets, in entries.
const BATCH: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 32.0, 128.0, 512.0, 1024.0];
/// How many entries are looked through for a destination's oldest choice.
const LOOK_AHEAD: usize = 256;

/// Starts recording.
pub fn install() -> Result<PrometheusHandle, Failure> {
    let failed = |error| Failure::usage(format!("measuring cannot start: {error}"));
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("refrain_commit_seconds".into()), &LATENCY)
        .and_then(|builder| {
            builder.set_buckets_for_metric(
                Matcher::Full("refrain_commit_batch_entries".into()),
                &BATCH,
            )
        })
        .map_err(failed)?
        .install_recorder()
        .map_err(failed)
}

/// What is measured: the businesses by name, the first one first.
#[derive(Clone)]
struct Measured {
    businesses: Arc<Vec<(String, Arc<Node>)>>,
    recorder: PrometheusHandle,
}

/// The route, for programs on this machine and holders of a key of scope `read` of the first business. Counters are the
/// sums of all businesses; what is looked up has a label `business` where there are several.
pub fn routes(businesses: Vec<(String, Arc<Node>)>, recorder: PrometheusHandle) -> Router {
    let businesses = Arc::new(businesses);
    Router::new()
        .route("/metrics", get(show))
        .with_state(Measured {
            businesses,
            recorder,
        })
}

async fn show(
    State(measured): State<Measured>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let Measured {
        businesses,
        recorder,
    } = measured;
    if let Some((_, first)) = businesses.first()
        && !first.is_local(peer, &headers)
        && let Err(problem) = first.views.require(&headers, Scope::Read)
    {
        return problem.into_response();
    }
    let looked = tokio::task::spawn_blocking(move || {
        let several = businesses.len() > 1;
        for (name, node) in &*businesses {
            let labels = several.then(|| Label::new("business", name.clone()));
            look(node, &Vec::from_iter(labels));
        }
        recorder.run_upkeep();
        recorder.render()
    });
    let text = looked.await.unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// Sets the gauges that are looked up rather than counted.
#[expect(
    clippy::cast_precision_loss,
    reason = "gauges are floating point; positions are far below 2^52"
)]
fn look(node: &Node, labels: &[Label]) {
    let gate = &node.views.gate;
    metrics::gauge!("refrain_log_entries", labels.iter()).set(gate.size() as f64);
    metrics::gauge!("refrain_log_published_entries", labels.iter())
        .set(node.log.head().size as f64);
    metrics::gauge!("refrain_gate_tokens", labels.iter()).set(gate.tokens() as f64);
    let age = gate.age((node.world.instant)());
    metrics::gauge!("refrain_gate_staleness_seconds", labels.iter())
        .set(age.map_or(f64::INFINITY, |age| age.as_secs_f64()));
    let lines: Vec<(String, u64, u64)> = {
        let all = node.views.destinations();
        all.iter()
            .map(|view| (view.declared().name.clone(), view.cursor(), all.lag(view)))
            .collect()
    };
    let mut oldest: Option<Date> = None;
    for (name, cursor, lag) in lines {
        let labels = [labels, &[Label::new("destination", name)]].concat();
        metrics::gauge!("refrain_destination_lag_choices", labels).set(lag as f64);
        if lag > 0 {
            let deadline = oldest_choice(&**node.log.store(), cursor).map(business_day_deadline);
            oldest = oldest.into_iter().chain(deadline).min();
        }
    }
    let seconds = oldest.map_or(f64::INFINITY, |deadline| {
        seconds_until_end_of(deadline, node.now())
    });
    metrics::gauge!("refrain_oldest_deadline_seconds", labels.iter()).set(seconds);
}

fn oldest_choice(store: &dyn Store, cursor: u64) -> Option<Timestamp> {
    let entries = store.read(cursor, LOOK_AHEAD).ok()?;
    entries.iter().find_map(|stored| {
        let entry = Entry::from_bytes(&stored.body).ok()?;
        let told = entry.choice().filter(|_| entry.is_told());
        told.map(|choice| choice.at)
    })
}

/// Negative once the day is over (in Pacific Standard Time, as deadlines are counted).
fn seconds_until_end_of(day: Date, now: Timestamp) -> f64 {
    let end = jiff::tz::Offset::constant(-8).to_timestamp(day.at(23, 59, 59, 0));
    end.map_or(f64::NAN, |end| end.duration_since(now).as_secs_f64())
}
