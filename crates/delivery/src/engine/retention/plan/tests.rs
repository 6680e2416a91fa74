//! Records of small logs, written as one letter for each entry.

use std::collections::HashMap;

use optout::{
    Act, Channel, Control, Entry, Kind, OptIn, PurposeSet, Recorded, Stance, Subject,
    business_day_deadline,
};
use store::{Commit, Salt};

use super::*;

const BEFORE: Date = Date::constant(2027, 1, 1);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// `n` is a no, `l` a limit, `?` a request to opt in and `y` an opt-in, each in upper case where it is too young; `c` is a no
/// that was carried, `x` an erased entry and `.` nobody's choice. All are about one person.
fn entry(letter: char) -> Entry {
    let old = letter.is_ascii_lowercase() || letter == '?';
    let at = at(if old {
        "2026-12-31T23:59:59.999Z"
    } else {
        "2027-01-01T00:00:00Z"
    });
    let subjects = vec![Subject {
        kind: Kind::Email,
        token: Token([7; 16]),
    }];
    let recorded = |purposes, subjects| Recorded {
        at,
        channel: Channel::WebForm,
        purposes,
        subjects,
        deadline: business_day_deadline(at),
        state: None,
        agent: None,
        policy: String::new(),
    };
    let opt_in = |subjects| OptIn {
        at,
        channel: Channel::WebForm,
        purposes: PurposeSet::OPT_OUT,
        subjects,
        control: Control::Key("desk".into()),
        first: None,
    };
    match letter.to_ascii_lowercase() {
        'n' => Entry::OptOut(recorded(PurposeSet::OPT_OUT, subjects)),
        'l' => Entry::Limit(recorded(PurposeSet::LIMIT, subjects)),
        '?' => Entry::OptInRequested(opt_in(subjects)),
        'y' => Entry::OptIn(opt_in(subjects)),
        'c' => Entry::Carried(Carried {
            at,
            from: 0,
            received: BEFORE,
            stance: Stance::No,
            word: optout::Word::Own,
            purposes: PurposeSet::OPT_OUT,
            subjects,
        }),
        'x' => Entry::Erased { told: true },
        _ => Entry::ApiKeyRevoked {
            at,
            id: String::new(),
        },
    }
}

fn stored(position: u64, letter: char) -> StoredEntry {
    let stored = Commit::new(Salt([0; 16]), entry(letter)).stored_at(position);
    StoredEntry {
        salt: stored.salt.filter(|_| letter != 'x'),
        ..stored
    }
}

/// What becomes of the log's records in `part`: what is carried, and what is erased.
fn plan(log: &str, part: std::ops::Range<u64>) -> Plan {
    let search = Search {
        from: part.start,
        through: part.end,
        received_before: start_of(BEFORE),
        now: at("2032-03-01T12:00:00Z"),
    };
    let log: Vec<char> = log.chars().collect();
    let mut standings: HashMap<Token, Standing> = HashMap::new();
    for (position, letter) in (0..).zip(&log) {
        let entry = entry(*letter);
        if let Some(choice) = entry.choice() {
            let standing = standings.entry(choice.subjects[0].token).or_default();
            *standing = standing.after(position, &choice);
        }
    }
    let read = |from: u64, limit: usize| {
        let letters = log.iter().zip(0..).skip(usize::try_from(from).unwrap());
        let entries = letters.map(|(letter, position)| stored(position, *letter));
        Ok(entries.take(limit).collect())
    };
    let standing = |token: &Token| standings.get(token).copied().unwrap_or_default();
    search.run(standing, read).unwrap()
}

#[test]
fn records_whose_time_is_over_end() {
    let check = |log: &str, carried: &[u64], told: &[u64], untold: &[u64]| {
        let plan = plan(log, 0..log.len() as u64);
        let from: Vec<u64> = plan.carried.iter().map(|one| one.from).collect();
        let found = (&from[..], &plan.told[..], &plan.untold[..]);
        assert_eq!(found, (carried, told, untold), "{log}");
    };
    check("", &[], &[], &[]);
    check("..x.", &[], &[], &[]);
    check("n", &[0], &[0], &[]);
    check(".nl.", &[1, 2], &[1, 2], &[]);
    check("n?y", &[2], &[0, 2], &[1]);
    check("n?yn", &[3], &[0, 2, 3], &[1]);
    // What is younger stays, and what it says need not be carried.
    check("N", &[], &[], &[]);
    check("n?Y", &[], &[0], &[1]);
    check("nyN", &[], &[0, 1], &[]);
    check("n.L", &[0], &[0], &[]);
    // What was carried before a crash is not carried again.
    check("nC", &[], &[0], &[]);
    // What was carried long ago stays as long as it stands.
    check("xc", &[], &[], &[]);
    check("xcY", &[], &[], &[1]);
    check("xcy", &[2], &[2], &[1]);
}

#[test]
fn only_a_part_is_looked_at_but_all_of_the_log_counts() {
    let check = |part, carried: usize, told: &[u64]| {
        let plan = plan("nynl", part);
        assert_eq!((plan.carried.len(), &plan.told[..]), (carried, told));
    };
    check(0..0, 0, &[]);
    check(0..2, 0, &[0, 1]);
    check(2..3, 1, &[2]);
    check(2..9, 2, &[2, 3]);
    check(7..9, 0, &[]);
}

#[test]
fn what_is_carried_is_the_choice() {
    let plan = plan("l", 0..1);
    let [carried] = &plan.carried[..] else {
        panic!("one: {plan:?}")
    };
    assert_eq!(carried.at, at("2032-03-01T12:00:00Z"));
    assert_eq!(carried.received, Date::constant(2026, 12, 31));
    let entry = Entry::Carried(carried.clone());
    let choice = entry.choice().unwrap();
    assert_eq!(choice.act, Act::Stands(Stance::No));
    assert_eq!(choice.purposes, PurposeSet::LIMIT);
}

#[test]
fn a_record_that_cannot_be_read_ends_nothing() {
    let search = Search {
        from: 0,
        through: 2,
        received_before: start_of(BEFORE),
        now: at("2032-03-01T12:00:00Z"),
    };
    let mut altered = stored(1, 'n');
    altered.body.clear();
    let read = |_, _| Ok(vec![stored(0, 'n'), altered.clone()]);
    assert!(search.run(|_| Standing::default(), read).is_err());
}
