//! The page of a pretend system.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;

use super::behaviour::Behaviour;
use super::proof::Proof;
use super::seen::{Learned, Request, State as SeenState, Suppressed};
use super::{Downstream, System, Trade};
use crate::demo::page::render;

/// How many requests and people the page lists; it says how many more there are.
const LISTED: usize = 12;
/// How much of what was learned the page lists.
const LISTED_LEARNED: usize = 4;

#[derive(Template)]
#[template(path = "demo/downstream.html")]
struct Page<'a> {
    about: &'a Downstream,
    repaired: bool,
    views: u64,
    received: u64,
    suppressed: usize,
    learned: Vec<Learned>,
    requests: Vec<Request>,
    people: Vec<(u64, Suppressed)>,
}

pub(super) async fn page(State(system): State<Arc<System>>) -> Response {
    let page = Page::new(&system.about, &system.about.seen.lock());
    render(&page)
}

impl<'a> Page<'a> {
    fn new(about: &'a Downstream, seen: &SeenState) -> Self {
        let people = seen.suppressed.iter().rev().take(LISTED);
        Self {
            about,
            repaired: seen.repaired,
            views: seen.views,
            received: seen.received,
            suppressed: seen.suppressed.len(),
            learned: seen.learned.iter().take(LISTED_LEARNED).cloned().collect(),
            requests: seen.requests.iter().take(LISTED).cloned().collect(),
            people: people.map(|(entry, who)| (*entry, who.clone())).collect(),
        }
    }

    fn advertises(&self) -> bool {
        self.about.trade == Trade::Advertising
    }

    fn more_people(&self) -> usize {
        self.suppressed - self.people.len()
    }

    fn more_requests(&self) -> u64 {
        self.received - self.requests.len() as u64
    }
}

/// The time of day, as the pages show it.
fn clock(at: &Timestamp) -> String {
    at.strftime("%H:%M:%S").to_string()
}
