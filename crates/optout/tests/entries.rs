//! The log's entries: their exact bytes, which receipts prove, and that reading undoes writing.

use optout::{
    Carried, Channel, Control, Entry, Facts, InstallationKey, Kind, Linked, OptOutRequest, Policy,
    PurposeSet, Request, Retention, SignalsHonored, Stance, Stayed, Subject, Subjects, TokenKeys,
    decide,
};

fn ada() -> Subject {
    TokenKeys::new(&InstallationKey::new([7; 32])).subject(&Kind::Email, "ada@example.com")
}

/// An entry's bytes are these, and reading them gives it back.
fn check(entry: &Entry, bytes: &str) {
    assert_eq!(String::from_utf8(entry.to_bytes()).as_deref(), Ok(bytes));
    assert_eq!(
        Entry::from_bytes(bytes.as_bytes()).ok().as_ref(),
        Some(entry)
    );
}

#[test]
fn an_opt_outs_bytes_never_change() {
    let request = Request::OptOut(OptOutRequest::of_everything(vec![ada()], Channel::WebForm));
    let now = "2026-11-23T14:02:11.123Z".parse().unwrap();
    let Ok(optout::Change::Record(entry)) =
        decide(&Facts::default(), request, &Policy::default(), now)
    else {
        panic!("a first opt-out is recorded")
    };
    check(
        &entry,
        r#"{"opt_out":{"at":"2026-11-23T14:02:11.123Z","channel":"web_form","purposes":["sale","sharing","targeted_advertising"],"subjects":["email:eg9w0f7ATKIsDfifWPTofQ"],"deadline":"2026-12-15","policy":"us/2026-11-23"}}"#,
    );
}

#[test]
fn the_bytes_of_what_ends_a_record_never_change() {
    let at = "2032-01-01T03:00:00Z".parse().unwrap();
    let carried = Entry::Carried(Carried {
        at,
        from: 17,
        received: "2026-11-23".parse().unwrap(),
        stance: Stance::No,
        word: optout::Word::Own,
        purposes: PurposeSet::LIMIT,
        subjects: vec![ada()],
    });
    check(
        &carried,
        r#"{"carried":{"at":"2032-01-01T03:00:00Z","from":17,"received":"2026-11-23","stance":"no","purposes":["sensitive"],"subjects":["email:eg9w0f7ATKIsDfifWPTofQ"]}}"#,
    );
    assert!(!carried.is_told());
    let choice = carried.choice().unwrap();
    assert!(
        !choice.concerns(PurposeSet::LIMIT),
        "nobody hears of it again"
    );
    let retention = Entry::Retention(Retention {
        at,
        through: 4096,
        received_before: "2027-01-01".parse().unwrap(),
    });
    check(
        &retention,
        r#"{"retention":{"at":"2032-01-01T03:00:00Z","through":4096,"received_before":"2027-01-01"}}"#,
    );
    assert!(!retention.is_told() && retention.choice().is_none());
    for told in [true, false] {
        let stub = Entry::Erased { told };
        check(&stub, &format!(r#"{{"erased":{{"told":{told}}}}}"#));
        assert_eq!(stub.is_told(), told);
    }
}

#[test]
fn the_bytes_of_what_is_learnt_besides_choices_never_change() {
    let at = "2026-11-23T14:00:00Z".parse().unwrap();
    let subjects = Subjects {
        people: vec![ada()],
        devices: vec![Subject {
            kind: Kind::Custom("ga".into()),
            ..ada()
        }],
    };
    let linked = Entry::Linked(Linked { at, subjects });
    check(
        &linked,
        r#"{"linked":{"at":"2026-11-23T14:00:00Z","people":["email:eg9w0f7ATKIsDfifWPTofQ"],"devices":["ga:eg9w0f7ATKIsDfifWPTofQ"]}}"#,
    );
    let stayed = Entry::Stayed(Stayed {
        at,
        channel: Channel::Api,
        program: "insiders".into(),
        subjects: vec![ada()],
        control: Control::Key("desk".into()),
    });
    check(
        &stayed,
        r#"{"stayed":{"at":"2026-11-23T14:00:00Z","channel":"api","program":"insiders","subjects":["email:eg9w0f7ATKIsDfifWPTofQ"],"control":{"key":"desk"}}}"#,
    );
    let honored = Entry::SignalsHonored(SignalsHonored {
        from: at,
        until: "2026-11-23T15:00:00Z".parse().unwrap(),
        count: 71_234,
    });
    check(
        &honored,
        r#"{"signals_honored":{"from":"2026-11-23T14:00:00Z","until":"2026-11-23T15:00:00Z","count":71234}}"#,
    );
    for entry in [&linked, &stayed, &honored] {
        assert!(!entry.is_told() && entry.choice().is_none());
    }
    // The first two name people, so they are erased when their time is over.
    assert_eq!(linked.of_people(), Some(at));
    assert_eq!(stayed.of_people(), Some(at));
    assert_eq!(honored.of_people(), None);
}

#[test]
fn bytes_that_are_no_entry_are_an_error() {
    for bad in [
        "",
        "{}",
        "{\"opt_out\":{}}",
        "{\"opt_out\":[]}",
        "null",
        "{\"never\":{}}",
        "{\"opt_out\":",
    ] {
        assert!(Entry::from_bytes(bad.as_bytes()).is_err(), "{bad}");
    }
}
