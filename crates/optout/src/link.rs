//! Identifiers that belong to one person: whom a choice reaches besides those that it names.
//!
//! An opt-out covers the browser, every profile tied to it and the person, if known (11 CCR 7025(c)(1)), and a person's
//! opt-out covers all of their devices (7025(c)(7)(B)). But two people may use one device, and their other devices have
//! nothing to do with each other. So a choice goes from devices to the people who are known to use them, and from people to
//! their devices, and ends there: it does not go on to whoever else uses those.

use std::borrow::Borrow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Subject, Token};

/// How many subjects one choice reaches at most. A person has a few; the limit keeps the entry of a shared computer small
/// enough for the log.
pub const MAX_REACH: usize = 1_000;
/// How many of them are kept for people: however many names a browser collects, the person behind it is reached.
pub const REACH_OF_PEOPLE: usize = 100;

/// Identifiers that were learnt to belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// When that was learnt.
    pub at: Timestamp,
    /// Whose they are.
    #[serde(flatten)]
    pub subjects: Subjects,
}

/// Subjects by what they identify.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subjects {
    /// One person: by account, e-mail address, telephone number.
    pub people: Vec<Subject>,
    /// Devices and browsers.
    pub devices: Vec<Subject>,
}

impl Subjects {
    /// All of them, devices first.
    pub fn iter(&self) -> impl Iterator<Item = &Subject> {
        self.devices.iter().chain(&self.people)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.devices.len() + self.people.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all of `other` is among them.
    #[must_use]
    pub fn contain(&self, other: &Self) -> bool {
        let all =
            |mine: &[Subject], others: &[Subject]| others.iter().all(|one| mine.contains(one));
        all(&self.people, &other.people) && all(&self.devices, &other.devices)
    }
}

/// Everything that a choice about `named` covers; what was named comes first. `links` gives the links that name a token.
///
/// ```
/// use optout::{InstallationKey, Kind, Subjects, TokenKeys, reach};
/// let keys = TokenKeys::new(&InstallationKey::new([7; 32]));
/// let browser = vec![keys.subject(&Kind::Browser, "b")];
/// let account = vec![keys.subject(&Kind::Account, "ada")];
/// let link = Subjects { people: account.clone(), devices: browser.clone() };
/// let named = Subjects { devices: browser.clone(), ..Subjects::default() };
/// assert_eq!(reach(named, |_| [&link]).people, account);
/// ```
#[must_use]
pub fn reach<L>(named: Subjects, links: impl Fn(&Token) -> L) -> Subjects
where
    L: IntoIterator<Item: Borrow<Subjects>>,
{
    use Side::{Devices, People};
    let mut reached = named;
    // What one browser is known by, then who uses it.
    follow(&mut reached, Devices, Devices, &links);
    follow(&mut reached, Devices, People, &links);
    // What one person is known by, then what they use: and no further, because whoever else uses that is somebody else.
    follow(&mut reached, People, People, &links);
    follow(&mut reached, People, Devices, &links);
    reached
}

#[derive(Clone, Copy)]
enum Side {
    People,
    Devices,
}

impl Side {
    fn of(self, subjects: &Subjects) -> &[Subject] {
        match self {
            Self::People => &subjects.people,
            Self::Devices => &subjects.devices,
        }
    }

    /// Whether one more may be reached.
    fn has_room(self, subjects: &Subjects) -> bool {
        let has_room = subjects.len() < MAX_REACH;
        match self {
            Self::People => has_room,
            Self::Devices => has_room && subjects.devices.len() < MAX_REACH - REACH_OF_PEOPLE,
        }
    }

