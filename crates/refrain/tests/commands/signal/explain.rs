//! `refrain signal explain`: what a string means in words, and what its recipient must do.

use insta::assert_snapshot;

use super::signal;

fn explained(string: &str) -> String {
    signal(["explain", string]).succeeded()
}

/// What is told about a string behind its fields.
fn told(string: &str) -> String {
    let text = explained(string);
    let at = text.find("\nWhat ").unwrap() + 1;
    text[at..].to_owned()
}

#[test]
fn a_string_is_explained() {
    assert_snapshot!(explained("DBABBg~BUqBAABY.YA"), @"
    DBABBg~BUqBAABY.YA
      Says no to sale, sharing and targeted advertising: Global Privacy Control is on.

    usca: California, section 8
      Version                               1
      SaleOptOutNotice                      1  given
      SharingOptOutNotice                   1  given
      SensitiveDataLimitUseNotice           0  not applicable
      SaleOptOut                            2  did not opt out
      SharingOptOut                         2  did not opt out
      SensitiveDataProcessing
        2  did not opt out: social security, driver's license, state identification or passport number
        1  opted out: racial or ethnic origin, religious or philosophical beliefs, or union membership
      KnownChildSensitiveDataConsents       0  not applicable, all 2
      PersonalDataConsents                  0  not applicable
      MspaCoveredTransaction                1  yes
      MspaOptOutOptionMode                  1  yes
      MspaServiceProviderMode               2  no
      SubsectionType                        1
      Gpc                                   1  signal

    What is odd
      - usca: Global Privacy Control is on, but a field does not say opted out: the signal wins.

    What a recipient must do
      - With this person's personal information: no sale, no sharing for cross-context behavioral advertising, no targeted advertising. Nor by anybody to whom it was passed on.
      - usca: do not process, because the person opted out: racial or ethnic origin, religious or philosophical beliefs, or union membership.
      - usca: keep to the MSPA, which covers this transaction.
    ");
}

#[test]
fn sensitive_data_is_opted_out_of_in_utah_and_iowa() {
    assert_snapshot!(explained("DBABFg~BVZQIEgA"), @"
    DBABFg~BVZQIEgA
      Says no to sharing and targeted advertising.

    usut: Utah, section 11
      Version                               1
      SharingNotice                         1  given
      SaleOptOutNotice                      1  given
      TargetedAdvertisingOptOutNotice       1  given
      SensitiveDataProcessingOptOutNotice   1  given
      SaleOptOut                            2  did not opt out
      TargetedAdvertisingOptOut             1  opted out
      SensitiveDataProcessing
        1  opted out: racial or ethnic origin
        2  did not opt out: medical history, health condition, treatment or diagnosis
        1  opted out: precise geolocation
      KnownChildSensitiveDataConsents       0  not applicable
      MspaCoveredTransaction                2  no
      MspaOptOutOptionMode                  0  not applicable
      MspaServiceProviderMode               0  not applicable

    What a recipient must do
      - With this person's personal information: no sharing for cross-context behavioral advertising, no targeted advertising. Nor by anybody to whom it was passed on.
      - usut: do not process, because the person opted out: racial or ethnic origin; precise geolocation.
    ");
    assert_snapshot!(explained("DBABCw~BVVBAAgA.YA"), @"
    DBABCw~BVVBAAgA.YA
      Says no to sale, sharing and targeted advertising: Global Privacy Control is on.

    usia: Iowa, section 18
      Version                               1
      ProcessingNotice                      1  given
      SaleOptOutNotice                      1  given
      TargetedAdvertisingOptOutNotice       1  given
      SensitiveDataOptOutNotice             1  given
      SaleOptOut                            1  opted out
      TargetedAdvertisingOptOut             1  opted out
      SensitiveDataProcessing
        1  opted out: mental or physical health diagnosis
      KnownChildSensitiveDataConsents       0  not applicable
      MspaCoveredTransaction                2  no
      MspaOptOutOptionMode                  0  not applicable
      MspaServiceProviderMode               0  not applicable
      SubsectionType                        1
      Gpc                                   1  signal

    What a recipient must do
      - With this person's personal information: no sale, no sharing for cross-context behavioral advertising, no targeted advertising. Nor by anybody to whom it was passed on.
      - usia: do not process, because the person opted out: mental or physical health diagnosis.
    ");
}

#[test]
fn sensitive_data_needs_consent_elsewhere() {
    assert_snapshot!(explained("DBABVg~BVoGABWQ.QA"), @"
    DBABVg~BVoGABWQ.QA
      Says no to nothing that it was read for.

    usct: Connecticut, section 12
      Version                               1
      SharingNotice                         1  given
      SaleOptOutNotice                      1  given
      TargetedAdvertisingOptOutNotice       1  given
      SaleOptOut                            2  did not opt out
      TargetedAdvertisingOptOut             2  did not opt out
      SensitiveDataProcessing
        1  no consent: mental or physical health condition or diagnosis
        2  consent: sex life or sexual orientation
      KnownChildSensitiveDataConsents
        1  no consent: sale of personal data, from 13 to 16 years
        1  no consent: targeted advertising, from 13 to 16 years
      MspaCoveredTransaction                1  yes
      MspaOptOutOptionMode                  2  no
      MspaServiceProviderMode               1  yes
      SubsectionType                        1
      Gpc                                   0  no signal

    What a recipient must do
      - Nothing that was read in it forbids sale, sharing or targeted advertising. It is no consent either: an opt-out that was made elsewhere stands.
      - usct: do not process, because there is no consent: mental or physical health condition or diagnosis.
      - usct: do not process, because there is no consent: sale of personal data, from 13 to 16 years; targeted advertising, from 13 to 16 years.
      - usct: act as the business's service provider: the MSPA covers this transaction in that mode.
    ");
}

#[test]
fn the_old_string_has_a_contract_of_its_own() {
    assert_snapshot!(explained("1YYY"), @"
    1YYY
      Says no to sale, sharing and targeted advertising.

    uspv1: the US Privacy string, deprecated since January 2024, section 6
      Version                               1
      Notice                                Y  given
      OptOutSale                            Y  opted out
      LspaCovered                           Y  yes

    What a recipient must do
      - With this person's personal information: no sale, no sharing for cross-context behavioral advertising, no targeted advertising. Nor by anybody to whom it was passed on.
      - uspv1: act as a limited service provider: the LSPA covers this transaction.
    ");
}

#[test]
fn sections_on_which_libraries_disagree_are_explained_with_a_doubt() {
    assert_snapshot!(explained("DBABEYA~BVVU.YA"), @"
    DBABEYA~BVVU.YA
      Says no to sale, sharing and targeted advertising: Global Privacy Control is on, read with low confidence.

    usmd: Maryland, section 24
      MspaVersion                           1
      MspaCoveredTransaction                1  yes
      MspaMode                              1  opt-out option
      ProcessingNotice                      1  given
      SaleOptOutNotice                      1  given
      TargetedAdvertisingOptOutNotice       1  given
      SaleOptOut                            1  opted out
      TargetedAdvertisingOptOut             1  opted out
      AdditionalDataProcessingConsent       1  no consent
      SubsectionType                        1
      Gpc                                   1  signal

    What is odd
      - usmd: read with low confidence: libraries disagree on how this section is encoded.

    What a recipient must do
      - With this person's personal information: no sale, no sharing for cross-context behavioral advertising, no targeted advertising. Nor by anybody to whom it was passed on.
      - usmd: do not process beyond what the person was told of: there is no consent to more.
      - usmd: keep to the MSPA, which covers this transaction.
    ");
    assert_snapshot!(explained("DBABCYA~BhWl.BAI"), @"
    DBABCYA~BhWl.BAI
      Says no to nothing that it was read for, read with low confidence.

    usky: Kentucky, section 26
      MspaVersion                           1
      MspaCoveredTransaction                2  no
      MspaMode                              0  not applicable
      ProcessingNotice                      1  given
      SaleOptOutNotice                      1  given
      TargetedAdvertisingOptOutNotice       1  given
      SaleOptOut                            2  did not opt out
      TargetedAdvertisingOptOut             2  did not opt out
      KnownChildSensitiveDataConsents       1  no consent
      AdditionalDataProcessingConsent       1  no consent
      SensitiveDataProcessing
        1  no consent: mental or physical health diagnosis
        2  consent: precise geolocation

    What is odd
      - usky: read with low confidence: libraries disagree on how this section is encoded.

    What a recipient must do
      - It is no consent: an opt-out that was made elsewhere stands.
      - Take the person for opted out of everything until the sender was asked: what could not be read for certain may say no.
      - usky: do not process, because there is no consent: mental or physical health diagnosis.
      - usky: do not process, because there is no consent: sensitive data of a known child.
      - usky: do not process beyond what the person was told of: there is no consent to more.
    ");
}

#[test]
fn those_of_indiana_and_rhode_island_have_one_field_for_both_modes() {
    assert_snapshot!(told("DBABUYA~BYVg.AAA"), @"
    What is odd
      - usin: read with low confidence: libraries disagree on how this section is encoded.

    What a recipient must do
      - With this person's personal information: no sale. Nor by anybody to whom it was passed on.
      - Take the person for opted out of everything until the sender was asked: what could not be read for certain may say no.
      - usin: act as the business's service provider: the MSPA covers this transaction in that mode.
    ");
    assert_snapshot!(told("DBABSYA~BQBQ.AAA"), @"
    What is odd
      - usri: read with low confidence: libraries disagree on how this section is encoded.

    What a recipient must do
      - With this person's personal information: no sale, no sharing for cross-context behavioral advertising, no targeted advertising. Nor by anybody to whom it was passed on.
      - usri: keep to the MSPA, which covers this transaction.
    ");
}

#[test]
fn what_was_not_read_is_not_said_to_forbid_nothing() {
    assert_snapshot!(explained("DBADMMBg~CPXx.YA~CVQqAAAAAACA.QA~BUUAAACA"), @"
    DBADMMBg~CPXx.YA~CVQqAAAAAACA.QA~BUUAAACA
      Says no to nothing that it was read for, read with low confidence.

    tcfeuv2: section 2, which is not looked into here (7 characters)

    usnat: all states, section 7
      Version                               2
      SharingNotice                         1  given
      SaleOptOutNotice                      1  given
      SharingOptOutNotice                   1  given
      TargetedAdvertisingOptOutNotice       1  given
      SensitiveDataProcessingOptOutNotice   0  not applicable
      SensitiveDataLimitUseNotice           0  not applicable
      SaleOptOut                            2  did not opt out
      SharingOptOut                         2  did not opt out
      TargetedAdvertisingOptOut             2  did not opt out
      SensitiveDataProcessing               0  not applicable, all 16
      KnownChildSensitiveDataConsents       0  not applicable, all 3
      PersonalDataConsents                  0  not applicable
      MspaCoveredTransaction                2  no
      MspaOptOutOptionMode                  0  not applicable
      MspaServiceProviderMode               0  not applicable
      SubsectionType                        1
      Gpc                                   0  no signal

    section 28, which is not looked into here (8 characters)

    What was not read
      - another section: it is not looked into here, and may say no.

    What a recipient must do
      - It is no consent: an opt-out that was made elsewhere stands.
      - Take the person for opted out of everything until the sender was asked: what could not be read for certain may say no.
    ");
    assert_snapshot!(told("CPXx.YA"), @"
    What a recipient must do
      - Nothing that was read in it forbids sale, sharing or targeted advertising. It is no consent either: an opt-out that was made elsewhere stands.
    ");
}

#[test]
fn what_can_be_read_of_a_broken_string_is_explained() {
    assert_snapshot!(explained("DBABLA~BVQVAAAAA"), @"
    DBABLA~BVQVAAAAA
      Says no to sale, sharing and targeted advertising, read with low confidence.

    usnat: all states, section 7
      Version                               1
      SharingNotice                         1  given
      SaleOptOutNotice                      1  given
      SharingOptOutNotice                   1  given
      TargetedAdvertisingOptOutNotice       1  given
      SensitiveDataProcessingOptOutNotice   0  not applicable
      SensitiveDataLimitUseNotice           0  not applicable
      SaleOptOut                            1  opted out
      SharingOptOut                         1  opted out
      TargetedAdvertisingOptOut             1  opted out
      SensitiveDataProcessing               0  not applicable, all 12
      5 more fields could not be read.

    What was not read
      - section usnat: it is cut off: it has fewer bits than its fields.

    What a recipient must do
      - With this person's personal information: no sale, no sharing for cross-context behavioral advertising, no targeted advertising. Nor by anybody to whom it was passed on.
    ");
    assert_snapshot!(told("DBABBg!!~BUoAAACA.QA"), @"
    What was not read
      - the header is none: after its list it has a character that is not base64url (A-Z a-z 0-9 - _, without =).

    What a recipient must do
      - It is no consent: an opt-out that was made elsewhere stands.
      - Take the person for opted out of everything until the sender was asked: what could not be read for certain may say no.
    ");
    assert_snapshot!(told("DBABrw~C~BUUAAACA."), @"
    What was not read
      - section usnat: it is cut off: it has fewer bits than its fields.
      - section usca: a sub-section is blank.

    What a recipient must do
      - With this person's personal information: no sale, no sharing for cross-context behavioral advertising, no targeted advertising. Nor by anybody to whom it was passed on.
    ");
    // Nothing can be.
    let ran = signal(["explain", "DBABBg~B"]);
    assert_eq!((ran.code, &*ran.out), (Some(1), ""));
    assert_snapshot!(ran.err, @"refrain: `DBABBg~B`: section usca: it is cut off: it has fewer bits than its fields");
}

#[test]
fn nothing_follows_from_an_end_that_is_not_trusted() {
    // Version 1 with the lists of version 2: what stands for consent and for the MSPA was read from other places.
    assert_snapshot!(told("DBABLA~BVQVAAAAAAGA.QA"), @"
    What is odd
      - usnat: its length is not that of its version: trust its opt-out fields, not what comes after them.

    What a recipient must do
      - With this person's personal information: no sale, no sharing for cross-context behavioral advertising, no targeted advertising. Nor by anybody to whom it was passed on.
    ");
    assert_snapshot!(told("DBABLA~BVQqAAAAAAFY.QA"), @"
    What is odd
      - usnat: its length is not that of its version: trust its opt-out fields, not what comes after them.

    What a recipient must do
      - Nothing that was read in it forbids sale, sharing or targeted advertising. It is no consent either: an opt-out that was made elsewhere stands.
    ");
}

#[test]
fn nobody_who_was_not_told_is_said_not_to_forbid_anything() {
    assert_snapshot!(told("DBABBg~BAoAAACA"), @r#"
    What is odd
      - usca: a field says that the consumer did not opt out, but not that they were told that they could.

    What a recipient must do
      - It is no consent: an opt-out that was made elsewhere stands.
      - Do not rely on "did not opt out" where no notice was given: take the person for opted out, as Prebid does.
    "#);
    assert_snapshot!(told("DBABBg~BUoAAACA"), @"
    What a recipient must do
      - Nothing that was read in it forbids sale, sharing or targeted advertising. It is no consent either: an opt-out that was made elsewhere stands.
    ");
}
