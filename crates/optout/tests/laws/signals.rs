//! Signals, programmes and links: 11 CCR 7025.

use optout::{
    Act, Change, Channel, Choice, Control, Decision, Entry, Facts, Knowledge, Linked,
    OptOutRequest, Policy, PurposeSet, Question, Reason, Refusal, Request, Standing, StayRequest,
    Subjects, Word, decide,
};

use super::{answer, facts, noon, opted_out, question, recorded, staff, subject};

#[test]
fn ca_25_4_a_member_who_stays_says_so_in_an_act_of_their_own() {
    let stay = |standing, control| {
        let stay = StayRequest {
            subjects: vec![subject("ada@example.com")],
            program: "insiders".into(),
            channel: Channel::Api,
            control,
        };
        decide(
            &facts(&[standing]),
            Request::Stay(stay),
            &Policy::default(),
            noon(),
        )
    };
    let Entry::Stayed(stayed) = recorded(stay(signalled(), staff()).unwrap()) else {
        panic!("staying is recorded")
    };
    assert_eq!((&*stayed.program, stayed.at), ("insiders", noon()));
    let stranger = Control::Browser(subject("eve@example.com"));
    assert_eq!(stay(signalled(), stranger), Err(Refusal::NotInControl));
    // It answers a signal. Their own no is taken back in two acts only.
    assert_eq!(stay(opted_out(), staff()), Err(Refusal::OptedOutThemselves));

    let asked = Question {
        signal: true,
        ..question(signalled())
    };
    assert_eq!(answer(asked), (Decision::Deny, Reason::PreferenceSignal));
    let member = Question {
        stayed: true,
        ..asked
    };
    assert_eq!(answer(member), (Decision::Allow, Reason::StayedInProgram));
    let child = Question {
        age: optout::Age::Under13,
        ..member
    };
    assert_eq!(answer(child), (Decision::Deny, Reason::PreferenceSignal));
    // Any no of their own among the names in question counts.
    let knowledge = Knowledge::Known(signalled().joined(opted_out()));
    let own = Question {
        knowledge,
        ..member
    };
    assert_eq!(answer(own), (Decision::Deny, Reason::PreferenceSignal));
}

#[test]
fn a_persons_own_no_after_a_signal_is_news_and_a_signal_after_theirs_is_not() {
    let no = |standing, channel| {
        let no = OptOutRequest::of_everything(vec![subject("ada@example.com")], channel);
        let change = decide(
            &facts(&[standing]),
            Request::OptOut(no),
            &Policy::default(),
            noon(),
        );
        matches!(change, Ok(Change::Record(_)))
    };
    for channel in Channel::ALL {
        let is_signal = matches!(channel, Channel::Signal | Channel::SignalLink);
        assert_eq!(channel.word().is_own(), !is_signal, "{}", channel.name());
        assert_eq!(no(signalled(), channel), !is_signal, "{}", channel.name());
        assert!(!no(opted_out(), channel), "{}", channel.name());
        assert_eq!(channel.extended().word(), channel.word());
    }
    // An opt-in takes back whosever word it was; a signal afterwards is one.
    let opted_in = opted_out().after(9, &said(Act::OptedIn, Word::Own));
    let again = opted_in.after(10, &said(Act::SaidNo, Word::Signal));
    assert_eq!(
        (again.denied(), again.own()),
        (PurposeSet::OPT_OUT, PurposeSet::NONE)
    );
    // To limit is another matter.
    let limited = Choice {
        purposes: PurposeSet::LIMIT,
        ..said(Act::SaidNo, Word::Own)
    };
    assert_eq!(signalled().after(9, &limited).own(), PurposeSet::LIMIT);
}

/// An act about all of sale and sharing.
fn said(act: Act, word: Word) -> Choice<'static> {
    Choice {
        at: noon(),
        act,
        word,
        purposes: PurposeSet::OPT_OUT,
        subjects: &[],
    }
}

/// What stands after a signal alone.
fn signalled() -> Standing {
    Standing::default().after(7, &said(Act::SaidNo, Word::Signal))
}

#[test]
fn ca_25_1_what_is_learnt_later_extends_a_choice_and_undoes_none() {
    let one = Subjects {
        people: vec![subject("ada@example.com")],
        devices: Vec::new(),
    };
    let link = |subjects| {
        decide(
            &Facts::default(),
            Request::Link(subjects),
            &Policy::default(),
            noon(),
        )
    };
    assert_eq!(link(one.clone()).unwrap_err(), Refusal::OneAlone);
    let two = Subjects {
        devices: vec![subject("browser")],
        ..one
    };
    let entry = recorded(link(two.clone()).unwrap());
    assert_eq!(
        entry,
        Entry::Linked(Linked {
            at: noon(),
            subjects: two.clone()
        })
    );
    let known = Facts {
        linked: Some(7),
        ..Facts::default()
    };
    let again = decide(&known, Request::Link(two), &Policy::default(), noon());
    assert_eq!(again, Ok(Change::Unchanged { position: 7 }));

    let (out, signal, none) = (opted_out(), signalled(), PurposeSet::NONE);
    let opted_in = Standing::default().after(9, &said(Act::OptedIn, Word::Own));
    let table = [
        (Standing::default(), out, PurposeSet::OPT_OUT, none),
        (Standing::default(), signal, none, PurposeSet::OPT_OUT),
        // The person's own word is more than a signal's.
        (signal, out, PurposeSet::OPT_OUT, none),
        (out, signal, none, none),
        (out, out, none, none),
        (signal, signal, none, none),
        (out, Standing::default(), none, none),
        (opted_in, out, none, none),
        (opted_in, signal, none, none),
    ];
    for (heir, source, own, signals) in table {
        assert_eq!(
            heir.inherits(&source, Word::Own),
            own,
            "{heir:?} {source:?}"
        );
        assert_eq!(
            heir.inherits(&source, Word::Signal),
            signals,
            "{heir:?} {source:?}"
        );
    }
}
