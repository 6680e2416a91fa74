//! A small shop that loads an ad tag only where the person's choice allows it, in the two ways that there are.
//!
//! One tag is decided on the server, before the page is written: where it is not allowed it is not in the page at all, so there
//! is nothing for a browser to load, block or race with. The other is in every page, marked, and held by Refrain's script.

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
    /// The ad tag that the shop's server asks about; it stands beside the loaf.
    pub asked: Tag,
    /// The ad tag that the script in the page holds; it stands below the shelves.
    pub held: Tag,
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
    let gate = Gate::new(&options.refrain_url, options.decide_key.clone());
    let shop = Shop { gate, options };
    Router::new()
        .route("/", get(front))
        .with_state(Arc::new(shop))
}

struct Shop {
    gate: Gate,
    options: ShopOptions,
}

#[derive(Template)]
#[template(path = "demo/shop.html")]
struct Front<'a> {
    shop: &'a ShopOptions,
    visitor: Visitor,
    ruling: Ruling,
}

async fn front(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    let visitor = Visitor::from_headers(&headers);
    let options = &shop.options;
    let ruling = shop.gate.ask(&visitor, &options.asked.recipient).await;
    page::render(&Front {
        shop: options,
        visitor,
        ruling,
    })
}

#[cfg(test)]
mod tests;
