//! A small shop that loads an ad tag only where the person's choice allows it.
//!
//! The decision is made on the server, before the page is written: a tag that is not allowed is not in the page at all,
//! so there is nothing for a browser to load, block or race with.

mod gate;
mod visitor;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use self::gate::{Gate, Ruling};
use self::visitor::Visitor;
use super::page;

/// What the shop is told when it opens.
#[derive(Clone)]
pub struct ShopOptions {
    /// Where Refrain is, without a slash at the end.
    pub refrain_url: String,
    /// A key to its API that may ask for decisions.
    pub decide_key: String,
    /// The ad tags that the shop would load; the first stands beside the loaf, the others below the shelves.
    pub tags: Vec<Tag>,
    /// Where the demo's story is, for the way back.
    pub story_url: String,
}

/// An ad vendor's tag.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The vendor, as Refrain knows it.
    pub recipient: String,
    /// The vendor, as people know it.
    pub name: String,
    /// Where the vendor's `tag.js` is, without a slash at the end.
    pub url: String,
}

/// Serves the shop at `/`.
pub fn router(options: ShopOptions) -> Router {
    let gate = Gate::new(&options.refrain_url, options.decide_key);
    let shop = Shop {
        gate,
        tags: options.tags,
        choices_url: format!("{}/privacy-choices", options.refrain_url),
        story_url: options.story_url,
    };
    Router::new()
        .route("/", get(front))
        .with_state(Arc::new(shop))
}

struct Shop {
    gate: Gate,
    tags: Vec<Tag>,
    choices_url: String,
    story_url: String,
}

#[derive(Template)]
#[template(path = "demo/shop.html")]
struct Front<'a> {
    shop: &'a Shop,
    visitor: Visitor,
    slots: Vec<Slot<'a>>,
}

/// A place in the page where a tag may stand, and what was decided about it.
struct Slot<'a> {
    tag: &'a Tag,
    ruling: Ruling,
}

async fn front(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    let visitor = Visitor::from_headers(&headers);
    let mut slots = Vec::with_capacity(shop.tags.len());
    for tag in &shop.tags {
        let ruling = shop.gate.ask(&visitor, &tag.recipient).await;
        slots.push(Slot { tag, ruling });
    }
    page::render(&Front {
        shop: &shop,
        visitor,
        slots,
    })
}

#[cfg(test)]
mod tests;
