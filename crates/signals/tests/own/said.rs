//! What strings say no to.

use signals::{Confidence, Doubt, Purpose, PurposeSet, Said};

const ALL: &[Purpose] = &Purpose::ALL;
const ADVERTISING: &[Purpose] = &[Purpose::Sharing, Purpose::TargetedAdvertising];

/// A string, what it says no to, how sure that is, and what is odd about it.
type Case = (
    &'static str,
    &'static [Purpose],
    Confidence,
    &'static [(&'static str, Doubt)],
);

#[test]
fn what_is_said_no_to() {
    use Confidence::{High, Low};
    let cases: [Case; 15] = [
        ("", &[], High, &[]),
        ("DBABLA~CVQVAAAAAACA.YA", ALL, High, &[]),
        ("DBABLA~CVQVAAAAAACA.QA", ALL, High, &[]),
        ("DBABLA~CVQqAAAAAACA.QA", &[], High, &[]),
        // The signal wins over fields that do not say opted out.
        (
            "DBABBg~BUoAAACA.YA",
            ALL,
            High,
            &[("usca", Doubt::SignalWins)],
        ),
        // Sharing alone is targeted advertising in another state's words; sale alone is neither.
        ("DBABBg~BUkAAACA", ADVERTISING, High, &[]),
        ("DBABRg~BVkAACA", ADVERTISING, High, &[]),
        ("DBABBg~BUYAAACA", &[Purpose::Sale], High, &[]),
        // Who was not told cannot be said not to have opted out.
        ("DBABBg~BAoAAACA", &[], High, &[("usca", Doubt::NotTold)]),
        // The opt-out fields of a string with the other version's lists are trusted.
        (
            "DBABLA~BVQVAAAAAAGA.QA",
            ALL,
            High,
            &[("usnat", Doubt::Length)],
        ),
        ("DBABEYA~BVVU.YA", ALL, Low, &[("usmd", Doubt::Unsettled)]),
        // Nothing is made of a value that means nothing.
        (
            "DBABBg~BUcAAACA",
            &[Purpose::Sale],
            Low,
            &[("usca", Doubt::UndefinedOptOut)],
        ),
        // One section says no, the other does not; or cannot be read, or is not known.
        ("DBABrw~CVQqAAAAAACA.QA~BUUAAACA", ALL, High, &[]),
        (
            "DBABrw~C~BUUAAACA",
            ALL,
            Low,
            &[("usnat", Doubt::Unreadable)],
        ),
        (
            "DBABzw~1yyn~BVQVAAAAAg",
            ALL,
            Low,
            &[("uspv1", Doubt::Unreadable)],
        ),
    ];
    for (string, no, confidence, doubts) in cases {
        let said = Said::gpp(string).unwrap_or_else(|error| panic!("{string}: {error}"));
        assert_eq!(said.no.iter().collect::<Vec<_>>(), no, "{string}");
        assert_eq!(said.confidence(), confidence, "{string}");
        assert_eq!(said.doubts().collect::<Vec<_>>(), doubts, "{string}");
    }
}

#[test]
fn what_was_not_read_may_have_been_a_no() {
    let unread = |name| Some((name, Doubt::Unread));
    let cases = [
        // A section that is not known yet, alone, beside one that is, and blank.
        ("DBABKYA~BUUAAACA.YA", unread("another section")),
        ("DBACBlY~BUoAAACA~BUUAAACA", unread("another section")),
        ("DBABKYA~ ", Some(("another section", Doubt::Unreadable))),
        // Europe's and Canada's say nothing about the US.
        ("CPXx.YA", None),
        ("DBABMA~CPXx.YA", None),
        ("DBACMYA~CPXx.YA~BPXx", None),
        ("DBACNMA~CPXx.YA~BUoAAACA.QA", None),
        ("DBADMYw~CPXx.YA~BPXx~BUoAAACA.QA", None),
        ("DBAA", None),
        ("", None),
    ];
    for (string, doubt) in cases {
        let said = Said::gpp(string).unwrap_or_else(|error| panic!("{string}: {error}"));
        assert!(said.no.is_empty(), "{string}");
        assert_eq!(said.doubts().next(), doubt, "{string}");
        let expected = doubt.map_or(Confidence::High, |_| Confidence::Low);
        assert_eq!(said.confidence(), expected, "{string}");
    }
}

#[test]
fn no_string_takes_anothers_no_back() {
    let out = Said::gpp("DBABBg~BUUAAACA.QA").unwrap();
    let not_out = Said::gpp("DBABLA~CVQqAAAAAACA.QA").unwrap();
    let nothing = Said::us_privacy("1---").unwrap();
    for together in [
        out.and(not_out),
        not_out.and(out),
        nothing.and(out).and(nothing),
    ] {
        assert_eq!(together.no, PurposeSet::ALL);
    }
    assert!(not_out.and(Said::by_gpc()).gpc);
    assert_eq!(nothing.and(Said::by_gpc()).no, PurposeSet::ALL);
}
