//! Whom a choice covers besides those that it names: identifiers that are known, or become known, to be the same person's.
//!
//! What a choice is extended to stands in an entry of its own, so that the receipt of whoever said no tells nothing of
//! identifiers that they did not name.

use optout::{
    Change, Channel, Control, Identifier, MAX_REACH, OptOutRequest, PurposeSet, REACH_OF_PEOPLE,
    Request, Standing as Stands, StayRequest, Subject, Subjects, Word, decide,
};
use store::Commit;

use super::{No, Standing};
use crate::node::Node;
use crate::problem::Problem;

/// To whom a choice is extended.
pub(super) struct Extension {
    word: Word,
    purposes: PurposeSet,
    subjects: Vec<Subject>,
    /// Their identifiers, as far as they are still known, for the destinations that need them.
    identifiers: Vec<Identifier>,
}

impl Node {
    /// Remembers that `identifiers` are one person's, and extends what stands for any of them to all of them. Says whether that
    /// was new.
    ///
    /// Only for whoever is entitled to know what stands for each of them: what is linked comes to stand alike.
    ///
    /// # Errors
    /// Where they are fewer than two, or it could not be written.
    pub async fn link(&self, identifiers: &[Identifier]) -> Result<super::Recorded, Problem> {
        self.until_read().await?;
        let subjects = self.sides(identifiers);
        let facts = self.views.gate.facts_of_link(&subjects);
        let link = Request::Link(subjects.clone());
        let change = decide(&facts, link, &self.policy, self.now()).map_err(Problem::refused)?;
        let recorded = match change {
            Change::Record(entry) => {
                let commit = Commit::new(self.salt(), entry).sealing(&self.sealer, identifiers);
                self.log.commit(commit).await?;
                super::Recorded::Now
            }
            Change::Unchanged { .. } | Change::Widen { .. } => super::Recorded::Before,
        };
        if recorded == super::Recorded::Now {
            for source in each(&subjects) {
                let reached = self.views.gate.reach(source.clone());
                self.inherit(&source, &reached, identifiers).await?;
            }
        } else {
            // That was done when it was learnt, and nothing goes on from there to others; but it may have been cut short.
            self.inherit(&subjects, &subjects, identifiers).await?;
        }
        Ok(recorded)
    }

    /// Whether so many devices are known of a person that no choice would reach one more.
    pub(super) fn is_full(&self, people: &[Identifier]) -> bool {
        let reached = self.views.gate.reach(self.sides(people));
        reached.devices.len() >= MAX_REACH - REACH_OF_PEOPLE
    }

    /// Lets `heirs` have what any of `sources` denies, as far as they have said nothing else.
    pub(super) async fn inherit(
        &self,
        sources: &Subjects,
        heirs: &Subjects,
        identifiers: &[Identifier],
    ) -> Result<(), Problem> {
        let source = self.joined(sources);
        for word in [Word::Own, Word::Signal] {
            for (purposes, subjects) in self.shares(&source, heirs, word) {
                let identifiers = self.identifiers_of(&subjects, identifiers).await?;
                let extension = Extension {
                    word,
                    purposes,
                    subjects,
                    identifiers,
                };
                self.extend(Some(extension)).await?;
            }
        }
        Ok(())
    }

    /// What each of `heirs` comes to have of `source`, as this word; those together that come to have the same.
    fn shares(
        &self,
        source: &Stands,
        heirs: &Subjects,
        word: Word,
    ) -> Vec<(PurposeSet, Vec<Subject>)> {
        let mut shares: Vec<(PurposeSet, Vec<Subject>)> = Vec::new();
        for heir in heirs.iter() {
            let standing = self.views.gate.standing(&heir.token);
            let purposes = standing.inherits(source, word);
            match shares.iter_mut().find(|(same, _)| *same == purposes) {
                _ if purposes.is_empty() => {}
                Some((_, subjects)) => subjects.push(heir.clone()),
                None => shares.push((purposes, vec![heir.clone()])),
            }
        }
        shares
    }

