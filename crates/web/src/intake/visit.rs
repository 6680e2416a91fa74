//! What a page of the site tells of a visit: who comes, whether the browser sends the signal, whether the person pressed the
//! button. The answer says whether this visit's data may be sold or shared.

use std::sync::Arc;

use optout::{Channel, Identifier, Kind, PurposeSet, Timestamp};

use super::{Heard, No, ReceiptWait};
use crate::node::Node;
use crate::problem::Problem;

/// A visit, as a page tells of it.
#[derive(Debug)]
pub struct PageVisit {
    /// The browser's own identifier, where it has been given one.
    pub browser: Option<Identifier>,
    /// What it is given as soon as there is something to remember of it.
    pub fresh: Identifier,
    /// Whether it would keep that: a browser keeps no cookie of ours on a page of another site.
    pub keeps_cookies: bool,
    /// What tags and tools know this browser by. Nobody else can know these, so what stands for them may be told.
    pub devices: Vec<Identifier>,
    /// The person whom the site has shown to be logged in.
    pub proven: Vec<Identifier>,
    /// Whoever else the page names. A no covers them; what stands for them is told to nobody.
    pub claimed: Vec<Identifier>,
    /// What was said.
    pub said: Said,
}

/// What was said in a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing: it is only asked what stands.
    Nothing,
    /// The browser sends the signal.
    Signal,
    /// The person pressed the button.
    OptOut,
}

/// What is so in a visit.
#[derive(Debug)]
pub struct Seen {
    /// Whether its data may be sold or shared.
    pub sharing: Sharing,
    /// What the browser is known by from now on; `None` where there is nothing to remember of it.
    pub browser: Option<Identifier>,
}

/// Whether a visit's data may be sold or shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Nothing stands against it.
    Allowed,
    /// What is known is too old to tell, so it may not.
    Unknown,
    /// Somebody said no.
    Denied {
        /// The position of the entry from which that stands; `None` for a signal that there is nothing to bind to.
        position: Option<u64>,
        /// The moment, where it was said just now.
        since: Option<Timestamp>,
    },
}

impl Node {
    /// Takes note of a visit.
    ///
    /// # Errors
    /// Where something was to be written and could not be.
    pub async fn visited(self: &Arc<Self>, visit: PageVisit) -> Result<Seen, Problem> {
        self.until_read().await?;
        let channel = match visit.said {
            Said::Nothing => return self.look(visit).await,
            Said::Signal if !visit.is_bound() => {
                self.unbound.count();
                let (position, since) = (None, None);
                let sharing = Sharing::Denied { position, since };
                return Ok(Seen {
                    sharing,
                    browser: None,
                });
            }
            Said::Signal => Channel::Signal,
            Said::OptOut => Channel::WebForm,
        };
        let known = [visit.browser.as_slice(), &visit.devices, &visit.proven].concat();
        let bound = [visit.own().as_slice(), &visit.proven].concat();
        let no = No {
            channel,
            ..No::signal(visit.named())
        };
        let (position, since) = match self.hear(no, ReceiptWait::No).await? {
            // Since when it stands for somebody whom the page only names is nobody's business.
            Heard::Repeat { .. } => (self.since(&known), None),
            Heard::New(new) => {
                let entry = new.entry.entry().ok();
                let at = entry.and_then(|entry| entry.choice().map(|choice| choice.at));
                (Some(new.position), at)
            }
        };
        self.remember(&bound, &visit.proven).await?;
        let fresh = visit.keeps_cookies.then_some(visit.fresh);
        let browser = visit.browser.or(fresh);
        Ok(Seen {
            sharing: Sharing::Denied { position, since },
            browser,
        })
    }

    /// The entry from which a no to any of them stands.
    fn since(&self, identifiers: &[Identifier]) -> Option<u64> {
        let standing = self.joined(&self.sides(identifiers));
        let is_out = standing.denied().intersects(PurposeSet::OPT_OUT);
        is_out.then(|| standing.since(PurposeSet::OPT_OUT))
    }

