//! All HTTP: the JSON API, the consumer's pages, the log's files.
//!
//! A handler parses, decides, commits and answers; what is decided stands in [`optout`], what is committed in [`store`].
//!
//! | room | what |
//! | --- | --- |
//! | [`api`] | `/v1/…`, `/log/…`, health |
//! | `site` | the pages that a consumer sees, as requests |
//! | [`pages`], [`locale`] | the same pages, as words and looks |
//! | [`intake`] | from a parsed request to a committed entry, for every channel |
//! | [`snippet`] | the script that a site pastes into its head |
//! | [`node`] | the running parts that handlers work with |
//! | [`sites`], [`serve`] | which business a request is for; connections |

pub mod api;
mod body;
mod client;
mod cookies;
mod cors;
mod heed;
pub mod intake;
mod json;
mod keys;
pub mod locale;
pub mod node;
pub mod pages;
mod problem;
pub mod serve;
mod site;
pub mod sites;
pub mod snippet;
mod unbound;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;

pub use body::{BODY_WITHIN, MAX_BODY_BYTES};
pub use client::{PUBLIC_BURST, PUBLIC_PER_SECOND};
pub use keys::{ApiKeys, Caller, KEY_PREFIX, key_digest};
pub use node::Node;
pub use problem::Problem;
pub use sites::{Site, Sites};

/// Bytes in lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("a string takes every write");
            hex
        })
}

/// The whole of HTTP for a node.
pub fn router(node: Arc<Node>) -> Router {
    api::routes()
        .merge(site::routes())
        .merge(snippet::routes())
        .fallback(site::fallback())
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
        .layer(from_fn_with_state(node.clone(), heed::heed))
        .layer(from_fn_with_state(node.clone(), cors::cors))
        .with_state(node)
}
