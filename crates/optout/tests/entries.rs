//! The log's entries: their exact bytes, which receipts prove, and that reading undoes writing.

use optout::{
    Channel, Entry, Facts, InstallationKey, Kind, OptOutRequest, Policy, Request, TokenKeys, decide,
};

#[test]
fn an_opt_outs_bytes_never_change() {
    let ada =
        TokenKeys::new(&InstallationKey::new([7; 32])).subject(&Kind::Email, "ada@example.com");
    let request = Request::OptOut(OptOutRequest::of_everything(vec![ada], Channel::WebForm));
    let now = "2026-11-23T14:02:11.123Z".parse().unwrap();
    let Ok(optout::Change::Record(entry)) =
        decide(&Facts::default(), request, &Policy::default(), now)
    else {
        panic!("a first opt-out is recorded")
    };
    let bytes = entry.to_bytes();
    assert_eq!(
        String::from_utf8(bytes.clone()).unwrap(),
        r#"{"opt_out":{"at":"2026-11-23T14:02:11.123Z","channel":"web_form","purposes":["sale","sharing","targeted_advertising"],"subjects":["email:eg9w0f7ATKIsDfifWPTofQ"],"deadline":"2026-12-15","policy":"us/2026-11-23"}}"#
    );
    assert_eq!(Entry::from_bytes(&bytes).unwrap(), entry);
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
