//! From strings back to choices.

use proptest::prelude::*;
use signals::gpp::{Field, Layout, Section, USPV1};
use signals::{Choices, Mspa, Notice, Purpose, PurposeSet};

const NOTICES: [Notice; 3] = [Notice::NotApplicable, Notice::Given, Notice::NotGiven];
const STANCES: [Mspa; 3] = [Mspa::NotSigned, Mspa::OptOutOption, Mspa::ServiceProvider];

/// Every set of choices there is.
fn every_choice() -> impl Iterator<Item = Choices> {
    (0..8 * 2 * 2 * 3 * 3 * 3_usize).map(|nth| {
        let bit = |place: usize| nth >> place & 1 == 1;
        let purposes = Purpose::ALL.into_iter().enumerate();
        let chosen = purposes.filter(|(place, _)| bit(*place));
        let rest = nth >> 5;
        Choices {
            opted_out: chosen.map(|(_, purpose)| purpose).collect(),
            gpc: bit(3),
            limited: bit(4),
            notice: NOTICES[rest % 3],
            sensitive_notice: NOTICES[rest / 3 % 3],
            mspa: STANCES[rest / 9],
        }
    })
}

/// What sections with these numbers can say of the choices together.
fn said_in(choices: Choices, ids: &[u16]) -> Choices {
    let us = || ids.iter().filter_map(|id| Layout::of_id(*id));
    let has = |field| us().any(|layout| layout.core.part(field).is_some());
    let advertising = [Purpose::Sharing, Purpose::TargetedAdvertising];
    let mut opted_out = choices.opted_out;
    // Two laws' words for one act.
    if advertising
        .iter()
        .any(|purpose| opted_out.contains(*purpose))
    {
        opted_out = opted_out.union(advertising.into_iter().collect());
    }
    // The old string has one field for everything.
    if choices.gpc || ids.contains(&USPV1) && !opted_out.is_empty() {
        opted_out = PurposeSet::ALL;
    }
    let sensitive = [
        Field::SensitiveDataProcessingOptOutNotice,
        Field::SensitiveDataOptOutNotice,
        Field::SensitiveDataLimitUseNotice,
    ];
    Choices {
        opted_out,
        gpc: choices.gpc && us().any(|layout| layout.sub.is_some()),
        limited: choices.limited && has(Field::SensitiveDataProcessing),
        notice: choices.notice,
        sensitive_notice: if sensitive.into_iter().any(has) {
            choices.sensitive_notice
        } else {
            Notice::NotApplicable
        },
        // The old string knows one mode.
        mspa: match choices.mspa {
            Mspa::OptOutOption if us().next().is_none() => Mspa::ServiceProvider,
            stance => stance,
        },
    }
}

fn there_and_back(choices: Choices, ids: &[u16]) -> Choices {
    let string = choices.gpp(ids).unwrap();
    Choices::from_gpp(&string).unwrap_or_else(|error| panic!("{string}: {error}"))
}

#[test]
fn every_choice_comes_back_from_every_section() {
    assert_eq!(every_choice().count(), 864);
    for id in USPV1..=23 {
        for choices in every_choice() {
            let expected = said_in(choices, &[id]);
            assert_eq!(
                there_and_back(choices, &[id]),
                expected,
                "{id}: {choices:?}"
            );
            // What it can say comes back as it was.
            assert_eq!(there_and_back(expected, &[id]), expected, "{id}");
        }
    }
    for choices in every_choice() {
        let string = choices.us_privacy();
        let expected = said_in(choices, &[USPV1]);
        assert_eq!(Choices::from_us_privacy(string), expected, "{string}");
    }
}

proptest! {
    #[test]
    fn every_choice_comes_back_from_sections_together(
        ids in proptest::sample::subsequence((USPV1..=23).collect::<Vec<u16>>(), 1..18),
        nth in 0..864_usize,
    ) {
        let choices = every_choice().nth(nth).unwrap();
        let expected = said_in(choices, &ids);
        prop_assert_eq!(there_and_back(choices, &ids), expected);
        prop_assert_eq!(there_and_back(expected, &ids), expected);
    }
}

