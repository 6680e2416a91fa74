//! What is true now for the browser that looks at the page.

use jiff::Timestamp;
use optout::{Date, Entry, PurposeSet, business_day_deadline};

use super::browser::Browser;
use super::visit::Visit;
use crate::intake::{self, No, NoTo, ReceiptWait};
use crate::node::Node;
use crate::pages::{Limit, ReceiptCode, Recipient, Scope, Standing, Status, Trade};
use crate::problem::Problem;

/// The state of things for one browser.
pub(super) struct Now {
    pub(super) status: Status,
    pub(super) limit: Limit,
    pub(super) deadline: Date,
}

/// An opt-out, as far as the page tells of it.
pub(super) struct InForce {
    at: Timestamp,
    deadline: Date,
}

impl InForce {
    /// The opt-out on which an answer rests.
    pub(super) fn read(standing: &intake::Standing) -> Option<Self> {
        match Entry::from_bytes(&standing.entry.body) {
            Ok(Entry::OptOut(entry)) => Some(Self {
                at: entry.at,
                deadline: entry.deadline,
            }),
            _ => None,
        }
    }
}

impl Now {
    /// Tells of `act` instead of the browser's first: what was named later is not covered since then.
    pub(super) fn rest_on(&mut self, act: &InForce) {
        if let Status::OptedOut(standing) | Status::SignalHonored(Some(standing)) = &mut self.status
        {
            standing.since = act.at;
            self.deadline = act.deadline;
        }
    }
}

impl Visit {
    /// A signal is a request: where there is a browser to bind it to, it is recorded, once (11 CCR 7025(c)(1)).
    pub(super) async fn honor_signal(&self) -> Result<(), Problem> {
        let Some(browser) = self.browser.as_ref().filter(|_| self.signal) else {
            return Ok(());
        };
        let no = No {
            identifiers: vec![browser.identifier.clone()],
            act: NoTo::Purposes(PurposeSet::OPT_OUT),
            channel: optout::Channel::Signal,
            state: None,
            agent: None,
        };
        self.node.say_no(no, ReceiptWait::No).await.map(drop)
    }

    /// What is true now for `browser`.
    pub(super) async fn now(
        &self,
        browser: Option<&Browser>,
        scope: Scope,
    ) -> Result<Now, Problem> {
        let node = &self.node;
        let standing = browser
            .map(|browser| standing(node, browser))
            .unwrap_or_default();
        let mut now = Now {
            status: Status::NotOptedOut,
            limit: Limit::Open,
            deadline: business_day_deadline(node.now()),
        };
        let mut opted_out = None;
        if standing.denied().intersects(PurposeSet::OPT_OUT) {
            let position = standing.since(PurposeSet::OPT_OUT);
            if let Entry::OptOut(entry) = read(node, position).await? {
                now.deadline = entry.deadline;
                let receipt = ReceiptCode::parse(&node.codes.code(position));
                opted_out = Some(Standing {
                    since: entry.at,
                    scope,
                    receipt,
                });
            }
        }
        if standing.denied().covers(PurposeSet::LIMIT) {
            let entry = read(node, standing.since(PurposeSet::LIMIT)).await?;
            now.limit = entry
                .choice()
                .map_or(Limit::Open, |choice| Limit::Limited(choice.at));
        }
        now.status = match opted_out {
            standing if self.signal => Status::SignalHonored(standing),
            Some(standing) => Status::OptedOut(standing),
            None => Status::NotOptedOut,
        };
        Ok(now)
    }

    /// Everybody to whom data is sold or with whom it is shared, as the pages name them.
    pub(super) fn recipients(&self) -> Vec<Recipient> {
        let mut recipients: Vec<Recipient> = Vec::new();
        let destinations = self.node.views.destinations();
        let told = destinations
            .iter()
            .map(optout_declared)
            .filter(|one| one.purposes.intersects(PurposeSet::OPT_OUT));
        for declared in told {
            let recipient = describe(&self.node, &declared.recipient.name);
            if !recipients.iter().any(|known| known.name == recipient.name) {
                recipients.push(recipient);
            }
        }
        recipients
    }
}

fn optout_declared(view: &store::DestinationView) -> &optout::DestinationDeclared {
    view.declared()
}

/// A recipient as the configuration describes it, else by its bare name.
pub(super) fn describe(node: &Node, name: &str) -> Recipient {
    let described = node.settings.recipients.get(name).cloned();
    described.unwrap_or_else(|| Recipient {
        name: name.to_owned(),
        trade: Trade::Other,
        data: Vec::new(),
    })
}

fn standing(node: &Node, browser: &Browser) -> optout::Standing {
    let subjects = node.subjects(std::slice::from_ref(&browser.identifier));
    let facts = node.views.gate.facts(&subjects);
    facts
        .standing
        .into_iter()
        .fold(optout::Standing::default(), optout::Standing::joined)
}

async fn read(node: &Node, position: u64) -> Result<Entry, Problem> {
    let stored = node.entry(position).await?;
    Entry::from_bytes(&stored.body).map_err(|_| Problem::unavailable())
}
