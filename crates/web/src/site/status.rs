//! What is true now for the browser that looks at the page.

use optout::{Date, Entry, PurposeSet, Stance, business_day_deadline};
use store::StoredEntry;

use super::visit::Visit;
use crate::cookies::Browser;
use crate::intake::{No, ReceiptWait};
use crate::node::Node;
use crate::pages::{Limit, ReceiptCode, Recipient, Scope, Since, Standing, Status, Trade};
use crate::problem::Problem;

/// The state of things for one browser.
pub(super) struct Now {
    pub(super) status: Status,
    pub(super) limit: Limit,
    pub(super) deadline: Date,
}

/// A no in force, as far as its entry tells of it.
pub(super) struct InForce {
    since: Since,
    deadline: Date,
}

impl InForce {
    /// The no to any of `purposes` in an entry on which an answer rests.
    pub(super) fn read(stored: &StoredEntry, purposes: PurposeSet) -> Option<Self> {
        let entry = Entry::from_bytes(&stored.body).ok()?;
        let deadline = match &entry {
            Entry::OptOut(no) | Entry::Limit(no) => no.deadline,
            Entry::Carried(no) if no.stance == Stance::No => no.deadline(),
            _ => return None,
        };
        let concerns = entry.choice()?.purposes.intersects(purposes);
        let since = Since::of(&entry).filter(|_| concerns)?;
        Some(Self { since, deadline })
    }
}

impl Now {
    /// Tells of `act` instead of the browser's first: what was named later is not covered since then. Without one, since when is
    /// not told.
    pub(super) fn rest_on(&mut self, act: Option<&InForce>) {
        if let Status::OptedOut(standing) | Status::SignalHonored(Some(standing)) = &mut self.status
        {
            standing.since = act.map(|act| act.since);
            self.deadline = act.map_or(self.deadline, |act| act.deadline);
        }
    }
}

impl Visit {
    /// A signal is a request: where there is anything to bind it to, it is recorded, once (11 CCR 7025(c)(1)). An address that sends
    /// too many is shown the page all the same.
    pub(super) async fn honor_signal(&self, browser: Option<&Browser>) -> Result<(), Problem> {
        if !self.signal {
            return Ok(());
        }
        let names = self.names(browser);
        if names.is_empty() {
            self.node.unbound.count();
        } else if !self.node.are_out(&names) && self.limit().is_ok() {
            self.node.hear(No::signal(names), ReceiptWait::No).await?;
        }
        Ok(())
    }

    /// Whether `browser` is opted out.
    pub(super) fn is_opted_out(&self, browser: &Browser) -> bool {
        let denied = standing(&self.node, browser).denied();
        denied.intersects(PurposeSet::OPT_OUT)
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
            // Where the entry was erased, what it said stands all the same: it was carried forward, and this process has not
            // heard where.
            let act = InForce::read(&node.entry(position).await?, PurposeSet::OPT_OUT);
            now.deadline = act.as_ref().map_or(now.deadline, |act| act.deadline);
            opted_out = Some(Standing {
                receipt: act
                    .as_ref()
                    .and_then(|_| ReceiptCode::parse(&node.codes.code(position))),
                since: act.map(|act| act.since),
                scope,
            });
        }
        if standing.denied().covers(PurposeSet::LIMIT) {
            let position = standing.since(PurposeSet::LIMIT);
            let act = InForce::read(&node.entry(position).await?, PurposeSet::LIMIT);
            now.limit = Limit::Limited(act.map(|act| act.since));
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
