//! `POST /v1/links`: identifiers that are one person's.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use optout::Scope;
use serde::Deserialize;
use serde_json::json;

use super::Body;
use super::identifiers::{self, IdentifierJson};
use crate::intake::Recorded;
use crate::json;
use crate::node::Node;
use crate::problem::Problem;

/// How many links one request may tell of.
pub const MAX_LINKS: usize = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Links<'a> {
    #[serde(borrow)]
    links: Vec<Link<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link<'a> {
    #[serde(borrow)]
    identifiers: Vec<IdentifierJson<'a>>,
}

/// Remembers that identifiers are one person's: `{"links":[{"identifiers":[…]}]}`. A choice that stands for one of them is
/// extended to the others at once, and one that is made later covers all. Answers `{"recorded":2,"repeats":1}`.
///
/// Needs a key of scope `intake`: what is linked comes to stand alike, which would tell a stranger what stands.
pub(super) async fn create(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    node.views.require(&headers, Scope::Intake)?;
    let Links { links } = json::read(&body)?;
    if links.len() > MAX_LINKS {
        let detail = format!("send at most {MAX_LINKS} links at a time");
        return Err(Problem::invalid("links", detail));
    }
    // All are read before the first is recorded, so that a mistake leaves nothing half done.
    let mut read = Vec::with_capacity(links.len());
    for (place, link) in links.iter().enumerate() {
        let identifiers = identifiers::parse(&node.settings.vocabulary, &link.identifiers)
            .map_err(|problem| problem.within(&format!("links[{place}]")))?;
        if identifiers.len() < 2 {
            let field = format!("links[{place}].identifiers");
            return Err(Problem::invalid(
                field,
                "give at least two identifiers of one person",
            ));
        }
        read.push(identifiers);
    }
    // Together, so that they share the log's batches.
    let mut linking = tokio::task::JoinSet::new();
    for identifiers in read {
        let node = node.clone();
        linking.spawn(async move { node.link(&identifiers).await });
    }
    let (mut recorded, mut repeats) = (0, 0);
    while let Some(linked) = linking.join_next().await {
        match linked.map_err(|_| Problem::unavailable())?? {
            Recorded::Now => recorded += 1,
            Recorded::Before => repeats += 1,
        }
    }
    Ok(Json(json!({ "recorded": recorded, "repeats": repeats })).into_response())
}
