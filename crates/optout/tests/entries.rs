//! The log's entries: their exact bytes, which receipts prove, and that reading undoes writing.

use optout::{
    Carried, Channel, Entry, Facts, InstallationKey, Kind, OptOutRequest, Policy, PurposeSet,
    Request, Retention, Stance, Subject, TokenKeys, decide,
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
