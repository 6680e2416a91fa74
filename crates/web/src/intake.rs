//! From a parsed request to a committed entry: take the facts from memory, decide, commit. Every channel goes this way.

use std::sync::Arc;
use std::time::Duration;

use optout::{
    Agent, Change, Channel, Control, Entry, Facts, Identifier, OptInConfirmation, OptInRequest,
    OptOutRequest, PurposeSet, Request, State, Subject, Word, decide,
};
use store::{Commit, StoredEntry};

use crate::node::Node;
use crate::problem::Problem;

mod links;
mod visit;

pub use visit::{PageVisit, Said, Seen, Sharing};

/// How many identifiers one request may name.
pub const MAX_IDENTIFIERS: usize = 32;

/// How long a request waits while the log is still being read at a start.
const UNTIL_READ: Duration = Duration::from_secs(30);

/// A no, as it came in.
#[derive(Debug)]
pub struct No {
    /// By what the person is known: they get tokens, and destinations are told of them.
    pub identifiers: Vec<Identifier>,
    /// Opt out of these, or limit.
    pub act: NoTo,
    /// How it arrived.
    pub channel: Channel,
    /// Where the person said they live.
    pub state: Option<State>,
    /// Who acts for the person.
    pub agent: Option<Agent>,
}

/// What is said no to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTo {
    /// These purposes.
    Purposes(PurposeSet),
    /// The use of sensitive personal information.
    SensitiveUse,
}

/// How long an answer may wait for its receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptWait {
    /// Not at all: the answer comes as soon as the entry is on disk.
    No,
    /// Until a signed checkpoint covers the entry, at most so long.
    UpTo(Duration),
}

impl No {
    /// A preference signal, which covers all of sale, sharing and targeted advertising (11 CCR 7025(c)(1)).
    #[must_use]
    pub fn signal(identifiers: Vec<Identifier>) -> Self {
        Self {
            identifiers,
            act: NoTo::Purposes(PurposeSet::OPT_OUT),
            channel: Channel::Signal,
            state: None,
            agent: None,
        }
    }

    fn purposes(&self) -> PurposeSet {
        match self.act {
            NoTo::Purposes(purposes) => purposes,
            NoTo::SensitiveUse => PurposeSet::LIMIT,
        }
    }

    fn request(&self, subjects: Vec<Subject>) -> OptOutRequest {
        OptOutRequest {
            subjects,
            purposes: self.purposes(),
            channel: self.channel,
            state: self.state,
            agent: self.agent.clone(),
        }
    }
}

/// What became of a no.
#[derive(Clone, Debug)]
pub enum Heard {
    /// It was recorded.
    New(Standing),
    /// It stood already.
    Repeat {
        /// The position of the entry from which it stands.
        position: u64,
    },
}

/// A choice that stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The position of the entry from which it stands.
    pub position: u64,
    /// Whether this request recorded it, or it stood already.
    pub recorded: Recorded,
    /// The entry as it is kept; without its sealed part.
    pub entry: StoredEntry,
}

/// Whether a request added an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It did.
    Now,
    /// A repeat: it stood already.
    Before,
}

impl Node {
    /// The tokens of `identifiers`, each once.
    #[must_use]
    pub fn subjects(&self, identifiers: &[Identifier]) -> Vec<Subject> {
        let mut subjects = Vec::with_capacity(identifiers.len() + 1);
        for identifier in identifiers {
            identifier.tokens(&self.tokens, |subject| {
                if !subjects.contains(&subject) {
                    subjects.push(subject);
                }
            });
        }
        subjects
    }

    /// Carries out a no: when this returns, it stands and is on disk, for whom it names and for whoever is known to be the same
    /// person.
    ///
    /// # Errors
    /// Where it names nobody, or could not be written.
    pub async fn say_no(self: &Arc<Self>, no: No, wait: ReceiptWait) -> Result<Standing, Problem> {
        match self.hear(no, wait).await? {
            Heard::New(standing) => Ok(standing),
            Heard::Repeat { position } => self.stood(position).await,
        }
    }

