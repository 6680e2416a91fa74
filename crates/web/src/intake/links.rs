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

/// How often a choice is carried on. One round covers all who are known; each further one is for what was learnt in its course.
pub(super) const MAX_ROUNDS: usize = 8;

/// What of a choice is extended, and to whom.
pub(super) struct Extension {
    word: Word,
    purposes: PurposeSet,
    subjects: Vec<Subject>,
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
                self.carry_on(&source, identifiers).await?;
            }
        } else {
            // That was done when it was learnt, and nothing goes on from there to others; but it may have been cut short.
            let heirs = self.standings(&subjects);
            self.inherit(&subjects, &heirs, identifiers).await?;
        }
        Ok(recorded)
    }

    /// Extends what stands for `source` until nobody is left whom it covers: what is written at the same moment finds the new link, or
    /// is found here.
    async fn carry_on(&self, source: &Subjects, identifiers: &[Identifier]) -> Result<(), Problem> {
        for _ in 0..MAX_ROUNDS {
            let heirs = self.views.gate.reached(source.clone());
            if !self.inherit(source, &heirs, identifiers).await? {
                break;
            }
        }
        Ok(())
    }

    /// Whether so many devices are known of a person that no choice would reach one more.
    pub(super) fn is_full(&self, people: &[Identifier]) -> bool {
        let reached = self.views.gate.reach(self.sides(people));
        reached.devices.len() >= MAX_REACH - REACH_OF_PEOPLE
    }

    /// Lets `heirs` have what any of `sources` denies, as far as they have said nothing else. Says whether any of them lacked it.
    pub(super) async fn inherit(
        &self,
        sources: &Subjects,
        heirs: &[(Subject, Stands)],
        identifiers: &[Identifier],
    ) -> Result<bool, Problem> {
        let extensions = extensions(&self.joined(sources), heirs);
        for extension in &extensions {
            self.extend(extension, identifiers).await?;
        }
        Ok(!extensions.is_empty())
    }

    /// Who else is covered by a no, and has not heard it yet.
    pub(super) fn others(&self, no: &No) -> Option<Extension> {
        let (purposes, word) = (no.purposes(), no.channel.word());
        let named = self.sides(&no.identifiers);
        let mut subjects = self.unheard(named.clone(), purposes, word);
        subjects.retain(|one| named.iter().all(|named| named != one));
        let is_left = !subjects.is_empty() && !purposes.is_empty();
        is_left.then_some(Extension {
            word,
            purposes,
            subjects,
        })
    }

    /// Of all whom a no covers that names `named`, those who have not heard it.
    pub(super) fn unheard(
        &self,
        named: Subjects,
        purposes: PurposeSet,
        word: Word,
    ) -> Vec<Subject> {
        let mut covered = self.views.gate.reached(named);
        covered.retain(|(_, standing)| !standing.has_heard(purposes, word));
        covered.into_iter().map(|(subject, _)| subject).collect()
    }

    /// Says it again for those to whom it is extended; `named` is what is known of their identifiers.
    pub(super) async fn extend(&self, to: &Extension, named: &[Identifier]) -> Result<(), Problem> {
        let channel = to.word.extended();
        let change = self.decide_no(OptOutRequest {
            subjects: to.subjects.clone(),
            purposes: to.purposes,
            channel,
            state: None,
            agent: None,
        })?;
        if let Change::Record(entry) = change {
            // Their identifiers, as far as they are still known, for the destinations that need them.
            let identifiers = self.identifiers_of(&to.subjects, named).await?;
            let commit = Commit::new(self.salt(), entry).sealing(&self.sealer, &identifiers);
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

    /// What stands for each of `subjects`.
    pub(super) fn standings(&self, subjects: &Subjects) -> Vec<(Subject, Stands)> {
        let standing = |one: &Subject| (one.clone(), self.views.gate.standing(&one.token));
        subjects.iter().map(standing).collect()
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

/// What each of `heirs` comes to have of `source`; those together that come to have the same.
fn extensions(source: &Stands, heirs: &[(Subject, Stands)]) -> Vec<Extension> {
    let mut extensions: Vec<Extension> = Vec::new();
    for word in [Word::Own, Word::Signal] {
        for (heir, standing) in heirs {
            let purposes = standing.inherits(source, word);
            let same = |one: &&mut Extension| one.word == word && one.purposes == purposes;
            match extensions.iter_mut().find(same) {
                _ if purposes.is_empty() => {}
                Some(extension) => extension.subjects.push(heir.clone()),
                None => extensions.push(Extension {
                    word,
                    purposes,
                    subjects: vec![heir.clone()],
                }),
            }
        }
    }
    extensions
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
