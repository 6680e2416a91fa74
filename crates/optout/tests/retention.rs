//! Erasing records keeps every choice in force, whatever happened before, meanwhile and after.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;

use optout::{
    Act, Channel, Control, End, Entry, Kind, OptIn, Purpose, PurposeSet, Recorded, Stance,
    Standing, Subject, Timestamp, Token, business_day_deadline, end,
};
use proptest::prelude::*;

const PEOPLE: u8 = 3;

/// What stands for each person.
type Standings = [Standing; PEOPLE as usize];

fn now() -> Timestamp {
    "2032-03-01T12:00:00Z".parse().unwrap()
}

fn subject(person: u8) -> Subject {
    Subject {
        kind: Kind::Email,
        token: Token([person; 16]),
    }
}

/// Something that is said.
#[derive(Clone, Copy, Debug)]
struct Said {
    act: Saying,
    purposes: PurposeSet,
    /// One bit for each person.
    people: u8,
}

#[derive(Clone, Copy, Debug)]
enum Saying {
    No,
    /// By a signal.
    Signal,
    Ask,
    Yes,
}

impl Said {
    fn no(people: u8, purposes: PurposeSet) -> Self {
        Self {
            act: Saying::No,
            purposes,
            people,
        }
    }

    fn yes(people: u8, purposes: PurposeSet) -> Self {
        Self {
            act: Saying::Yes,
            ..Self::no(people, purposes)
        }
    }

    fn entry(self) -> Entry {
        let at: Timestamp = "2026-11-23T14:02:11.123Z".parse().unwrap();
        let people = (0..PEOPLE).filter(|person| self.people & (1 << person) != 0);
        let subjects: Vec<Subject> = people.map(subject).collect();
        let opt_in = |subjects| OptIn {
            at,
            channel: Channel::WebForm,
            purposes: self.purposes,
            subjects,
            control: Control::Key("desk".into()),
            first: None,
        };
        match self.act {
            Saying::No | Saying::Signal => Entry::OptOut(Recorded {
                at,
                channel: match self.act {
                    Saying::Signal => Channel::Signal,
                    _ => Channel::WebForm,
                },
                purposes: self.purposes,
                subjects,
                deadline: business_day_deadline(at),
                state: None,
                agent: None,
                policy: "test".into(),
            }),
            Saying::Ask => Entry::OptInRequested(opt_in(subjects)),
            Saying::Yes => Entry::OptIn(opt_in(subjects)),
        }
    }
}

/// A log, and two processes that follow it, restarted now and then.
#[derive(Default)]
struct Log {
    entries: Vec<Entry>,
    live: [Standings; 2],
    /// What one would know that was never restarted.
    truth: Standings,
    /// Whose turn it is to erase.
    turn: usize,
    /// Whether that ever was another's.
    turned: bool,
}

/// How far a run of the retention gets before the process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    SomeCarried,
    AllCarried,
    UntoldErased,
    AllErased,
}

impl Log {
    fn push(&mut self, entry: Entry) {
        let position = self.entries.len() as u64;
        for standings in self.live.iter_mut().chain([&mut self.truth]) {
            apply(standings, position, &entry);
        }
        self.entries.push(entry);
    }

    /// What a process knows that reads the log as it is now.
    fn replayed(&self) -> Standings {
        let mut standings = Standings::default();
        for (position, entry) in (0..).zip(&self.entries) {
            apply(&mut standings, position, entry);
        }
        standings
    }

    fn end(&self, position: usize) -> Option<End> {
        let read = |position| {
            let at = usize::try_from(position).unwrap();
            Ok::<_, Infallible>(self.entries.get(at).cloned())
        };
        let standing = |token: &Token| self.live[self.turn][usize::from(token.0[0])];
        let entry = (position as u64, &self.entries[position]);
        end(entry, now(), standing, read).unwrap()
    }

    /// Erases the records before `to`; `meanwhile` lands between deciding and committing.
    fn retain(&mut self, to: usize, meanwhile: &[Said], reached: Reached) {
        let mut erasable = Vec::new();
        let mut carried = Vec::new();
        for position in 0..to.min(self.entries.len()) {
            if let Some(End::Erased(stands)) = self.end(position) {
                erasable.push(position);
                carried.extend(stands);
            }
        }
        for said in meanwhile {
            self.push(said.entry());
        }
        if reached == Reached::SomeCarried {
            carried.truncate(carried.len() / 2);
        }
        // They are committed at once, in any order.
        for one in carried.into_iter().rev() {
            self.push(Entry::Carried(one));
        }
        for (told, after) in [(false, Reached::UntoldErased), (true, Reached::AllErased)] {
            if reached < after {
                return;
            }
            for position in &erasable {
                if self.entries[*position].is_told() == told {
                    self.entries[*position] = Entry::Erased { told };
                }
            }
            self.check();
        }
    }

