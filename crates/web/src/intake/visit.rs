//! What a page of the site tells of a visit: who comes, whether the browser sends the signal, whether the person pressed the
//! button. The answer says whether this visit's data may be sold or shared.

use optout::{Channel, Identifier, Kind, PurposeSet, Subject, Timestamp};

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
    pub async fn visited(&self, visit: PageVisit) -> Result<Seen, Problem> {
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
        let named = [visit.devices, visit.proven.clone(), visit.claimed].concat();
        let fresh = visit.keeps_cookies.then_some(visit.fresh.clone());
        let recorded = match (channel, &visit.browser) {
            (_, Some(known)) => Some(known.clone()),
            // Whoever presses gets a receipt, whatever the browser keeps.
            (Channel::WebForm, None) => Some(visit.fresh),
            // A signal comes again and again: what may not come back with it is recorded only with something else.
            (_, None) => fresh.clone().filter(|_| !self.are_out(&named)),
        };
        if let Some(browser) = &recorded {
            self.remember(&[std::slice::from_ref(browser), &visit.proven].concat())
                .await?;
        }
        let browser = visit.browser.or(fresh);
        let no = No {
            channel,
            ..No::signal(recorded.into_iter().chain(named).collect())
        };
        let (position, since) = match self.hear(no, ReceiptWait::No).await? {
            Heard::Repeat { position } => (position, None),
            Heard::New(new) => {
                let entry = new.entry.entry().ok();
                let at = entry.and_then(|entry| entry.choice().map(|choice| choice.at));
                (new.position, at)
            }
        };
        let position = Some(position);
        Ok(Seen {
            sharing: Sharing::Denied { position, since },
            browser,
        })
    }

    /// Whether all of them are known to be opted out.
    fn are_out(&self, identifiers: &[Identifier]) -> bool {
        let denied = |one: &Subject| self.views.gate.standing(&one.token).denied();
        self.views.gate.is_open((self.world.instant)())
            && (self.sides(identifiers).iter()).all(|one| denied(one).covers(PurposeSet::OPT_OUT))
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
        let standing = self.joined(&sources);
        let is_denied = standing.denied().intersects(PurposeSet::OPT_OUT);
        let browser = visit
            .browser
            .or_else(|| visit.keeps_cookies.then_some(visit.fresh));
        let own = browser.as_slice();
        if !visit.proven.is_empty() {
            self.remember(&[own, &visit.devices, &visit.proven].concat())
                .await?;
        }
        if is_denied {
            let heirs = [&known, own, &visit.claimed].concat();
            self.inherit(&sources, &self.sides(&heirs), &heirs).await?;
        }
        let position = Some(standing.since(PurposeSet::OPT_OUT));
        Ok(Seen {
            sharing: if is_denied {
                let since = None;
                Sharing::Denied { position, since }
            } else {
                Sharing::Allowed
            },
            // A browser that was opted in keeps that for when the person is logged out.
            browser: browser.filter(|_| !has_opted_in && (is_denied || !visit.proven.is_empty())),
        })
    }

    /// Links whom a visit is known to be of, where there is more than one name.
    async fn remember(&self, identifiers: &[Identifier]) -> Result<(), Problem> {
        if self.sides(identifiers).iter().nth(1).is_some() {
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

    /// Whether there is anything that a signal can be bound to.
    fn is_bound(&self) -> bool {
        let named = [&self.devices, &self.proven, &self.claimed];
        self.browser.is_some() || named.iter().any(|some| !some.is_empty())
    }
}
