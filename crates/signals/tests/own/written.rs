//! Every section that is written, with every kind of choice in it: as the IAB's library writes the same fields.

use signals::gpp::Section;
use signals::{Choices, Mspa, Notice, Purpose, PurposeSet};

/// Opted out by the signal, told of it; the MSPA is not signed.
const OUT: Choices = Choices {
    opted_out: PurposeSet::NONE,
    gpc: true,
    limited: false,
    notice: Notice::Given,
    sensitive_notice: Notice::NotApplicable,
    mspa: Mspa::NotSigned,
};
/// Told of everything, and opted out of nothing; the MSPA is signed.
const NOT_OUT: Choices = Choices {
    opted_out: PurposeSet::NONE,
    gpc: false,
    limited: false,
    notice: Notice::Given,
    sensitive_notice: Notice::Given,
    mspa: Mspa::OptOutOption,
};
/// Not told of anything, opted out of sale and of the use of sensitive data; recipients are service providers.
const IN_PART: Choices = Choices {
    opted_out: PurposeSet::of(Purpose::Sale),
    gpc: false,
    limited: true,
    notice: Notice::NotGiven,
    sensitive_notice: Notice::NotGiven,
    mspa: Mspa::ServiceProvider,
};

/// Made with `@iabgpp/cmpapi` 3.2.0, field by field.
#[rustfmt::skip] // A table is read by its lines.
const STRINGS: [(u16, [&str; 3]); 18] = [
    (6, ["DBABTA~1YYN", "DBABTA~1YNY", "DBABTA~1NYY"]),
    (7, ["DBABLA~CVQVAAAAAACA.YA", "DBABLA~CVVqAAAAAABY.QA", "DBABLA~CqqQVVVVVQBk.QA"]),
    (8, ["DBABBg~BUUAAACA.YA", "DBABBg~BVoAAABY.QA", "DBABBg~BqRVVUBk.QA"]),
    (9, ["DBABRg~BVUAACA", "DBABRg~BVoAABY", "DBABRg~BqRVVRk"]),
    (10, ["DBABJg~BVUAAIA.YA", "DBABJg~BVoAAFg.QA", "DBABJg~BqRVVGQ.QA"]),
    (11, ["DBABFg~BVFAAAgA", "DBABFg~BVaAAAWA", "DBABFg~BqkVVUZA"]),
    (12, ["DBABVg~BVUAAAIA.YA", "DBABVg~BVoAAAFg.QA", "DBABVg~BqRVVQGQ.QA"]),
    (13, ["DBABAw~BVUAAACA", "DBABAw~BVoAAABY", "DBABAw~BqRVVQBk"]),
    (14, ["DBABQw~BVUAAACA.YA", "DBABQw~BVoAAABY.QA", "DBABQw~BqRVVQBk.QA"]),
    (15, ["DBABIw~BVUAAAACAA.YA", "DBABIw~BVoAAAABYA.QA", "DBABIw~BqRVVVQBkA.QA"]),
    (16, ["DBABEw~BVUAAAgA.YA", "DBABEw~BVoAAAWA.QA", "DBABEw~BqRVVQZA.QA"]),
    (17, ["DBABUw~BVUAAAACAA.YA", "DBABUw~BVoAAAABYA.QA", "DBABUw~BqRVVUABkA.QA"]),
    (18, ["DBABCw~BVFAAAgA.YA", "DBABCw~BVaAAAWA.QA", "DBABCw~BqkVVUZA.QA"]),
    (19, ["DBABSw~BVUAAAgA.YA", "DBABSw~BVoAAAWA.QA", "DBABSw~BqRVVQZA.QA"]),
    (20, ["DBABKw~BVUAAACA.YA", "DBABKw~BVoAAABY.QA", "DBABKw~BqRVVQBk.QA"]),
    (21, ["DBABAYA~BVUAAAAAgA.YA", "DBABAYA~BVoAAAAAWA.QA", "DBABAYA~BqRVVVAAZA.QA"]),
    (22, ["DBABQYA~BVUAAAgA.YA", "DBABQYA~BVoAAAWA.QA", "DBABQYA~BqRVVQZA.QA"]),
    (23, ["DBABIYA~BVUAAAgA.YA", "DBABIYA~BVoAAAWA.QA", "DBABIYA~BqRVVQZA.QA"]),
];

#[test]
fn every_section_says_what_was_chosen() {
    for (id, strings) in STRINGS {
        for (choices, string) in [OUT, NOT_OUT, IN_PART].into_iter().zip(strings) {
            assert_eq!(choices.gpp(&[id]).unwrap(), string, "{id}: {choices:?}");
        }
    }
}

/// What a field must be, by its name and nothing else; `None` where that does not follow from stance, notices and signal.
fn expected(choices: Choices, field: &str) -> Option<u8> {
    let notice = |notice| match notice {
        Notice::NotApplicable => 0,
        Notice::Given => 1,
        Notice::NotGiven => 2,
    };
    let stance = match choices.mspa {
        Mspa::NotSigned => [2, 0, 0],
        Mspa::OptOutOption => [1, 1, 2],
        Mspa::ServiceProvider => [1, 2, 1],
    };
    match field {
        "MspaCoveredTransaction" => Some(stance[0]),
        "MspaOptOutOptionMode" => Some(stance[1]),
        "MspaServiceProviderMode" => Some(stance[2]),
        "Gpc" => Some(choices.gpc.into()),
        "SensitiveDataProcessing" => Some(choices.limited.into()),
        name if !name.ends_with("Notice") => None,
        name if name.starts_with("SensitiveData") => Some(notice(choices.sensitive_notice)),
        _ => Some(notice(choices.notice)),
    }
}

#[test]
fn every_stance_and_notice_is_in_every_section() {
    let notices = [Notice::NotApplicable, Notice::Given, Notice::NotGiven];
    let stances = [Mspa::NotSigned, Mspa::OptOutOption, Mspa::ServiceProvider];
    for (id, nth) in (7..=23).flat_map(|id| (0..27).map(move |nth| (id, nth))) {
        let choices = Choices {
            opted_out: PurposeSet::NONE,
            gpc: nth % 2 == 0,
            limited: nth % 2 == 1,
            notice: notices[nth % 3],
            sensitive_notice: notices[nth / 3 % 3],
            mspa: stances[nth / 9],
        };
        let Section::Us(section) = choices.section(id).unwrap() else {
            panic!("{id} is a US section")
        };
        let mut seen = 0;
        for part in section.blocks().flat_map(|fields| fields.parts()) {
            let name = part.field.name();
            if let Some(expected) = expected(choices, name) {
                let mut values = section.values(part.field);
                assert!(
                    values.all(|value| value == expected),
                    "{id}.{name}: {choices:?}"
                );
                seen += 1;
            }
        }
        // Three notices, the data, the stance; more where there are notices of sensitive data, or the signal.
        let more = match id {
            7 => 4,
            9 | 13 => 0,
            18 => 2,
            _ => 1,
        };
        assert_eq!(seen, 7 + more, "{id}");
    }
}