    /// Processes that followed everything and one that reads what is left say the same.
    fn check(&self) {
        let replayed = self.replayed();
        for standings in self.live {
            for person in 0..PEOPLE {
                let at = usize::from(person);
                let (live, replayed, truth) = (standings[at], replayed[at], self.truth[at]);
                assert_eq!(live.denied(), truth.denied(), "{:#?}", self.entries);
                assert_eq!(live.denied(), replayed.denied(), "{:#?}", self.entries);
                assert_eq!(live.authorised(), replayed.authorised());
                // Of a no that stands, who said it is never forgotten where it was the person. It may be taken for theirs where it was not.
                for known in [live, replayed] {
                    assert!(known.own().covers(truth.own()), "{:#?}", self.entries);
                }
                self.check_position(person, replayed);
            }
        }
        // A process that erases by itself never takes away what it points at.
        if !self.turned {
            for (person, standing) in (0..).zip(self.live[self.turn]) {
                self.check_position(person, standing);
            }
        }
    }

    /// Whatever is denied stands since an entry that is there and says no.
    fn check_position(&self, person: u8, standing: Standing) {
        for group in [PurposeSet::OPT_OUT, PurposeSet::LIMIT] {
            if standing.denied().intersects(group) {
                let at = usize::try_from(standing.since(group)).unwrap();
                let no = self.entries[at].choice();
                let no = no.unwrap_or_else(|| panic!("{at} is gone: {:#?}", self.entries));
                assert!(no.subjects.contains(&subject(person)));
                assert!(no.purposes.intersects(group));
                assert!(matches!(no.act, Act::SaidNo | Act::Stands(Stance::No)));
            }
        }
    }

    fn carried(&self) -> impl Iterator<Item = (u64, Stance)> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Carried(carried) => Some((carried.from, carried.stance)),
            _ => None,
        })
    }
}

fn apply(standings: &mut Standings, position: u64, entry: &Entry) {
    let Some(choice) = entry.choice() else { return };
    for subject in choice.subjects {
        let standing = &mut standings[usize::from(subject.token.0[0])];
        *standing = standing.after(position, &choice);
    }
}

#[derive(Clone, Debug)]
enum Event {
    Said(Said),
    Retain(u8, Vec<Said>, Reached),
    Restart,
    OtherTurn,
}

fn said() -> impl Strategy<Value = Said> {
    let act = prop_oneof![
        2 => Just(Saying::No),
        2 => Just(Saying::Signal),
        1 => Just(Saying::Ask),
        2 => Just(Saying::Yes),
    ];
    let purposes = prop_oneof![
        Just(PurposeSet::OPT_OUT),
        Just(PurposeSet::LIMIT),
        Just(PurposeSet::NONE.with(Purpose::Sale)),
        Just(PurposeSet::NONE.with(Purpose::Sharing)),
        Just(PurposeSet::LIMIT.with(Purpose::Sharing)),
    ];
    (act, purposes, 1..(1_u8 << PEOPLE)).prop_map(|(act, purposes, people)| Said {
        act,
        purposes,
        people,
    })
}

