//! Stretches of small logs, written as one letter for each entry.

use optout::{Carried, Channel, PurposeSet, Recorded, Stance, business_day_deadline};
use store::Salt;

use super::*;

/// `o` is an opt-out, `e` one whose identifiers were erased, `x` one that was erased, `c` one that was carried, `l` a request to
/// limit, `.` nobody's choice.
fn entry(position: u64, letter: u8) -> StoredEntry {
    let at = "2026-11-23T14:00:00Z".parse().unwrap();
    let recorded = |purposes| Recorded {
        at,
        channel: Channel::WebForm,
        purposes,
        subjects: Vec::new(),
        deadline: business_day_deadline(at),
        state: None,
        agent: None,
        policy: String::new(),
    };
    let entry = match letter {
        b'o' | b'e' => Entry::OptOut(recorded(PurposeSet::OPT_OUT)),
        b'l' => Entry::Limit(recorded(PurposeSet::LIMIT)),
        b'x' => Entry::Erased { told: true },
        b'c' => Entry::Carried(Carried {
            at,
            from: 0,
            received: optout::Date::constant(2020, 1, 1),
            stance: Stance::No,
            word: optout::Word::Own,
            purposes: PurposeSet::OPT_OUT,
            subjects: Vec::new(),
        }),
        _ => Entry::ApiKeyRevoked {
            at,
            id: String::new(),
        },
    };
    let commit = store::Commit::new(Salt([0; 16]), entry);
    let stored = commit.stored_at(position);
    StoredEntry {
        sealed: (letter == b'o').then(Vec::new),
        salt: stored.salt.filter(|_| letter != b'x'),
        ..stored
    }
}

fn find(log: &[u8], from: u64, limit: usize) -> Found {
    let search = Search {
        from,
        to: log.len() as u64,
        purposes: PurposeSet::OPT_OUT,
        limit,
    };
    let read = |from: u64, limit: usize| {
        let letters = log.iter().zip(0..).skip(usize::try_from(from).unwrap());
        let entries = letters.map(|(letter, position)| entry(position, *letter));
        Ok(entries.take(limit).collect())
    };
    search.run(read).unwrap()
}

/// What was found, as text: what, from where to where, and how many choices.
fn check(log: &str, from: u64, limit: usize, expected: &str) {
    let show = |what: &str, stretch: Stretch| {
        let Stretch {
            first,
            last,
            choices,
        } = stretch;
        format!("{what} {first}..={last} {choices}")
    };
    let found = match find(log.as_bytes(), from, limit) {
        Found::Nothing => "nothing".to_owned(),
        Found::NotApplicable(stretch) => show("not applicable", stretch),
        Found::Erased(stretch) => show("erased", stretch),
        Found::Choices(candidates, stretch) => {
            let list: Vec<u64> = candidates.iter().map(|one| one.stored.position).collect();
            show(&format!("{list:?}"), stretch)
        }
    };
    assert_eq!(found, expected, "{log} from {from}");
}

#[test]
fn stretches() {
    check("", 0, 9, "nothing");
    check("....", 1, 9, "nothing");
    check("..l.", 1, 9, "not applicable 1..=2 1");
    check(".ol.o..l.", 0, 9, "[1, 4] 0..=7 4");
    check(".ol.o..l.", 2, 9, "[4] 2..=7 3");
    check("oooo", 0, 2, "[0, 1] 0..=1 2");
    check("oooo", 2, 2, "[2, 3] 2..=3 2");
}

#[test]
fn erased_ones_at_the_front_are_settled_apart() {
    check(".elee.lo", 0, 9, "erased 0..=6 5");
    check("leel", 0, 1, "erased 0..=3 4");
    check("oeo", 0, 9, "[0, 1, 2] 0..=2 3");
}

#[test]
fn erased_records_count_and_carried_ones_are_no_news() {
    check("xx.c", 0, 9, "not applicable 0..=1 2");
    check("cc.", 0, 9, "nothing");
    check("xoc", 0, 9, "[1] 0..=1 2");
}

#[test]
fn what_was_found_after_a_long_look_is_settled() {
    let scan = usize::try_from(MAX_SCAN).unwrap();
    let mut log = vec![b'.'; scan + 10];
    log[3] = b'l';
    log[scan + 5] = b'o';
    let Found::NotApplicable(stretch) = find(&log, 0, 9) else {
        panic!("the look went on");
    };
    assert_eq!((stretch.last, stretch.choices), (3, 1));
    // Where nothing was found there is nothing to settle, and the look goes on.
    log[3] = b'.';
    assert!(matches!(find(&log, 0, 9), Found::Choices(found, _) if found.len() == 1));
}
