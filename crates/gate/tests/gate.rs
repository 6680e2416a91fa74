//! The gate as a replica of the log: closed until it knows, exact while it does, closed when it no longer can.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use gate::{Ask, Gate, Moment};
use optout::{
    Age, Carried, Change, Channel, Date, Decision, DestinationDeclared, DisclosurePurpose, Entry,
    Facts, InstallationKey, Kind, Linked, OptOutRequest, Policy, Purpose, PurposeSet, Reason,
    Recipient, Request, Role, Stance, Standing, Subject, Subjects, TokenKeys, decide,
};

const BOUND: Duration = Duration::from_secs(10);

fn subject(name: &str) -> Subject {
    TokenKeys::new(&InstallationKey::new([7; 32])).subject(&Kind::Email, name)
}

fn opt_out(name: &str) -> Entry {
    let request = OptOutRequest::of_everything(vec![subject(name)], Channel::Api);
    let now = "2026-11-23T12:00:00Z".parse().unwrap();
    match decide(
        &Facts::default(),
        Request::OptOut(request),
        &Policy::default(),
        now,
    )
    .unwrap()
    {
        Change::Record(entry) => entry,
        other => panic!("{other:?}"),
    }
}

fn ask(
    gate: &Gate,
    name: &str,
    now: Instant,
    purpose: DisclosurePurpose,
) -> (Decision, Reason, u64) {
    let ask = Ask {
        recipient: "mailer",
        purpose,
        signal: false,
        program: None,
        age: Age::Unknown,
    };
    let moment = Moment {
        now,
        today: Date::constant(2026, 11, 23),
    };
    let answer = gate.ask(&[subject(name).token], &ask, moment).answer;
    (answer.decision, answer.reason, answer.as_of)
}

const SHARING: DisclosurePurpose = DisclosurePurpose::Statutory(Purpose::Sharing);

#[test]
fn closed_until_caught_up_and_again_when_stale() {
    let start = Instant::now();
    let gate = Gate::new(BOUND, start);
    gate.follow(&[(0, opt_out("ada@example.com"))]);
    assert_eq!(
        ask(&gate, "bob@example.com", start, SHARING),
        (Decision::Deny, Reason::Starting, 1)
    );
    gate.caught_up(1, start);
    assert_eq!(
        ask(&gate, "bob@example.com", start + BOUND, SHARING),
        (Decision::Allow, Reason::NoOptOut, 1)
    );
    assert_eq!(
        ask(&gate, "ada@example.com", start + BOUND, SHARING),
        (Decision::Deny, Reason::OptedOut, 1)
    );
    let late = start + BOUND + Duration::from_millis(1);
    assert_eq!(
        ask(&gate, "bob@example.com", late, SHARING),
        (Decision::Deny, Reason::Stale, 1)
    );
    gate.caught_up(1, late);
    assert_eq!(
        ask(&gate, "bob@example.com", late, SHARING).0,
        Decision::Allow,
        "it recovers by itself"
    );
}

#[test]
fn a_gate_that_reads_what_is_left_of_an_erased_record_answers_the_same() {
    let start = Instant::now();
    let no = opt_out("ada@example.com");
    let carried = Entry::Carried(Carried {
        at: "2032-01-01T00:00:00Z".parse().unwrap(),
        from: 0,
        received: Date::constant(2026, 11, 23),
        stance: Stance::No,
        word: optout::Word::Own,
        purposes: PurposeSet::OPT_OUT,
        subjects: vec![subject("ada@example.com")],
    });
    let answers = [no, Entry::Erased { told: true }].map(|first| {
        let gate = Gate::new(BOUND, start);
        gate.follow(&[(0, first), (1, carried.clone())]);
        gate.caught_up(2, start);
        let standing = gate.standing(&subject("ada@example.com").token);
        (ask(&gate, "ada@example.com", start, SHARING), standing)
    });
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, (Decision::Deny, Reason::OptedOut, 2));
    assert_eq!(answers[0].1.since(PurposeSet::OPT_OUT), 1);
}

#[test]
fn being_behind_is_not_being_caught_up() {
    let start = Instant::now();
    let gate = Gate::new(BOUND, start);
    gate.caught_up(5, start);
    assert!(!gate.is_open(start));
}

#[test]
fn a_recipients_contract_is_followed_too() {
    let start = Instant::now();
    let gate = Gate::new(BOUND, start);
    let declared = |contract| {
        let recipient = Recipient {
            name: "mailer".into(),
            role: Role::ServiceProvider,
            contract,
        };
        let at = "2026-11-23T12:00:00Z".parse().unwrap();
        let purposes = PurposeSet::OPT_OUT;
        let url = "https://mailer.example/hook".into();
        Entry::Destination(Box::new(DestinationDeclared {
            at,
            name: "mailer".into(),
            url,
            recipient,
            purposes,
            secrets: 1,
        }))
    };
    gate.follow(&[(0, opt_out("ada@example.com")), (1, declared(None))]);
    gate.caught_up(2, start);
    assert_eq!(
        ask(&gate, "ada@example.com", start, DisclosurePurpose::Business).0,
        Decision::Deny
    );
    let contract = optout::Contract {
        reference: "MSA-7".into(),
        until: None,
    };
    gate.follow(&[(2, declared(Some(contract)))]);
    gate.caught_up(3, start);
    let answer = ask(&gate, "ada@example.com", start, DisclosurePurpose::Business);
    assert_eq!(answer, (Decision::Allow, Reason::UnderContract, 3));
    assert_eq!(
        ask(&gate, "ada@example.com", start, SHARING).0,
        Decision::Deny
    );
}

#[test]
fn links_are_followed_and_found_by_position() {
    let gate = Gate::new(BOUND, Instant::now());
    let device =
        |name: &str| TokenKeys::new(&InstallationKey::new([7; 32])).subject(&Kind::Browser, name);
    let link = |people: &[&str], devices: &[&str]| Subjects {
        people: people.iter().map(|name| subject(name)).collect(),
        devices: devices.iter().map(|name| device(name)).collect(),
    };
    let linked = |subjects: &Subjects| {
        Entry::Linked(Linked {
            at: "2026-11-23T12:00:00Z".parse().unwrap(),
            subjects: subjects.clone(),
        })
    };
    let (home, mail) = (link(&["ada"], &["b1", "ga1"]), link(&["ada", "mail"], &[]));
    gate.follow(&[(0, linked(&home)), (1, opt_out("bob")), (2, linked(&mail))]);
    assert_eq!(gate.links(), 2);
    assert_eq!(
        gate.reach(link(&[], &["b1"])),
        link(&["ada", "mail"], &["b1", "ga1"])
    );
    assert_eq!(gate.reach(link(&["bob"], &[])), link(&["bob"], &[]));
    for (name, reached) in [("ada", 4), ("bob", 1)] {
        let standings = gate.reached(link(&[name], &[]));
        let is_out = |(_, standing): &(Subject, Standing)| !standing.denied().is_empty();
        assert_eq!(standings.len(), reached);
        assert_eq!(standings.iter().any(is_out), name == "bob", "{name}");
    }
    assert_eq!(gate.links_of(&link(&["ada"], &["ga1"])), [0, 2]);
    assert_eq!(gate.links_in(0..2), [0]);
    assert_eq!(gate.links_in(1..3), [2]);
    let holding = |subjects: &Subjects| gate.facts_of_link(subjects).linked;
    assert_eq!(holding(&link(&["ada"], &["b1"])), Some(0));
    assert_eq!(holding(&link(&["mail"], &["b1"])), None);
}