fn event() -> impl Strategy<Value = Event> {
    let reached = prop_oneof![
        1 => Just(Reached::SomeCarried),
        1 => Just(Reached::AllCarried),
        1 => Just(Reached::UntoldErased),
        3 => Just(Reached::AllErased),
    ];
    let retain = (any::<u8>(), prop::collection::vec(said(), 0..3), reached);
    prop_oneof![
        4 => said().prop_map(Event::Said),
        2 => retain.prop_map(|(to, meanwhile, reached)| Event::Retain(to, meanwhile, reached)),
        1 => Just(Event::Restart),
        1 => prop_oneof![Just(Event::Restart), Just(Event::OtherTurn)],
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn erasing_changes_nothing_that_stands(events in prop::collection::vec(event(), 1..24)) {
        let mut log = Log::default();
        for event in events {
            match event {
                Event::Said(said) => log.push(said.entry()),
                Event::Retain(to, meanwhile, reached) => {
                    let to = log.entries.len() * usize::from(to) / 255;
                    log.retain(to, &meanwhile, reached);
                }
                Event::Restart => log.live[log.turn] = log.replayed(),
                Event::OtherTurn => {
                    log.turn = 1 - log.turn;
                    log.turned = true;
                }
            }
            log.check();
        }
        // In the end everything can go but what is carried, and again at once there is nothing to do.
        log.retain(usize::MAX, &[], Reached::AllErased);
        let size = log.entries.len();
        log.retain(usize::MAX, &[], Reached::AllErased);
        log.check();
        prop_assert_eq!(log.entries.len(), size);
    }
}

/// Says these in order, erases everything, and tells what was carried from where.
fn carried(said: &[Said]) -> Vec<(u64, Stance)> {
    let mut log = Log::default();
    for said in said {
        log.push(said.entry());
    }
    log.retain(said.len(), &[], Reached::AllErased);
    log.check();
    log.carried().collect()
}

#[test]
fn only_what_stands_is_carried_and_from_where_it_stands() {
    use PurposeSet as P;
    let sale = P::NONE.with(Purpose::Sale);
    let ask = Said {
        act: Saying::Ask,
        ..Said::no(1, P::OPT_OUT)
    };
    let no = |purposes| Said::no(1, purposes);
    let yes = |purposes| Said::yes(1, purposes);
    let check = |said: &[Said], expected: &[(u64, Stance)]| assert_eq!(carried(said), expected);
    check(&[no(P::OPT_OUT)], &[(0, Stance::No)]);
    check(
        &[no(P::OPT_OUT), no(P::LIMIT)],
        &[(1, Stance::No), (0, Stance::No)],
    );
    // The way in: the opt-out and the request are gone, the opt-in stands.
    check(&[no(P::OPT_OUT), ask, yes(P::OPT_OUT)], &[(2, Stance::Yes)]);
    // Out, in and out again: only the last one counts.
    check(
        &[no(P::OPT_OUT), yes(P::OPT_OUT), no(P::OPT_OUT)],
        &[(2, Stance::No)],
    );
    // A wider no stands for the narrower one before it, a narrower one does not.
    check(&[no(sale), no(P::OPT_OUT)], &[(1, Stance::No)]);
    check(
        &[no(P::OPT_OUT.without(sale)), no(sale)],
        &[(1, Stance::No), (0, Stance::No)],
    );
    // Part of it was taken back.
    check(
        &[no(P::OPT_OUT), yes(sale)],
        &[(1, Stance::Yes), (0, Stance::No)],
    );
}

#[test]
fn of_several_people_each_keeps_what_is_theirs() {
    let mut log = Log::default();
    log.push(Said::no(0b111, PurposeSet::OPT_OUT).entry());
    log.push(Said::yes(0b010, PurposeSet::OPT_OUT).entry());
    let Some(End::Erased(stands)) = log.end(0) else {
        panic!("its time is over")
    };
    let [stands] = &stands[..] else {
        panic!("one entry for both: {stands:?}")
    };
    assert_eq!(stands.subjects, [subject(0), subject(2)]);
    assert_eq!(stands.received.to_string(), "2026-11-23");
    assert_eq!((stands.at, stands.from), (now(), 0));
    assert_eq!(stands.deadline().to_string(), "2026-12-14");
}

#[test]
fn what_was_carried_stays_while_it_stands_and_no_longer() {
    let mut log = Log::default();
    log.push(Said::no(1, PurposeSet::OPT_OUT).entry());
    log.retain(1, &[], Reached::AllErased);
    assert_eq!(log.end(1), Some(End::Stays));
    log.push(Said::yes(1, PurposeSet::OPT_OUT).entry());
    assert_eq!(log.end(1), Some(End::Erased(Vec::new())));
}

#[test]
fn a_process_that_knows_nothing_erases_nothing() {
    let mut log = Log::default();
    log.push(Said::no(1, PurposeSet::OPT_OUT).entry());
    log.live = [Standings::default(); 2];
    assert_eq!(log.end(0), Some(End::Stays));
    log.push(Entry::Erased { told: true });
    assert_eq!(log.end(1), None, "nobody's choice");
}
