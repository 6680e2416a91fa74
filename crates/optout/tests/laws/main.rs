//! The laws that the rules must keep, one test each, named by the requirement.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod signals;

use optout::{
    Age, Change, Channel, Control, Decision, DisclosurePurpose, Entry, Facts, InstallationKey,
    Kind, Knowledge, OptInConfirmation, OptInRequest, OptOutRequest, Policy, Purpose, PurposeSet,
    Question, Reason, Refusal, Request, Role, Standing, Subject, Timestamp, TokenKeys, Word,
    decide, may_disclose,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn noon() -> Timestamp {
    at("2026-11-23T12:00:00Z")
}

fn subject(name: &str) -> Subject {
    TokenKeys::new(&InstallationKey::new([7; 32])).subject(&Kind::Email, name)
}

fn opt_out(name: &str) -> OptOutRequest {
    OptOutRequest::of_everything(vec![subject(name)], Channel::WebForm)
}

fn facts(standing: &[Standing]) -> Facts {
    Facts {
        standing: standing.to_vec(),
        linked: None,
        as_of: 100,
    }
}

fn recorded(change: Change) -> Entry {
    match change {
        Change::Record(entry) | Change::Widen { entry, .. } => entry,
        Change::Unchanged { position } => {
            panic!("nothing was recorded: it stands since {position}")
        }
    }
}

fn standing_after(position: u64, entry: &Entry) -> Standing {
    Standing::default().after(position, &entry.choice().unwrap())
}

fn opted_out() -> Standing {
    let request = Request::OptOut(opt_out("ada@example.com"));
    standing_after(
        7,
        &recorded(
            decide(
                &facts(&[Standing::default()]),
                request,
                &Policy::default(),
                noon(),
            )
            .unwrap(),
        ),
    )
}

fn staff() -> Control {
    Control::Key("desk".into())
}

fn ask(name: &str, control: Control) -> Request {
    Request::AskToOptIn(OptInRequest {
        subjects: vec![subject(name)],
        purposes: PurposeSet::OPT_OUT,
        channel: Channel::Phone,
        control,
    })
}

fn question(standing: Standing) -> Question {
    Question {
        knowledge: Knowledge::Known(standing),
        as_of: 100,
        signal: false,
        stayed: false,
        age: Age::Unknown,
        role: Role::ThirdParty,
        purpose: DisclosurePurpose::Statutory(Purpose::Sharing),
    }
}

fn answer(question: Question) -> (Decision, Reason) {
    let answer = may_disclose(&question);
    assert_eq!(answer.as_of, question.as_of);
    assert!(!answer.rule.is_empty());
    (answer.decision, answer.reason)
}

#[test]
fn ca_26_4_an_opt_out_is_in_force_from_its_receipt_and_has_no_other_state() {
    let change = decide(
        &facts(&[]),
        Request::OptOut(opt_out("ada@example.com")),
        &Policy::default(),
        noon(),
    )
    .unwrap();
    let Entry::OptOut(entry) = recorded(change) else {
        panic!("an opt-out records an opt-out")
    };
    assert_eq!(entry.at, noon());
    assert_eq!(entry.deadline.to_string(), "2026-12-15");
    let json = String::from_utf8(Entry::OptOut(entry).to_bytes()).unwrap();
    assert!(
        !json.contains("pending") && !json.contains("verif"),
        "{json}"
    );
}

#[test]
fn ca_35_1_the_default_is_all_of_sale_sharing_and_targeted_advertising() {
    let covers = |purpose| PurposeSet::OPT_OUT.contains(purpose);
    assert!(
        covers(Purpose::Sale) && covers(Purpose::Sharing) && covers(Purpose::TargetedAdvertising)
    );
    assert_eq!(opted_out().denied(), PurposeSet::OPT_OUT);
}

#[test]
fn a_repeat_adds_nothing_and_names_the_entry_that_stands() {
    let repeat = Request::OptOut(opt_out("ada@example.com"));
    let change = decide(&facts(&[opted_out()]), repeat, &Policy::default(), noon());
    assert_eq!(change, Ok(Change::Unchanged { position: 7 }));
    let limit = Request::Limit(opt_out("ada@example.com"));
    let change = decide(&facts(&[opted_out()]), limit, &Policy::default(), noon()).unwrap();
    assert!(matches!(recorded(change), Entry::Limit(entry) if entry.purposes == PurposeSet::LIMIT));
}

#[test]
fn one_new_subject_is_recorded_with_the_ones_that_already_stand() {
    let mut request = opt_out("ada@example.com");
    request.subjects.push(subject("ada@work.example"));
    let change = decide(
        &facts(&[opted_out(), Standing::default()]),
        Request::OptOut(request),
        &Policy::default(),
        noon(),
    );
    assert!(matches!(recorded(change.unwrap()), Entry::OptOut(entry) if entry.subjects.len() == 2));
}

#[test]
fn a_request_about_nobody_or_nothing_is_refused() {
    let nobody = OptOutRequest::of_everything(vec![], Channel::Api);
    let nothing = OptOutRequest {
        purposes: PurposeSet::NONE,
        ..opt_out("ada@example.com")
    };
    let refusal = |request| {
        decide(
            &facts(&[]),
            Request::OptOut(request),
            &Policy::default(),
            noon(),
        )
        .unwrap_err()
    };
    assert_eq!(refusal(nobody), Refusal::Nobody);
    assert_eq!(refusal(nothing), Refusal::NoPurpose);
}

#[test]
fn ca_28_1_opting_in_takes_two_separate_acts_with_two_times() {
    let asked = recorded(
        decide(
            &facts(&[opted_out()]),
            ask("ada@example.com", staff()),
            &Policy::default(),
            noon(),
        )
        .unwrap(),
    );
    let standing = opted_out().after(9, &asked.choice().unwrap());
    assert_eq!(
        standing.denied(),
        PurposeSet::OPT_OUT,
        "the first act changes nothing"
    );
    assert!(
        !asked.choice().unwrap().concerns(PurposeSet::OPT_OUT),
        "and nobody is told of it"
    );
    let confirm = |now| {
        let second = OptInConfirmation::of(9, asked.clone(), staff()).unwrap();
        decide(
            &facts(&[opted_out()]),
            Request::ConfirmOptIn(second),
            &Policy::default(),
            now,
        )
    };
    assert_eq!(confirm(noon()), Err(Refusal::NotSeparate));
    assert_eq!(
        confirm(at("2026-11-24T12:00:00.001Z")),
        Err(Refusal::Lapsed)
    );
    let Change::Widen {
        entry: Entry::OptIn(second),
        as_of: 100,
    } = confirm(at("2026-11-23T12:00:05Z")).unwrap()
    else {
        panic!("the second act widens, guarded by what was known")
    };
    assert_eq!(second.first, Some(9));
    assert!(
        OptInConfirmation::of(7, Entry::OptIn(second), staff()).is_none(),
        "only a first act can be confirmed"
    );
}

#[test]
fn an_opt_out_between_the_two_acts_is_recorded_and_stands() {
    let asked = recorded(
        decide(
            &facts(&[opted_out()]),
            ask("ada@example.com", staff()),
            &Policy::default(),
            noon(),
        )
        .unwrap(),
    );
    let waiting = opted_out().after(9, &asked.choice().unwrap());
    for word in [Word::Own, Word::Signal] {
        assert!(opted_out().has_heard(PurposeSet::OPT_OUT, word));
        assert!(!waiting.has_heard(PurposeSet::OPT_OUT, word), "it is news");
    }
    let again = Request::OptOut(opt_out("ada@example.com"));
    let again = recorded(decide(&facts(&[waiting]), again, &Policy::default(), noon()).unwrap());
    let second = OptInConfirmation::of(9, asked, staff()).unwrap();
    let standing = waiting.after(10, &again.choice().unwrap());
    let now = at("2026-11-23T12:01:00Z");
    let change = decide(
        &facts(&[standing]),
        Request::ConfirmOptIn(second),
        &Policy::default(),
        now,
    );
    assert_eq!(change, Err(Refusal::OptedOutSince));
}

#[test]
fn only_proven_control_widens() {
    let mine = subject("browser-1");
    let ask = |control| {
        decide(
            &facts(&[opted_out()]),
            ask("ada@example.com", control),
            &Policy::default(),
            noon(),
        )
    };
    assert_eq!(ask(Control::Browser(mine)), Err(Refusal::NotInControl));
    assert!(ask(Control::Browser(subject("ada@example.com"))).is_ok());
    let nothing = decide(
        &facts(&[Standing::default()]),
        self::ask("ada@example.com", staff()),
        &Policy::default(),
        noon(),
    );
    assert_eq!(nothing, Err(Refusal::NothingToWiden));
}

#[test]
fn ca_25_5_a_vanished_signal_changes_nothing() {
    let standing = opted_out();
    assert_eq!(
        answer(Question {
            signal: true,
            ..question(standing)
        })
        .0,
        Decision::Deny
    );
    assert_eq!(
        answer(question(standing)),
        (Decision::Deny, Reason::OptedOut)
    );
}

#[test]
fn ca_25_1_a_signal_counts_at_once_and_without_a_record() {
    let signal = |purpose| {
        let purpose = DisclosurePurpose::Statutory(purpose);
        answer(Question {
            signal: true,
            purpose,
            ..question(Standing::default())
        })
    };
    assert_eq!(
        signal(Purpose::Sharing),
        (Decision::Deny, Reason::PreferenceSignal)
    );
    assert_eq!(
        signal(Purpose::Sensitive),
        (Decision::Allow, Reason::NoOptOut),
        "a signal does not limit (CA-27-1)"
    );
}

#[test]
fn ca_20_3_a_known_minor_is_denied_unless_authorised() {
    for age in [Age::Under13, Age::From13To15] {
        assert_eq!(
            answer(Question {
                age,
                ..question(Standing::default())
            }),
            (Decision::Deny, Reason::MinorNotAuthorized)
        );
    }
    assert_eq!(
        answer(Question {
            age: Age::From16,
            ..question(Standing::default())
        })
        .0,
        Decision::Allow
    );
    let asked = recorded(
        decide(
            &facts(&[opted_out()]),
            ask("ada@example.com", staff()),
            &Policy::default(),
            noon(),
        )
        .unwrap(),
    );
    let second = OptInConfirmation::of(9, asked, staff()).unwrap();
    let now = at("2026-11-23T12:01:00Z");
    let entry = recorded(
        decide(
            &facts(&[opted_out()]),
            Request::ConfirmOptIn(second),
            &Policy::default(),
            now,
        )
        .unwrap(),
    );
    let authorised = opted_out().after(11, &entry.choice().unwrap());
    assert_eq!(
        answer(Question {
            age: Age::From13To15,
            ..question(authorised)
        })
        .0,
        Decision::Allow
    );
}

#[test]
fn ca_40_6_a_business_purpose_is_a_sale_to_whoever_has_no_contract() {
    let business = |role| {
        answer(Question {
            role,
            purpose: DisclosurePurpose::Business,
            ..question(opted_out())
        })
    };
    assert_eq!(
        business(Role::ThirdParty),
        (Decision::Deny, Reason::OptedOut)
    );
    assert_eq!(
        business(Role::ServiceProvider),
        (Decision::Allow, Reason::UnderContract)
    );
}

#[test]
fn what_cannot_be_known_is_denied() {
    let unknown = |knowledge| {
        answer(Question {
            knowledge,
            ..question(Standing::default())
        })
    };
    assert_eq!(
        unknown(Knowledge::Starting),
        (Decision::Deny, Reason::Starting)
    );
    assert_eq!(unknown(Knowledge::Stale), (Decision::Deny, Reason::Stale));
}

#[test]
fn limit_denies_sensitive_uses_only() {
    let limited = recorded(
        decide(
            &facts(&[]),
            Request::Limit(opt_out("ada@example.com")),
            &Policy::default(),
            noon(),
        )
        .unwrap(),
    );
    let standing = standing_after(3, &limited);
    let purpose = DisclosurePurpose::Statutory(Purpose::Sensitive);
    assert_eq!(
        answer(Question {
            purpose,
            ..question(standing)
        }),
        (Decision::Deny, Reason::Limited)
    );
    assert_eq!(
        answer(question(standing)),
        (Decision::Allow, Reason::NoOptOut)
    );
}

#[test]
fn of_several_identifiers_the_strictest_counts() {
    let joined = Standing::default().joined(opted_out());
    assert_eq!(answer(question(joined)), (Decision::Deny, Reason::OptedOut));
    assert_eq!(joined.since(PurposeSet::OPT_OUT), 7);
}
