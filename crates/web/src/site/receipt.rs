//! `/receipts/{code}`: what was asked, who has been told, and the proof to keep; or the proof alone.

use std::sync::Arc;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use optout::{Carried, Date, Entry, Kind, PurposeSet, Stance};
use store::{StoredEntry, Telling};

use super::status::describe;
use super::visit::{Visit, html, trouble};
use crate::api::receipt_wait;
use crate::intake::{ReceiptWait, Recorded, Standing};
use crate::node::Node;
use crate::pages::{
    self, Act, Channel, Covered, LogPlace, Progress, Proof, ReceiptCode, RecipientLine, Since,
    Trouble,
};
use crate::problem::Problem;

/// The end of the address under which the proof is downloaded.
const PROOF_SUFFIX: &str = ".tlog-proof";

/// The receipt as a page; with `Accept: text/plain`, or under the address that ends in `.tlog-proof`, as a C2SP tlog-proof.
pub(super) async fn show(
    visit: Visit,
    code: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    if let Err(refused) = visit.limit() {
        return visit.trouble(refused);
    }
    let Ok(Path(code)) = code else {
        return visit.trouble(Trouble::NoSuchReceipt);
    };
    let (code, download) = match code.strip_suffix(PROOF_SUFFIX) {
        Some(code) => (code, true),
        None => (code.as_str(), false),
    };
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let as_text = download || accepts.starts_with("text/plain");
    let found = find(&visit.node, code).await;
    match found {
        Ok(Some(entry)) if as_text => proof(&visit.node, entry, receipt_wait(&headers)).await,
        Ok(Some(entry)) => page(&visit, &entry),
        Ok(None) if as_text => {
            Problem::not_found("there is no receipt of this code").into_response()
        }
        Ok(None) => visit.trouble(Trouble::NoSuchReceipt),
        Err(problem) if as_text => problem.into_response(),
        Err(problem) => visit.trouble(trouble(&problem)),
    }
}

async fn find(node: &Node, code: &str) -> Result<Option<StoredEntry>, Problem> {
    let Some(position) = node.codes.position(code) else {
        return Ok(None);
    };
    match node.entry(position).await {
        Ok(entry) if entry.salt.is_none() => Err(Problem::erased()),
        Ok(entry) => Ok(Some(entry)),
        Err(problem) if problem.status == 404 => Ok(None),
        Err(problem) => Err(problem),
    }
}

async fn proof(node: &Arc<Node>, entry: StoredEntry, wait: ReceiptWait) -> Response {
    let code = node.codes.code(entry.position);
    let standing = Standing {
        position: entry.position,
        recorded: Recorded::Before,
        entry,
    };
    let Some(text) = node.receipt(&standing, wait).await else {
        return Problem::unavailable().into_response();
    };
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    let file = format!("attachment; filename=\"{code}{PROOF_SUFFIX}\"");
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&file).expect("a code is ASCII"),
    );
    response
}

fn page(visit: &Visit, stored: &StoredEntry) -> Response {
    let node = &visit.node;
    let entry = Entry::from_bytes(&stored.body).ok();
    let code = ReceiptCode::parse(&node.codes.code(stored.position));
    let asked = entry
        .as_ref()
        .and_then(|entry| asked(stored.position, entry));
    let (Some(asked), Some(code)) = (asked, code) else {
        return visit.trouble(Trouble::NoSuchReceipt);
    };
    let page = pages::Receipt {
        frame: visit.frame(),
        code,
        in_force_since: asked.since,
        act: asked.act,
        purposes: asked.choice.purposes,
        covers: covers(node, &asked.choice),
        channel: asked.channel,
        recipients: lines(node, &asked),
        proof: place(node, stored.position),
        as_of: node.now(),
    };
    html(StatusCode::OK, &page)
}

struct Asked<'a> {
    act: Act,
    choice: optout::Choice<'a>,
    since: Since,
    channel: Channel,
    deadline: Date,
    /// The entry of which recipients were told.
    told_as: u64,
}

fn asked(position: u64, entry: &Entry) -> Option<Asked<'_>> {
    let choice = entry.choice()?;
    let (act, channel, deadline) = match entry {
        Entry::OptOut(no) => (Act::OptOut, channel(no.channel), no.deadline),
        Entry::Limit(no) => (Act::Limit, channel(no.channel), no.deadline),
        Entry::OptIn(yes) => {
            let deadline = optout::business_day_deadline(yes.at);
            (Act::OptIn, channel(yes.channel), deadline)
        }
        Entry::Carried(carried) => {
            let act = act_of(carried);
            (act, Channel::CarriedForward, carried.deadline())
        }
        _ => return None,
    };
    let told_as = match entry {
        Entry::Carried(carried) => carried.from,
        _ => position,
    };
    Some(Asked {
        act,
        choice,
        since: Since::of(entry)?,
        channel,
        deadline,
        told_as,
    })
}

fn act_of(carried: &Carried) -> Act {
    match carried.stance {
        Stance::No if carried.purposes == PurposeSet::LIMIT => Act::Limit,
        Stance::No => Act::OptOut,
        Stance::Yes => Act::OptIn,
    }
}

fn lines(node: &Node, asked: &Asked<'_>) -> Vec<RecipientLine> {
    let destinations = node.views.destinations();
    let line = |view: &store::DestinationView| {
        let recipient = describe(node, &view.declared().recipient.name);
        let progress = match view.telling(asked.told_as, asked.choice.purposes) {
            Telling::NotApplicable => Progress::NotApplicable,
            Telling::Waiting => Progress::Waiting(asked.deadline),
            Telling::Manual => Progress::ByPerson(asked.deadline),
            Telling::Told(at) => Progress::Told(at),
            Telling::Confirmed(at) => Progress::Confirmed(at),
            Telling::Verified(at) => Progress::Verified(at),
        };
        RecipientLine {
            name: recipient.name,
            got: recipient.data,
            progress,
        }
    };
    destinations.iter().map(line).collect()
}

fn place(node: &Node, entry: u64) -> Proof {
    let head = node.log.head();
    if head.size <= entry {
        return Proof::Soon;
    }
    let key = node.log.key();
    Proof::Ready(LogPlace {
        log: key.name().to_owned(),
        size: head.size,
        entry,
        key: key.to_string(),
    })
}

fn covers(node: &Node, choice: &optout::Choice<'_>) -> Vec<Covered> {
    let mut kinds = Vec::new();
    for subject in choice.subjects {
        let covered = match &subject.kind {
            Kind::Browser => Covered::Browser,
            Kind::Email => Covered::Email,
            Kind::Phone => Covered::Phone,
            Kind::AdvertisingId => Covered::AdvertisingId,
            kind if node.settings.vocabulary.is_of_device(kind) => Covered::Browser,
            Kind::Account | Kind::Custom(_) => Covered::Account,
        };
        if !kinds.contains(&covered) {
            kinds.push(covered);
        }
    }
    kinds
}

fn channel(channel: optout::Channel) -> Channel {
    match channel {
        optout::Channel::WebForm => Channel::Page,
        optout::Channel::Signal => Channel::Signal,
        optout::Channel::Api => Channel::Interface,
        optout::Channel::Agent => Channel::Agent,
        optout::Channel::Phone => Channel::Phone,
        optout::Channel::Email => Channel::Email,
        optout::Channel::Mail => Channel::Post,
        optout::Channel::InPerson => Channel::InPerson,
        optout::Channel::Link | optout::Channel::SignalLink => Channel::Link,
    }
}
