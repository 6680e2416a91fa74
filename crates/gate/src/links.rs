//! Which identifiers belong together, as far as the log says.
//!
//! There may be a few hundred million links, and most name two identifiers that others name too. So they lie flat: a number for
//! each identifier, and for each time that a link names it, that number and the place of the next time.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use optout::{Kind, Subject, Subjects, Token};

use crate::choices::TokenHasher;

/// Every link, and which of them name a token.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// The position of each in the log.
    positions: Vec<u64>,
    /// Where the members of each end.
    ends: Vec<u32>,
    members: Vec<Member>,
    /// Each identifier once.
    named: Vec<Named>,
    kinds: Vec<Kind>,
    /// The newest member of each identifier.
    newest: HashMap<Token, u32, BuildHasherDefault<TokenHasher>>,
    /// Links before this place are erased, or about to be: they count no more, and may be told of anew.
    first: usize,
}

/// An identifier in a link.
#[derive(Clone, Copy, Debug)]
struct Member {
    /// Which, in `named`; the highest bit is set for a person.
    named: u32,
    /// The next member of this identifier, and after the newest the oldest.
    next: u32,
}

#[derive(Debug)]
struct Named {
    token: Token,
    kind: u16,
}

const PERSON: u32 = 1 << 31;

impl Links {
    pub(crate) fn add(&mut self, position: u64, subjects: &Subjects) {
        for device in &subjects.devices {
            self.add_member(device, 0);
        }
        for person in &subjects.people {
            self.add_member(person, PERSON);
        }
        self.positions.push(position);
        self.ends.push(number(self.members.len()));
    }

    /// Forgets the links before `position`, as a process does that starts after they were erased.
    pub(crate) fn forget_before(&mut self, position: u64) {
        let first = self.positions.partition_point(|at| *at < position);
        self.first = first.max(self.first);
    }

    fn add_member(&mut self, subject: &Subject, side: u32) {
        let kind = self.kind(&subject.kind);
        let place = number(self.members.len());
        let (named, next) = match self.newest.entry(subject.token) {
            Entry::Occupied(mut newest) => {
                let before = &mut self.members[newest.insert(place) as usize];
                let oldest = std::mem::replace(&mut before.next, place);
                (before.named & !PERSON, oldest)
            }
            Entry::Vacant(vacant) => {
                vacant.insert(place);
                let token = subject.token;
                self.named.push(Named { token, kind });
                (number(self.named.len() - 1), place)
            }
        };
        let named = named | side;
        self.members.push(Member { named, next });
    }

    /// The number of a kind: there are as many as the configuration has, and those that it had.
    fn kind(&mut self, kind: &Kind) -> u16 {
        let known = self.kinds.iter().position(|known| known == kind);
        let place = known.unwrap_or_else(|| {
            self.kinds.push(kind.clone());
            self.kinds.len() - 1
        });
        u16::try_from(place).expect("nobody configures so many kinds")
    }