    fn add(self, subjects: &mut Subjects, subject: &Subject) {
        if self.has_room(subjects) && !self.of(subjects).contains(subject) {
            match self {
                Self::People => subjects.people.push(subject.clone()),
                Self::Devices => subjects.devices.push(subject.clone()),
            }
        }
    }
}

/// Adds to one side whatever is linked with anything on the other, or on the same one, until there is nothing new.
fn follow<L>(reached: &mut Subjects, from: Side, to: Side, links: &impl Fn(&Token) -> L)
where
    L: IntoIterator<Item: Borrow<Subjects>>,
{
    let mut next = 0;
    while let Some(subject) = from.of(reached).get(next) {
        let token = subject.token;
        next += 1;
        for link in links(&token) {
            // One name may be in a million links.
            if !to.has_room(reached) {
                return;
            }
            for linked in to.of(link.borrow()) {
                to.add(reached, linked);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{InstallationKey, Kind, TokenKeys};

    /// `ada,mail/b1` is a link, or what is named: people before the slash, devices after it.
    fn subjects(text: &str) -> Subjects {
        let keys = TokenKeys::new(&InstallationKey::new([7; 32]));
        let (people, devices) = text.split_once('/').unwrap();
        let read = |text: &str, kind: &Kind| {
            let names = text.split(',').filter(|name| !name.is_empty());
            names.map(|name| keys.subject(kind, name)).collect()
        };
        Subjects {
            people: read(people, &Kind::Account),
            devices: read(devices, &Kind::Browser),
        }
    }

    #[test]
    fn whom_a_choice_reaches() {
        let check = |links: &[&str], named: &str, expected: &str| {
            let links: Vec<Subjects> = links.iter().map(|link| subjects(link)).collect();
            let of = |token: &Token| {
                let token = *token;
                let named = move |link: &&Subjects| link.iter().any(|one| one.token == token);
                links.iter().filter(named).collect::<Vec<_>>()
            };
            assert_eq!(reach(subjects(named), of), subjects(expected), "{named}");
        };
        check(&[], "ada/b1", "ada/b1");
        check(&["ada/b1"], "/b1", "ada/b1");
        check(&["ada/b1"], "ada/", "ada/b1");
        check(&["ada/b1"], "bob/b2", "bob/b2");
        // One browser's names, the person who uses it, their address, their other browser.
        let home = ["/b1,ga1", "ada/ga1", "ada,mail/", "mail/b2", "/b3,ga3"];
        check(&home, "/b1", "ada,mail/b1,ga1,b2");
        // A computer that two people use: an opt-out on it is both's; of one of them, it is not the other's.
        let shared = ["ada/b1", "bob/b1", "bob/b2", "ada/b3"];
        check(&shared, "/b1", "ada,bob/b1,b3,b2");
        check(&shared, "ada/", "ada/b1,b3");
        check(&shared, "/b2", "bob/b2,b1");
    }

    #[test]
    fn a_choice_reaches_only_so_many() {
        let many = |letter: char| {
            let names: Vec<String> = (0..MAX_REACH + 7).map(|n| format!("{letter}{n}")).collect();
            names.join(",")
        };
        let people = subjects(&format!("{}/b1", many('p')));
        assert_eq!(reach(subjects("/b1"), |_| [&people]).len(), MAX_REACH);
        // However many names a browser has, the person is reached.
        let devices = subjects(&format!("/b1,{}", many('d')));
        let person = subjects("ada/b1");
        let all = reach(subjects("/b1"), |_| [&devices, &person]);
        assert_eq!(all.people, person.people);
        assert_eq!(all.devices.len(), MAX_REACH - REACH_OF_PEOPLE);
        // Once there is no more room, nobody looks on.
        let looked = std::cell::Cell::new(0);
        let endless = |_: &Token| {
            (0..).map(|n| {
                looked.set(looked.get() + 1);
                subjects(&format!("/d{n}"))
            })
        };
        let mut reached = subjects("/b1");
        follow(&mut reached, Side::Devices, Side::Devices, &endless);
        assert_eq!(reached.devices.len(), MAX_REACH - REACH_OF_PEOPLE);
        assert!(looked.get() <= MAX_REACH, "{}", looked.get());
    }
}
