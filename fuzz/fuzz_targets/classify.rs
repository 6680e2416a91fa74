//! What a destination's answer can never mean, whatever it says. The input is the status, the content type and `Retry-After`
//! on a line each, then the body.
#![no_main]

use delivery::classify::{Answer, MAX_RETRY_AFTER, Rest, Verdict, classify};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

/// What the message was about.
const ENTRIES: [u64; 4] = [3, 5, 41, u64::MAX];

fuzz_target!(|input: &[u8]| {
    let Some(answer) = read(input) else {
        return;
    };
    let now = Timestamp::from_second(1_795_629_600).unwrap();
    let verdict = classify(&answer, &ENTRIES, now);
    assert_eq!(classify(&answer, &ENTRIES, now), verdict);
    let success = (200..300).contains(&answer.status);
    let empty = answer.body.trim_ascii().is_empty();
    match verdict {
        Verdict::Accepted => assert!(success),
        Verdict::Confirmed => assert!(success && !empty),
        Verdict::ItemsFailed { rest, failed } => {
            assert!(success && !failed.is_empty());
            assert!(failed.is_sorted_by(|a, b| a.0 < b.0));
            assert!(failed.iter().all(|(entry, _)| ENTRIES.contains(entry)));
            assert!(matches!(rest, Rest::Accepted | Rest::Confirmed));
        }
        Verdict::Retry { after, .. } => assert!(after.is_none_or(|wait| wait <= MAX_RETRY_AFTER)),
        Verdict::CredentialsBroken => assert!(matches!(answer.status, 401 | 403)),
        Verdict::Gone => assert_eq!(answer.status, 410),
        Verdict::Rejected => assert!(matches!(answer.status, 400..=499 | 501)),
    }
});

fn read(input: &[u8]) -> Option<Answer> {
    let mut parts = input.splitn(4, |byte| *byte == b'\n');
    let mut line = || str::from_utf8(parts.next()?).ok();
    let status = line()?.parse().ok()?;
    let mut header = || Some(Some(line()?.to_owned()).filter(|value| !value.is_empty()));
    let (content_type, retry_after) = (header()?, header()?);
    Some(Answer {
        status,
        content_type,
        retry_after,
        body: parts.next()?.to_vec(),
    })
}