    /// What stands for everybody whom the visit may know about. What stands for one of them comes to stand for all.
    async fn look(&self, mut visit: PageVisit) -> Result<Seen, Problem> {
        if !self.views.gate.is_open((self.world.instant)()) {
            return Ok(Seen {
                sharing: Sharing::Unknown,
                browser: None,
            });
        }
        let has_opted_in = visit.browser.as_ref().is_some_and(|browser| {
            let own = self.joined(&self.sides(std::slice::from_ref(browser)));
            own.authorised().intersects(PurposeSet::OPT_OUT)
        });
        if has_opted_in {
            // Only the browser's own name could be opted in: the names that tags gave it before stay denied, and do not count.
            visit.devices.clear();
        }
        let known = visit
            .browser
            .iter()
            .chain(&visit.devices)
            .chain(&visit.proven);
        let known: Vec<Identifier> = known.cloned().collect();
        let sources = self.sides(&known);
        let position = self.since(&known);
        let may_be_fresh = visit.keeps_cookies && !self.is_full(&visit.proven);
        let browser = visit
            .browser
            .or_else(|| may_be_fresh.then_some(visit.fresh));
        let own = browser.as_slice();
        if !visit.proven.is_empty() {
            let bound = [own, &visit.devices, &visit.proven].concat();
            self.remember(&bound, &visit.proven).await?;
        }
        if position.is_some() {
            let heirs = [&known, own, &visit.claimed].concat();
            let heirs_standing = self.standings(&self.sides(&heirs));
            self.inherit(&sources, &heirs_standing, &heirs).await?;
        }
        let is_to_be_kept = position.is_some() || !visit.proven.is_empty();
        Ok(Seen {
            sharing: match position {
                None => Sharing::Allowed,
                position => {
                    let since = None;
                    Sharing::Denied { position, since }
                }
            },
            // A browser that was opted in keeps that for when the person is logged out.
            browser: browser.filter(|_| !has_opted_in && is_to_be_kept),
        })
    }

    /// Links whom a visit is known to be of, where there is more than one name, and room for them.
    async fn remember(
        &self,
        identifiers: &[Identifier],
        people: &[Identifier],
    ) -> Result<(), Problem> {
        let has_two = self.sides(identifiers).iter().nth(1).is_some();
        if has_two && !self.is_full(people) {
            self.link(identifiers).await?;
        }
        Ok(())
    }
}

impl PageVisit {
    /// The kinds of what it names, each once; the browser's own comes first.
    #[must_use]
    pub fn covers(&self) -> Vec<String> {
        let mut covers = vec![Kind::Browser.name().to_owned()];
        for one in [&self.proven, &self.claimed, &self.devices]
            .into_iter()
            .flatten()
        {
            if !covers.iter().any(|known| known == one.kind().name()) {
                covers.push(one.kind().name().to_owned());
            }
        }
        covers
    }

    /// The browser's own name, the one that it has or is given. Whoever presses gets a receipt, whatever the browser keeps. A signal
    /// comes again and again: what may not come back with it is not recorded.
    fn own(&self) -> Option<Identifier> {
        let is_given = self.keeps_cookies || self.said == Said::OptOut;
        let given = || is_given.then(|| self.fresh.clone());
        self.browser.clone().or_else(given)
    }

    /// Whether there is anything that a signal can be bound to.
    fn is_bound(&self) -> bool {
        let names = [&self.devices, &self.proven, &self.claimed];
        self.browser.is_some() || names.iter().any(|names| !names.is_empty())
    }

    /// Whom a no covers that is said in it: nobody, where there is nothing that a signal can be bound to.
    #[must_use]
    pub fn named(&self) -> Vec<Identifier> {
        if self.said == Said::Signal && !self.is_bound() {
            return Vec::new();
        }
        let own = self.own();
        [own.as_slice(), &self.devices, &self.proven, &self.claimed].concat()
    }
}