    /// The links that name a token, oldest first.
    pub(crate) fn of(&self, token: &Token) -> impl Iterator<Item = Subjects> + use<'_> {
        self.places(token).map(|place| self.subjects(place))
    }

    /// The positions of the links that name a token, oldest first.
    pub(crate) fn positions_of(&self, token: &Token) -> impl Iterator<Item = u64> + use<'_> {
        self.places(token).map(|place| self.positions[place])
    }

    /// The position of a link that names all of `subjects`.
    pub(crate) fn holding(&self, subjects: &Subjects) -> Option<u64> {
        let first = subjects.iter().next()?;
        let mut places = self.places(&first.token);
        let holds = |place: &usize| self.subjects(*place).contain(subjects);
        places.find(holds).map(|place| self.positions[place])
    }

    /// The positions of the links in a stretch of the log.
    pub(crate) fn positions(&self, range: Range<u64>) -> Vec<u64> {
        let from = self.positions.partition_point(|at| *at < range.start);
        let until = self.positions.partition_point(|at| *at < range.end);
        self.positions[from..until].to_vec()
    }

    pub(crate) fn len(&self) -> usize {
        self.positions.len()
    }

    fn places(&self, token: &Token) -> impl Iterator<Item = usize> + use<'_> {
        let newest = self.newest.get(token).copied();
        let next = move |member: u32| self.members[member as usize].next;
        let members = std::iter::successors(newest.map(next), move |member| {
            (Some(*member) != newest).then(|| next(*member))
        });
        let places = members.map(|member| self.ends.partition_point(|end| *end <= member));
        places.filter(|place| *place >= self.first)
    }

    fn subjects(&self, place: usize) -> Subjects {
        let from = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        let mut subjects = Subjects::default();
        for member in &self.members[from as usize..self.ends[place] as usize] {
            let named = &self.named[(member.named & !PERSON) as usize];
            let side = if member.named & PERSON == 0 {
                &mut subjects.devices
            } else {
                &mut subjects.people
            };
            side.push(Subject {
                kind: self.kinds[usize::from(named.kind)].clone(),
                token: named.token,
            });
        }
        subjects
    }
}

/// A place in one of the lists.
fn number(place: usize) -> u32 {
    let number = u32::try_from(place)
        .ok()
        .filter(|number| number & PERSON == 0);
    number.expect("two billion members of links do not fit into memory")
}

#[cfg(test)]
mod tests {
    use optout::{InstallationKey, TokenKeys};

    use super::*;

    /// Every link of up to three people and devices out of a few, in turn, beside a list that is searched from end to end.
    #[test]
    fn links_are_found_as_in_a_list() {
        let keys = TokenKeys::new(&InstallationKey::new([7; 32]));
        let some = |kind: &Kind, bits: u32| -> Vec<Subject> {
            let named = (0..3).filter(|bit| bits >> bit & 1 == 1);
            named
                .map(|bit| keys.subject(kind, &bit.to_string()))
                .collect()
        };
        let ga = Kind::Custom("ga".into());
        let mut links = Links::default();
        let mut list: Vec<(u64, Subjects)> = Vec::new();
        for step in 0..640_u32 {
            let bits = step.wrapping_mul(2_654_435_761) >> 20;
            let subjects = Subjects {
                people: some(&Kind::Account, bits),
                devices: some(&ga, bits >> 3),
            };
            let position = u64::from(step) * 3;
            links.add(position, &subjects);
            list.push((position, subjects.clone()));
            let first = list.iter().find(|(_, one)| one.contain(&subjects));
            if !subjects.is_empty() {
                assert_eq!(links.holding(&subjects), first.map(|(at, _)| *at));
            }
        }
        assert_eq!(links.len(), list.len());
        for one in some(&Kind::Account, 7).iter().chain(&some(&ga, 7)) {
            let naming = || {
                list.iter()
                    .filter(|(_, link)| link.iter().any(|other| other == one))
            };
            let positions: Vec<u64> = naming().map(|(at, _)| *at).collect();
            let subjects: Vec<Subjects> = naming().map(|(_, link)| link.clone()).collect();
            assert!(positions.len() > 9);
            assert_eq!(
                links.positions_of(&one.token).collect::<Vec<_>>(),
                positions
            );
            assert_eq!(links.of(&one.token).collect::<Vec<_>>(), subjects);
        }
        let nobody = keys.subject(&Kind::Account, "nobody");
        assert_eq!(links.of(&nobody.token).count(), 0);
        assert_eq!(links.positions(4..10), [6, 9]);

        let ada = &some(&Kind::Account, 1)[0];
        let later = |links: &Links| links.positions_of(&ada.token).all(|at| at >= 900);
        assert!(!later(&links));
        links.forget_before(900);
        assert!(later(&links) && links.positions_of(&ada.token).count() > 9);
        let (at, old) = &list[7];
        assert_ne!(links.holding(old), Some(*at), "it may be told of anew");
    }
}
