//! `/privacy-choices`: shows what is true, takes the one press that changes it.

use axum::http::{StatusCode, header};
use axum::response::Response;
use optout::{Agent, Channel, Entry, Identifier, PurposeSet};

use super::form::{self, Act, Fields, Sent};
use super::status::InForce;
use super::visit::{Visit, html, trouble};
use crate::cookies::{Browser, Choice};
use crate::intake::{No, NoTo, ReceiptWait, Recorded, Standing};
use crate::pages::{
    AgentForm, Deed, Field, Masked, PrivacyChoices, Processed, ReceiptCode, Scope, Since,
};
use crate::problem::Problem;

/// Shows the page.
pub(super) async fn show(visit: Visit) -> Response {
    match visit.honor_signal(visit.browser.as_ref()).await {
        Ok(()) => remind(
            &visit,
            render(&visit, visit.browser.as_ref(), After::default()).await,
        ),
        Err(problem) => visit.trouble(trouble(&problem)),
    }
}

/// Takes the form. With nothing filled in it opts this browser out.
pub(super) async fn submit(visit: Visit, form: Result<Fields, Problem>) -> Response {
    if let Err(refused) = visit.limit() {
        return visit.trouble(refused);
    }
    let form = match form {
        Ok(Fields(form)) => form,
        Err(problem) => return visit.trouble(trouble(&problem)),
    };
    let answer = match form::read(form) {
        Sent::Own { act, identifier } => own(&visit, act, identifier).await,
        Sent::ByAgent { agent, identifier } => by_agent(&visit, agent, identifier).await,
        Sent::AgentUnusable(agent) => {
            let after = After {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                agent,
                ..After::default()
            };
            Ok(render(&visit, visit.browser.as_ref(), after).await)
        }
    };
    answer.unwrap_or_else(|problem| visit.trouble(trouble(&problem)))
}

/// Lets the browser remember its choice for as long again.
fn remind(visit: &Visit, mut response: Response) -> Response {
    let opted_out = visit
        .browser
        .as_ref()
        .filter(|browser| visit.is_opted_out(browser));
    if let Some(browser) = opted_out {
        for cookie in [browser.cookie(&visit.node), Choice::Out.cookie(&visit.node)] {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// What the page shows besides what is true now.
pub(super) struct After {
    pub(super) status: StatusCode,
    pub(super) scope: Scope,
    pub(super) processed: Option<Processed>,
    /// The act that covers all of `scope`, where that is more than the browser and it may be told.
    pub(super) whole: Option<InForce>,
    pub(super) identifier: Field,
    pub(super) agent: AgentForm,
}

impl Default for After {
    fn default() -> Self {
        Self {
            status: StatusCode::OK,
            scope: Scope::Browser,
            processed: None,
            whole: None,
            identifier: Field::default(),
            agent: AgentForm::default(),
        }
    }
}

pub(super) async fn render(visit: &Visit, browser: Option<&Browser>, after: After) -> Response {
    let covers_named = matches!(after.scope, Scope::BrowserAndIdentifier(_));
    let mut now = match visit.now(browser, after.scope).await {
        Ok(now) => now,
        Err(problem) => return visit.trouble(trouble(&problem)),
    };
    if covers_named {
        now.rest_on(after.whole.as_ref());
    }
    let page = PrivacyChoices {
        frame: visit.frame(),
        recipients: &visit.recipients(),
        status: now.status,
        processed: after.processed,
        limit: now.limit,
        deadline: now.deadline,
        identifier: after.identifier,
        agent: after.agent,
        loyalty: None,
    };
    html(after.status, &page)
}

/// A person for themselves: this browser, and whatever else they named. What they named wrongly takes nothing from it.
async fn own(
    visit: &Visit,
    act: Act,
    named: Result<Option<Identifier>, Field>,
) -> Result<Response, Problem> {
    let fresh = visit.browser.is_none().then(|| Browser::new(&visit.node));
    let browser = visit
        .browser
        .as_ref()
        .or(fresh.as_ref())
        .expect("there is one or a new one");
    let mut after = After::default();
    let mut identifiers = visit.names(Some(browser));
    match named {
        Ok(None) => {}
        Ok(Some(identifier)) => {
            after.scope = Scope::BrowserAndIdentifier(Masked::new(identifier.value()));
            identifiers.push(identifier);
        }
        Err(field) => {
            after.identifier = field;
            after.status = StatusCode::UNPROCESSABLE_ENTITY;
        }
    }
    let (no_to, deed) = match act {
        Act::OptOut => (NoTo::Purposes(PurposeSet::OPT_OUT), Deed::OptOut),
        Act::Limit => (NoTo::SensitiveUse, Deed::Limit),
    };
    let no = No {
        identifiers,
        act: no_to,
        channel: Channel::WebForm,
        state: None,
        agent: None,
    };
    let standing = visit.node.say_no(no, ReceiptWait::No).await?;
    visit.honor_signal(Some(browser)).await?;
    if let Scope::BrowserAndIdentifier(_) = after.scope {
        let is_own = standing.recorded == Recorded::Now;
        let act = InForce::read(&standing.entry, PurposeSet::OPT_OUT);
        after.whole = act.filter(|_| is_own);
        after.processed = processed_for_named(visit, &standing, deed);
    } else {
        after.processed = processed(visit, &standing, deed);
    }
    let mut response = render(visit, Some(browser), after).await;
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, browser.cookie(&visit.node));
    if act == Act::OptOut {
        headers.append(header::SET_COOKIE, Choice::Out.cookie(&visit.node));
    }
    Ok(response)
}

/// An agent for somebody else: the agent's own browser is not touched.
async fn by_agent(
    visit: &Visit,
    agent: Agent,
    identifier: Identifier,
) -> Result<Response, Problem> {
    let deed = Deed::OptOutByAgent {
        agent: agent.name().to_owned(),
        identifier: Masked::new(identifier.value()),
    };
    let no = No {
        identifiers: vec![identifier],
        act: NoTo::Purposes(PurposeSet::OPT_OUT),
        channel: Channel::Agent,
        state: None,
        agent: Some(agent),
    };
    let standing = visit.node.say_no(no, ReceiptWait::No).await?;
    let after = After {
        processed: processed_for_named(visit, &standing, deed),
        ..After::default()
    };
    Ok(render(visit, visit.browser.as_ref(), after).await)
}

/// What was done for somebody who was named. Anybody can name anybody: since when it stood already, and by which receipt, is told to
/// nobody.
fn processed_for_named(visit: &Visit, standing: &Standing, deed: Deed) -> Option<Processed> {
    match standing.recorded {
        Recorded::Now => processed(visit, standing, deed),
        Recorded::Before => Some(Processed {
            deed,
            at: Since::Moment(visit.node.now()),
            receipt: None,
        }),
    }
}

pub(super) fn processed(visit: &Visit, standing: &Standing, deed: Deed) -> Option<Processed> {
    let entry = Entry::from_bytes(&standing.entry.body).ok()?;
    let receipt = ReceiptCode::parse(&visit.node.codes.code(standing.position))?;
    Some(Processed {
        deed,
        at: Since::of(&entry)?,
        receipt: Some(receipt),
    })
}
