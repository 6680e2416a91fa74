//! `/log/`: the log as C2SP tlog-tiles, for anybody's client, monitor or witness. Commitments only, never entries.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ledger::Hash;
use ledger::tile::{self, Resource, TilePath, bundle};
use store::{Log, StoreError};

use crate::node::Node;
use crate::problem::Problem;

/// What is complete never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The newest signed checkpoint (C2SP tlog-checkpoint).
pub(super) async fn checkpoint(State(node): State<Arc<Node>>) -> Result<Response, Problem> {
    let head = node.log.head();
    if head.note.is_empty() {
        return Err(Problem::not_found("nothing has been published yet"));
    }
    Ok(text("no-store", head.note.clone()))
}

/// The key that verifies checkpoints and receipts, as a C2SP signed-note verifier key.
pub(super) async fn key(State(node): State<Arc<Node>>) -> Response {
    text("public, max-age=3600", format!("{}\n", node.log.key()))
}

/// A tile of hashes or of entries, full or partial.
pub(super) async fn tile(
    State(node): State<Arc<Node>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let Path(path) = path.map_err(|_| Problem::not_found("this is not the path of a tile"))?;
    let path: TilePath = format!("tile/{path}")
        .parse()
        .map_err(|error: ledger::Error| {
            Problem::not_found(format!("this is not the path of a tile: {error}"))
        })?;
    let log = node.log.clone();
    let read = tokio::task::spawn_blocking(move || read(&log, path)).await;
    let bytes = match read {
        Ok(Ok(Some(bytes))) => bytes,
        Ok(Ok(None)) => return Err(Problem::not_found("the log is not that large yet")),
        Ok(Err(error)) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "a tile cannot be read"
            );
            return Err(Problem::unavailable());
        }
        Err(_) => return Err(Problem::unavailable()),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}

fn read(log: &Log, path: TilePath) -> Result<Option<Vec<u8>>, StoreError> {
    let width = path.width.get() as u64;
    let (level, index) = match path.resource {
        Resource::Hashes(id) => (u32::from(id.level), id.index),
        Resource::Entries(index) => (0, index),
    };
    // Only what the newest checkpoint covers is published.
    let available = log
        .head()
        .size
        .checked_shr(tile::HEIGHT * level)
        .unwrap_or(0);
    let end = index
        .checked_mul(1 << tile::HEIGHT)
        .and_then(|first| first.checked_add(width));
    if end.is_none_or(|end| end > available) {
        return Ok(None);
    }
    match path.resource {
        Resource::Hashes(id) => {
            hashes(log, id, path.width).map(|hashes| hashes.map(|hashes| tile::encode(&hashes)))
        }
        Resource::Entries(_) => {
            let entries = log.store().read(index << tile::HEIGHT, path.width.get())?;
            let commitments = entries.iter().map(|entry| &entry.commitment.0[..]);
            Ok(Some(
                bundle::encode(commitments).expect("a commitment has 32 bytes"),
            ))
        }
    }
}

fn hashes(
    log: &Log,
    id: tile::TileId,
    width: tile::Width,
) -> Result<Option<Vec<Hash>>, StoreError> {
    if let Some(mut full) = log.store().tile(id)? {
        full.truncate(width.get());
        return Ok(Some(full));
    }
    Ok(log.partial_tile(id, width.get()))
}

fn text(cache: &'static str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, cache),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, text).into_response()
}
