//! The demo: a shop, three pretend downstream systems, and the page that leads through them; all on loopback.
//!
//! Each part is a router of its own and knows the others by their addresses alone, as it would outside. The shop asks
//! Refrain before it loads an ad tag; the downstream systems take its webhooks and check every signature and receipt
//! themselves. Nothing here is part of Refrain: it is what stands around it.

pub mod downstream;
mod page;
pub mod shop;
pub mod story;