    /// What stands since the entry at `position`.
    ///
    /// # Errors
    /// Where that cannot be read.
    pub async fn stood(&self, position: u64) -> Result<Standing, Problem> {
        Ok(Standing {
            position,
            recorded: Recorded::Before,
            entry: self.entry(position).await?,
        })
    }

    /// As [`Node::say_no`], for whoever does not need the entry of a repeat: that costs no look at the database.
    ///
    /// # Errors
    /// As there.
    pub async fn hear(self: &Arc<Self>, no: No, wait: ReceiptWait) -> Result<Heard, Problem> {
        // In a task of its own: who hangs up in the middle is heard to the end.
        let node = Arc::clone(self);
        let hearing = tokio::spawn(async move { node.hear_all(&no, wait).await });
        hearing
            .await
            .unwrap_or_else(|_| Err(Problem::unavailable()))
    }

    async fn hear_all(&self, no: &No, wait: ReceiptWait) -> Result<Heard, Problem> {
        self.until_read().await?;
        // What is known of others must not keep what was said from being recorded. And they are looked up once it stands, until
        // nobody is left: whoever learns of a link in the meantime finds it standing, and extends it.
        let heard = self.hear_named(no, wait).await?;
        for _ in 0..links::MAX_ROUNDS {
            let Some(others) = self.others(no) else { break };
            self.extend(&others, &[]).await?;
        }
        Ok(heard)
    }

    /// Whether a signal of them would be a repeat, for whoever is known to be the same person too: it costs nothing.
    #[must_use]
    pub fn are_out(&self, identifiers: &[Identifier]) -> bool {
        let named = self.sides(identifiers);
        self.views.gate.is_open((self.world.instant)())
            && self
                .unheard(named, PurposeSet::OPT_OUT, Word::Signal)
                .is_empty()
    }

    async fn hear_named(&self, no: &No, wait: ReceiptWait) -> Result<Heard, Problem> {
        let entry = match self.decide_no(no.request(self.subjects(&no.identifiers)))? {
            Change::Unchanged { position } => {
                count(no.channel, "repeat");
                return Ok(Heard::Repeat { position });
            }
            Change::Record(entry) | Change::Widen { entry, .. } => entry,
        };
        let commit = Commit::new(self.salt(), entry).sealing(&self.sealer, &no.identifiers);
        let standing = self.commit(commit, wait).await?;
        count(no.channel, "recorded");
        Ok(Heard::New(standing))
    }

    /// Decides a no on what stands now.
    fn decide_no(&self, request: OptOutRequest) -> Result<Change, Problem> {
        let facts = if self.views.gate.is_open((self.world.instant)()) {
            self.views.gate.facts(&request.subjects)
        } else {
            // What is known is too old to take this for a repeat: it may have been taken back elsewhere since.
            Facts::default()
        };
        // A no to the use of sensitive information alone is a request to limit, whichever way it was said.
        let request = if request.purposes == PurposeSet::LIMIT {
            Request::Limit(request)
        } else {
            Request::OptOut(request)
        };
        decide(&facts, request, &self.policy, self.now()).map_err(Problem::refused)
    }

    /// The first act of opting in.
    ///
    /// # Errors
    /// Where control was not shown, nothing is opted out, or it could not be written.
    pub async fn ask_to_opt_in(
        &self,
        ask: OptInRequest,
        identifiers: &[Identifier],
    ) -> Result<Standing, Problem> {
        self.until_read().await?;
        let facts = self.views.gate.facts(&ask.subjects);
        let change = decide(&facts, Request::AskToOptIn(ask), &self.policy, self.now())
            .map_err(Problem::refused)?;
        self.record(change, identifiers).await
    }

