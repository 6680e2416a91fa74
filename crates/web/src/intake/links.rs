//! Whom a choice covers besides those that it names: identifiers that are known, or become known, to be the same person's.
//!
//! What a choice is extended to stands in an entry of its own, so that the receipt of whoever said no tells nothing of
//! identifiers that they did not name.

use optout::{
    Change, Channel, Control, Identifier, OptOutRequest, PurposeSet, Request, StayRequest, Subject,
    Subjects, decide,
};
use store::Commit;

use super::{No, Standing};
use crate::node::Node;
use crate::problem::Problem;

/// To whom a choice is extended.
pub(super) struct Extension {
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
        let all = self.views.gate.reach(subjects);
        self.inherit(&all, &all, identifiers).await?;
        Ok(recorded)
    }

    /// Lets `heirs` have what any of `sources` denies, as far as they have said nothing else.
    pub(super) async fn inherit(
        &self,
        sources: &Subjects,
        heirs: &Subjects,
        identifiers: &[Identifier],
    ) -> Result<(), Problem> {
        let source = self.joined(sources);
        if source.denied().is_empty() {
            return Ok(());
        }
        let mut shares: Vec<(PurposeSet, Vec<Subject>)> = Vec::new();
        for heir in heirs.iter() {
            let standing = self.views.gate.standing(&heir.token);
            let purposes = standing.inherits(&source);
            match shares.iter_mut().find(|(same, _)| *same == purposes) {
                Some((_, subjects)) => subjects.push(heir.clone()),
                None => shares.push((purposes, vec![heir.clone()])),
            }
        }
        for (purposes, subjects) in shares {
            if purposes.is_empty() {
                continue;
            }
            let identifiers = self.identifiers_of(&subjects, identifiers).await?;
            let extension = Extension {
                purposes,
                subjects,
                identifiers,
            };
            self.extend(Some(extension)).await?;
        }
        Ok(())
    }

    /// Who else is covered by a no, and is not yet.
    pub(super) async fn others(&self, no: &No) -> Result<Option<Extension>, Problem> {
        let named = self.sides(&no.identifiers);
        let purposes = no.purposes();
        let reached = self.views.gate.reach(named.clone());
        let denied = |one: &Subject| {
            self.views
                .gate
                .standing(&one.token)
                .denied()
                .covers(purposes)
        };
        let others = reached.iter().filter(|one| {
            let is_named = named.devices.contains(one) || named.people.contains(one);
            !is_named && !denied(one)
        });
        let subjects: Vec<Subject> = others.cloned().collect();
        if subjects.is_empty() || purposes.is_empty() {
            return Ok(None);
        }
        let identifiers = self.identifiers_of(&subjects, &[]).await?;
        Ok(Some(Extension {
            purposes,
            subjects,
            identifiers,
        }))
    }

    pub(super) async fn extend(&self, to: Option<Extension>) -> Result<(), Problem> {
        let Some(to) = to else {
            return Ok(());
        };
        let change = self.decide_no(OptOutRequest {
            subjects: to.subjects,
            purposes: to.purposes,
            channel: Channel::Link,
            state: None,
            agent: None,
        })?;
        if let Change::Record(entry) = change {
            let commit = Commit::new(self.salt(), entry).sealing(&self.sealer, &to.identifiers);
            self.log.commit(commit).await?;
            super::count(Channel::Link, "recorded");
        }
        Ok(())
    }

    /// A member of `program` stays although their browser sends a signal (11 CCR 7025(c)(4)).
    ///
    /// # Errors
    /// Where it names nobody, control was not shown, or it could not be written.
    pub async fn stay(
        &self,
        program: &str,
        identifiers: &[Identifier],
        control: Control,
    ) -> Result<Standing, Problem> {
        self.until_read().await?;
        let stay = Request::Stay(StayRequest {
            subjects: self.subjects(identifiers),
            program: program.to_owned(),
            channel: Channel::Api,
            control,
        });
        let facts = self.views.gate.facts(&[]);
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
    pub(super) fn joined(&self, subjects: &Subjects) -> optout::Standing {
        let standing = |one: &Subject| self.views.gate.standing(&one.token);
        let standings = subjects.iter().map(standing);
        standings.fold(optout::Standing::default(), optout::Standing::joined)
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
        for position in self.views.gate.links_of(&all) {
            let entry = self.entry(position).await?;
            self.unseal(&entry).iter().for_each(&mut take);
        }
        Ok(found)
    }
}
