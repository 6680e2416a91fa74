//! `POST /v1/visits`: what the script on a site's page tells of a visit.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use optout::{Identifier, Kind, Timestamp, Vocabulary};
use serde::{Deserialize, Serialize};

use super::identifiers;
use super::{Body, limit};
use crate::cookies::{Browser, Choice, tags_names};
use crate::heed::is_signalled;
use crate::intake::{MAX_IDENTIFIERS, PageVisit, Said, Seen, Sharing};
use crate::json;
use crate::node::Node;
use crate::problem::Problem;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told<'a> {
    #[serde(default)]
    signal: bool,
    act: Option<Act>,
    #[serde(default, borrow)]
    identifiers: Vec<Named<'a>>,
}

/// What a person can do on a page. Opting in again takes two acts, on a page of ours.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    OptOut,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
    #[serde(borrow)]
    proof: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct Answer {
    sharing: &'static str,
    reason: &'static str,
    since: Option<Timestamp>,
    receipt_url: Option<String>,
    covers: Vec<String>,
}

/// Takes note of a visit and says whether its data may be sold or shared:
/// `{"signal":true,"act":"opt_out","identifiers":[{"kind","value","proof"}]}` in,
/// `{"sharing":"denied|allowed","reason","since","receipt_url","covers"}` out. Each of the three may be left out.
///
/// A signal and an act opt out the browser, everything that `identifiers` name and everything linked with it, once: a repeat
/// costs no entry and no look at the database. Without either, it is told what stands for the browser, for what its tags know it
/// by, and for the person, if `proof` shows that the site has logged them in; and what stands for one of these is extended to
/// the others. Where an opt-out stands, both cookies are set, or renewed.
///
/// Needs no key. The body's type does not matter, so that a page's request needs no preflight. `since` is only said of what
/// was recorded now. An address that cannot be one is named (422), so that whoever typed it can mend it; what was said is recorded
/// without it, and the cookies are set.
pub(super) async fn create(
    State(node): State<Arc<Node>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let told: Told<'_> = json::read(&body)?;
    let said = match told.act {
        Some(Act::OptOut) => Said::OptOut,
        None if told.signal || is_signalled(&headers) => Said::Signal,
        None => Said::Nothing,
    };
    let (visit, wrong) = visit(&node, &headers, &told.identifiers, said);
    // Whoever says no is heard first, and told afterwards what was wrong.
    let wrong = match wrong {
        Some(problem) if said == Said::Nothing => return Err(problem),
        wrong => wrong,
    };
    let is_free = match said {
        // To ask what stands for names is limited, for the sake of whoever has them.
        Said::Nothing => told.identifiers.is_empty(),
        Said::Signal => node.are_out(&visit.named()),
        Said::OptOut => false,
    };
    if !is_free {
        limit(&node, peer, &headers)?;
    }
    let covers = visit.covers();
    let seen = node.visited(visit).await?;
    let mut response = match wrong {
        None => Json(answer(&node, &seen, said, covers)).into_response(),
        Some(problem) => problem.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    if let Some(identifier) = seen.browser {
        headers.append(header::SET_COOKIE, Browser { identifier }.cookie(&node));
        if let Sharing::Denied { .. } = seen.sharing {
            headers.append(header::SET_COOKIE, Choice::Out.cookie(&node));
        }
    }
    Ok(response)
}

/// The visit, as far as it can be read, and what is wrong with the first of what cannot.
fn visit(
    node: &Node,
    headers: &HeaderMap,
    named: &[Named<'_>],
    said: Said,
) -> (PageVisit, Option<Problem>) {
    let vocabulary = &node.settings.vocabulary;
    let mut wrong = identifiers::few_enough(named.len()).err();
    let (mut devices, mut proven, mut claimed) = (Vec::new(), Vec::new(), Vec::new());
    for (place, named) in named.iter().enumerate().take(MAX_IDENTIFIERS) {
        let identifier = match Identifier::parse(vocabulary, &named.kind, &named.value) {
            Ok(identifier) => identifier,
            Err(error) if is_to_be_told(vocabulary, &named.kind, said) => {
                wrong.get_or_insert_with(|| identifiers::at(place, &error));
                continue;
            }
            // What a tag wrote into a cookie, or a template where nobody is logged in, must not keep a choice from being recorded.
            Err(_) => continue,
        };
        let side = match &named.proof {
            Some(proof) if node.site_key.proves(&named.kind, &named.value, proof) => &mut proven,
            // A page that was kept too long has an old proof. Whoever says no is heard all the same.
            Some(_) if said != Said::Nothing => &mut claimed,
            Some(_) => {
                let field = format!("identifiers[{place}].proof");
                let detail = "is not the HMAC-SHA256 of KIND:VALUE under the site's key (`refrain site-key`) in hexadecimal";
                wrong.get_or_insert_with(|| Problem::invalid(field, detail));
                continue;
            }
            // What an operating system gives to every app is known to others.
            None if *identifier.kind() == Kind::AdvertisingId => &mut claimed,
            None if vocabulary.is_of_device(identifier.kind()) => &mut devices,
            None => &mut claimed,
        };
        side.push(identifier);
    }
    for name in tags_names(node, headers) {
        if !devices.contains(&name) {
            devices.push(name);
        }
    }
    let visit = PageVisit {
        browser: Browser::of(headers).map(|browser| browser.identifier),
        fresh: Browser::new(node).identifier,
        keeps_cookies: !is_cross_site(headers),
        devices,
        proven,
        claimed,
        said,
    };
    (visit, wrong)
}

/// Whether a person may have typed it, and would want to know what is wrong with it; or its kind is not known, which is a mistake
/// of the site's that must not cost a person their choice.
fn is_to_be_told(vocabulary: &Vocabulary, kind: &str, said: Said) -> bool {
    match vocabulary.kind(kind) {
        None => said == Said::Nothing,
        Some(kind) => matches!(kind, Kind::Email | Kind::Phone),
    }
}

/// Whether the page is another site's, whose requests neither bring nor keep cookies that are `SameSite=Lax`. Browsers say so
/// themselves (Fetch Metadata section 2.1).
fn is_cross_site(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "cross-site")
}

fn answer(node: &Node, seen: &Seen, said: Said, covers: Vec<String>) -> Answer {
    match seen.sharing {
        Sharing::Allowed => Answer {
            sharing: "allowed",
            reason: "no_opt_out",
            since: None,
            receipt_url: None,
            covers: Vec::new(),
        },
        Sharing::Unknown => Answer {
            sharing: "denied",
            reason: "stale",
            since: None,
            receipt_url: None,
            covers: Vec::new(),
        },
        Sharing::Denied { position, since } => Answer {
            sharing: "denied",
            reason: if said == Said::Signal {
                "preference_signal"
            } else {
                "opted_out"
            },
            since,
            receipt_url: position.map(|position| node.receipt_url(position)),
            covers,
        },
    }
}