/// A string of sections that say different things.
fn together(sections: &[(u16, Choices)]) -> Choices {
    let sections = sections
        .iter()
        .map(|(id, choices)| choices.section(*id).unwrap());
    let string = signals::gpp::encode(&sections.collect::<Vec<Section<'_>>>()).unwrap();
    Choices::from_gpp(&string).unwrap()
}

#[test]
fn where_sections_differ_the_most_protective_counts() {
    let told = Choices {
        notice: Notice::Given,
        sensitive_notice: Notice::Given,
        ..Choices::default()
    };
    let with = |notice| Choices {
        notice,
        sensitive_notice: notice,
        ..told
    };
    for (other, expected) in [
        (Notice::Given, Notice::Given),
        (Notice::NotApplicable, Notice::NotApplicable),
        (Notice::NotGiven, Notice::NotGiven),
    ] {
        for pair in [[(7, told), (8, with(other))], [(7, with(other)), (8, told)]] {
            assert_eq!(together(&pair), with(expected), "{pair:?}");
        }
    }
    for (nth, mspa) in STANCES.into_iter().enumerate() {
        for other in &STANCES[..nth] {
            let pair = [
                (9, Choices { mspa, ..told }),
                (
                    10,
                    Choices {
                        mspa: *other,
                        ..told
                    },
                ),
            ];
            assert_eq!(together(&pair).mspa, mspa);
        }
    }
    let limited = Choices {
        limited: true,
        ..told
    };
    assert!(together(&[(8, limited), (11, told)]).limited);
    let out = Choices { gpc: true, ..told };
    assert_eq!(together(&[(8, out), (11, told)]).opted_out, PurposeSet::ALL);
    // The old string's agreement does not decide what the new ones say of theirs.
    let mspa = Mspa::OptOutOption;
    let signed = Choices { mspa, ..told };
    assert_eq!(together(&[(6, signed), (8, signed)]).mspa, mspa);
    assert_eq!(together(&[(6, signed), (8, told)]).mspa, Mspa::NotSigned);
}

#[test]
fn what_others_wrote_is_read_for_what_it_says() {
    let cases = [
        // Limited in California, opted out in Utah and Iowa, no consent elsewhere; some of the data is enough.
        ("DBABBg~BUqBAABY.QA", true, Mspa::OptOutOption),
        ("DBABFg~BVZQIEgA", true, Mspa::NotSigned),
        ("DBABCw~BVVBAAgA.YA", true, Mspa::NotSigned),
        ("DBABVg~BVoGABWQ.QA", true, Mspa::ServiceProvider),
        // In one field, and in a sub-section.
        ("DBABUYA~BYVg.AAA", false, Mspa::ServiceProvider),
        ("DBABCYA~BhWl.BAI", true, Mspa::NotSigned),
        // The end is not where it is looked for, or cut off: no signature is taken from it.
        ("DBABLA~BVQVAAAAAAFY.QA", false, Mspa::NotSigned),
        ("DBABBg~BUqBA", false, Mspa::NotSigned),
        ("", false, Mspa::NotSigned),
        ("DBABTA~1---", false, Mspa::NotSigned),
    ];
    for (string, limited, mspa) in cases {
        let choices = Choices::from_gpp(string).unwrap();
        assert_eq!((choices.limited, choices.mspa), (limited, mspa), "{string}");
    }
    let choices = Choices::from_gpp("DBABzYA~1---~CVQVAAAAAACA.YA~BUUAAACA.YA").unwrap();
    assert_eq!(choices.notice, Notice::Given);
    assert!(Choices::from_gpp("DBABBg").is_err());
    // Undefined values tell of no notice, and are no opt-out for certain.
    let choices = Choices::from_gpp("DBABBg~B_______").unwrap();
    assert_eq!(choices.notice, Notice::NotGiven);
    assert_eq!(choices.opted_out, PurposeSet::NONE);
}
