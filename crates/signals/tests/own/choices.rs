//! From choices to strings, and back.

use signals::gpp::{self, Error, Field, Layout, Section, USPV1};
use signals::{Choices, Mspa, Notice, Purpose, PurposeSet, Said};

const SALE: PurposeSet = PurposeSet::of(Purpose::Sale);
const ADVERTISING: PurposeSet = PurposeSet::of(Purpose::TargetedAdvertising);

/// Notices given, everything opted out of by the signal.
const OUT: Choices = Choices {
    opted_out: PurposeSet::NONE,
    gpc: true,
    limited: false,
    notice: Notice::Given,
    sensitive_notice: Notice::NotApplicable,
    mspa: Mspa::NotSigned,
};

#[test]
fn choices_become_strings() {
    let told = Choices { gpc: false, ..OUT };
    let cases: [(Choices, &[u16], &str); 11] = [
        // As the IAB's library writes them for a business that has not signed the MSPA.
        (OUT, &[7], "DBABLA~CVQVAAAAAACA.YA"),
        (
            Choices {
                opted_out: PurposeSet::ALL,
                ..told
            },
            &[7],
            "DBABLA~CVQVAAAAAACA.QA",
        ),
        (told, &[7], "DBABLA~CVQqAAAAAACA.QA"),
        (OUT, &[8], "DBABBg~BUUAAACA.YA"),
        (told, &[8], "DBABBg~BUoAAACA.QA"),
        // Several sections, in any order; the old string among them.
        (OUT, &[8, 7], "DBABrw~CVQVAAAAAACA.YA~BUUAAACA.YA"),
        (OUT, &[6], "DBABTA~1YYN"),
        // A part of the choices, in each state's words.
        (
            Choices {
                opted_out: SALE,
                ..told
            },
            &[8],
            "DBABBg~BUYAAACA.QA",
        ),
        (
            Choices {
                opted_out: ADVERTISING,
                ..told
            },
            &[8],
            "DBABBg~BUkAAACA.QA",
        ),
        // What the MSPA's signatories say, and who gave notice of sensitive data.
        (
            Choices {
                mspa: Mspa::OptOutOption,
                ..OUT
            },
            &[8],
            "DBABBg~BUUAAABY.YA",
        ),
        (
            Choices {
                mspa: Mspa::ServiceProvider,
                sensitive_notice: Notice::Given,
                ..OUT
            },
            &[8],
            "DBABBg~BVUAAABk.YA",
        ),
    ];
    for (choices, ids, expected) in cases {
        assert_eq!(choices.gpp(ids).unwrap(), expected, "{choices:?}");
    }
    assert_eq!(OUT.gpp(&[24]), Err(Error::Unsettled("usmd")));
    assert_eq!(OUT.gpp(&[2]), Err(Error::Unknown(2)));
    assert_eq!(OUT.gpp(&[7, 7]), Err(Error::Twice(7)));
}

#[test]
fn the_old_string_says_no_where_any_of_it_is_meant() {
    let none = Choices::default();
    let cases = [
        (none, "1--N"),
        (OUT, "1YYN"),
        (
            Choices {
                opted_out: ADVERTISING,
                notice: Notice::NotGiven,
                ..none
            },
            "1NYN",
        ),
        (
            Choices {
                notice: Notice::NotGiven,
                ..none
            },
            "1N-N",
        ),
        (Choices { gpc: false, ..OUT }, "1YNN"),
        (
            Choices {
                mspa: Mspa::OptOutOption,
                ..OUT
            },
            "1YYY",
        ),
    ];
    for (choices, expected) in cases {
        assert_eq!(choices.us_privacy().to_string(), expected);
    }
}

#[test]
fn nobody_did_not_opt_out_who_was_not_told_that_they_could() {
    for notice in [Notice::NotApplicable, Notice::NotGiven] {
        for opted_out in [PurposeSet::NONE, SALE, ADVERTISING] {
            let choices = Choices {
                opted_out,
                notice,
                ..Choices::default()
            };
            for id in 7..=23 {
                let Section::Us(section) = choices.section(id).unwrap() else {
                    panic!("{id} is a US section")
                };
                let fields = [
                    Field::SaleOptOut,
                    Field::SharingOptOut,
                    Field::TargetedAdvertisingOptOut,
                ];
                let values = fields.map(|field| section.get(field));
                assert!(!values.contains(&Some(2)), "{id}: {choices:?}: {values:?}");
                let said = section.said();
                assert_eq!(said.no.is_empty(), opted_out.is_empty());
                assert_eq!(said.doubts().next(), None, "{id}: {choices:?}");
            }
        }
    }
    assert_eq!(
        Choices::default().gpp(&[7]).unwrap(),
        "DBABLA~CAAAAAAAAACA.QA"
    );
}

#[test]
fn every_choice_is_read_again_in_every_section() {
    let subsets = (0..8_usize).map(|bits| {
        let chosen = Purpose::ALL.into_iter().enumerate();
        chosen
            .filter(|(nth, _)| bits >> nth & 1 == 1)
            .map(|(_, purpose)| purpose)
            .collect()
    });
    let subsets: Vec<PurposeSet> = subsets.collect();
    for id in (USPV1..=23).filter(|id| *id == USPV1 || Layout::of_id(*id).is_some()) {
        for (opted_out, gpc) in subsets.iter().flat_map(|set| [(*set, false), (*set, true)]) {
            let choices = Choices {
                opted_out,
                gpc,
                ..OUT
            };
            let said = Said::gpp(&choices.gpp(&[id]).unwrap()).unwrap();
            let meant = if gpc { PurposeSet::ALL } else { opted_out };
            assert_eq!(meant.union(said.no), said.no, "section {id}: {choices:?}");
            // Nothing that was not chosen, but for the two words for one act and the old string's one field.
            assert_eq!(
                said.no.is_empty(),
                meant.is_empty(),
                "section {id}: {choices:?}"
            );
            assert_eq!(said.doubts().next(), None, "section {id}: {choices:?}");
        }
    }
    assert_eq!(gpp::name_of(23), Some("usmn"));
}