    /// Who else is covered by a no, and is not yet.
    pub(super) async fn others(&self, no: &No) -> Result<Option<Extension>, Problem> {
        let named = self.sides(&no.identifiers);
        let (purposes, word) = (no.purposes(), no.channel.word());
        let reached = self.views.gate.reach(named.clone());
        let has_heard = |one: &Subject| {
            let standing = self.views.gate.standing(&one.token);
            standing.has_heard(purposes, word)
        };
        let others = reached.iter().filter(|one| {
            let is_named = named.devices.contains(one) || named.people.contains(one);
            !is_named && !has_heard(one)
        });
        let subjects: Vec<Subject> = others.cloned().collect();
        if subjects.is_empty() || purposes.is_empty() {
            return Ok(None);
        }
        let identifiers = self.identifiers_of(&subjects, &[]).await?;
        Ok(Some(Extension {
            word,
            purposes,
            subjects,
            identifiers,
        }))
    }

    pub(super) async fn extend(&self, to: Option<Extension>) -> Result<(), Problem> {
        let Some(to) = to else {
            return Ok(());
        };
        let channel = to.word.extended();
        let change = self.decide_no(OptOutRequest {
            subjects: to.subjects,
            purposes: to.purposes,
            channel,
            state: None,
            agent: None,
        })?;
        if let Change::Record(entry) = change {
            let commit = Commit::new(self.salt(), entry).sealing(&self.sealer, &to.identifiers);
            self.log.commit(commit).await?;
            super::count(channel, "recorded");
        }
        Ok(())
    }

    /// A member of `program` stays although their browser sends a signal (11 CCR 7025(c)(4)).
    ///
    /// # Errors
    /// Where it names nobody, control was not shown, the person has said no themselves, or it could not be written.
    pub async fn stay(
        &self,
        program: &str,
        identifiers: &[Identifier],
        control: Control,
    ) -> Result<Standing, Problem> {
        self.until_read().await?;
        let subjects = self.subjects(identifiers);
        let facts = self.views.gate.facts(&subjects);
        let stay = Request::Stay(StayRequest {
            subjects,
            program: program.to_owned(),
            channel: Channel::Api,
            control,
        });
        let change = decide(&facts, stay, &self.policy, self.now()).map_err(Problem::refused)?;
        self.record(change, &[]).await
    }

    /// The tokens of `identifiers`, by what they identify.
    pub(super) fn sides(&self, identifiers: &[Identifier]) -> Subjects {
        let mut sides = Subjects::default();
        for identifier in identifiers {
            let of_device = self.settings.vocabulary.is_of_device(identifier.kind());
            let side = if of_device {
                &mut sides.devices
            } else {
                &mut sides.people
            };
            identifier.tokens(&self.tokens, |subject| {
                if !side.contains(&subject) {
                    side.push(subject);
                }
            });
        }
        sides
    }

    /// What stands for all of `subjects` together.
    pub(super) fn joined(&self, subjects: &Subjects) -> Stands {
        let standing = |one: &Subject| self.views.gate.standing(&one.token);
        let standings = subjects.iter().map(standing);
        standings.fold(Stands::default(), Stands::joined)
    }

    /// The identifiers of `subjects`, from `named` and from the links that tell of them.
    async fn identifiers_of(
        &self,
        subjects: &[Subject],
        named: &[Identifier],
    ) -> Result<Vec<Identifier>, Problem> {
        let mut found: Vec<Identifier> = Vec::new();
        let mut take = |identifier: &Identifier| {
            let mut wanted = false;
            identifier.tokens(&self.tokens, |one| wanted |= subjects.contains(&one));
            if wanted && !found.contains(identifier) {
                found.push(identifier.clone());
            }
        };
        named.iter().for_each(&mut take);
        let all = Subjects {
            people: subjects.to_vec(),
            devices: Vec::new(),
        };
        // The newest first: a name that is in more links than these is nobody's alone.
        for position in self
            .views
            .gate
            .links_of(&all)
            .into_iter()
            .rev()
            .take(MAX_REACH)
        {
            let entry = self.entry(position).await?;
            self.unseal(&entry).iter().for_each(&mut take);
        }
        Ok(found)
    }
}

/// Each of them by itself.
fn each(subjects: &Subjects) -> impl Iterator<Item = Subjects> {
    let people = subjects.people.iter().map(|one| Subjects {
        people: vec![one.clone()],
        devices: Vec::new(),
    });
    let devices = subjects.devices.iter().map(|one| Subjects {
        people: Vec::new(),
        devices: vec![one.clone()],
    });
    people.chain(devices)
}
