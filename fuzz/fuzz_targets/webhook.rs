//! No message verifies but one that was signed, in time. The input is headers, `name:value` on a line each, a blank line, then
//! the body.
#![no_main]

use std::sync::LazyLock;

use delivery::webhook::{
    DestinationSecrets, ID, Received, SIGNATURE, TIMESTAMP, TOLERANCE, Verifier,
};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use optout::InstallationKey;

static SECRETS: LazyLock<DestinationSecrets> =
    LazyLock::new(|| DestinationSecrets::derive(&InstallationKey::new([7; 32]), "acme-ads", 1));

fuzz_target!(|input: &[u8]| {
    let Some((headers, body)) = read(input) else {
        return;
    };
    let now = Timestamp::from_second(1_795_629_600).unwrap();
    let received = Received::new(headers.iter().copied(), body);
    let verifiers = [
        Verifier::Symmetric(SECRETS.symmetric().clone()),
        Verifier::Public(SECRETS.public_key()),
    ];
    for verifier in verifiers {
        if verifier.verify(&received, now).is_ok() {
            check_signed(&headers, body, now);
        }
    }
});

/// Signing is deterministic, so one of the signatures must be what the sender would write.
fn check_signed(headers: &[(&str, &str)], body: &[u8], now: Timestamp) {
    let last = |wanted: &str| {
        let mut named = headers.iter().rev();
        let header = named.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        header.expect("no message verifies without it").1
    };
    let seconds = last(TIMESTAMP).parse().expect("a time is a number");
    let expected = SECRETS.sign(last(ID), seconds, body);
    let mut given = last(SIGNATURE).split(' ');
    assert!(given.any(|signature| expected.split(' ').any(|one| one == signature)));
    let sent = Timestamp::from_second(seconds).unwrap();
    assert!(now.duration_since(sent).abs() <= TOLERANCE);
}

fn read(input: &[u8]) -> Option<(Vec<(&str, &str)>, &[u8])> {
    let end = input.windows(2).position(|pair| pair == b"\n\n")?;
    let lines = str::from_utf8(&input[..end]).ok()?.split('\n');
    let headers = lines.map(|line| line.split_once(':'));
    Some((headers.collect::<Option<_>>()?, &input[end + 2..]))
}