    /// The second act, of the request that stands at `position`.
    ///
    /// # Errors
    /// Where that is no such request, the rules refuse it, or something was said about the same person meanwhile.
    pub async fn confirm_opt_in(
        &self,
        position: u64,
        control: Control,
    ) -> Result<Standing, Problem> {
        self.until_read().await?;
        let first = self.entry(position).await?;
        let identifiers = self.unseal(&first);
        let entry = Entry::from_bytes(&first.body).map_err(|_| Problem::unavailable())?;
        let confirmation = OptInConfirmation::of(position, entry, control)
            .ok_or_else(|| Problem::not_found("this is not a request to opt in"))?;
        let facts = self.views.gate.facts(confirmation.subjects());
        let request = Request::ConfirmOptIn(confirmation);
        let change = decide(&facts, request, &self.policy, self.now()).map_err(Problem::refused)?;
        self.record(change, &identifiers).await
    }

    /// The entry at `position`, from the store.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub async fn entry(&self, position: u64) -> Result<StoredEntry, Problem> {
        let store = self.log.store().clone();
        let read = tokio::task::spawn_blocking(move || store.read(position, 1)).await;
        match read {
            Ok(Ok(mut entries)) if !entries.is_empty() => Ok(entries.remove(0)),
            Ok(Ok(_)) => Err(Problem::not_found("there is no such entry")),
            Ok(Err(error)) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "an entry cannot be read"
                );
                Err(Problem::unavailable())
            }
            Err(_) => Err(Problem::unavailable()),
        }
    }

    /// The receipt of an entry, if a checkpoint covers it within `wait`.
    pub async fn receipt(&self, standing: &Standing, wait: ReceiptWait) -> Option<String> {
        let ReceiptWait::UpTo(wait) = wait else {
            return None;
        };
        self.log.published(standing.position, wait).await?;
        let made = match standing.recorded {
            // Recent: made from memory.
            Recorded::Now => self.log.receipt(&standing.entry),
            Recorded::Before => {
                let (log, entry) = (Arc::clone(&self.log), standing.entry.clone());
                tokio::task::spawn_blocking(move || log.receipt(&entry))
                    .await
                    .ok()?
            }
        };
        made.inspect_err(|error| {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "a receipt cannot be made"
            );
        })
        .ok()?
    }

    /// Nothing is decided on half of the log: a no might be taken for a repeat of one that was withdrawn since.
    async fn until_read(&self) -> Result<(), Problem> {
        if self.views.read_to_the_end(UNTIL_READ).await {
            Ok(())
        } else {
            Err(Problem::unavailable())
        }
    }

    async fn record(
        &self,
        change: Change,
        identifiers: &[Identifier],
    ) -> Result<Standing, Problem> {
        let commit = |entry| Commit::new(self.salt(), entry).sealing(&self.sealer, identifiers);
        match change {
            Change::Unchanged { position } => self.stood(position).await,
            Change::Record(entry) => self.commit(commit(entry), ReceiptWait::No).await,
            Change::Widen { entry, as_of } => {
                let subjects: Vec<Subject> = entry
                    .choice()
                    .map(|choice| choice.subjects.to_vec())
                    .unwrap_or_default();
                let views = self.views.clone();
                let unmoved = move || {
                    let standing = views.gate.facts(&subjects).standing;
                    standing
                        .iter()
                        .all(|standing| standing.last_denial() < as_of)
                };
                self.commit(commit(entry).guarded(unmoved), ReceiptWait::No)
                    .await
            }
        }
    }

    async fn commit(&self, commit: Commit, wait: ReceiptWait) -> Result<Standing, Problem> {
        let mut entry = commit.stored_at(0);
        let commit = if wait == ReceiptWait::No {
            commit
        } else {
            commit.until_published()
        };
        let committed = self.log.commit(commit).await?;
        entry.position = committed.position;
        Ok(Standing {
            position: committed.position,
            recorded: Recorded::Now,
            entry,
        })
    }

    fn unseal(&self, entry: &StoredEntry) -> Vec<Identifier> {
        let unsealed = entry.unseal(&self.sealer);
        unsealed.and_then(Result::ok).unwrap_or_default()
    }
}

fn count(channel: Channel, result: &'static str) {
    metrics::counter!("refrain_requests_total", "channel" => channel.name(), "result" => result)
        .increment(1);
}
