//! Answers and what they mean, as a table.

use proptest::prelude::*;

use super::*;

const ENTRIES: [u64; 3] = [3, 41, 59];

fn answer(status: u16, content_type: &str, body: &str) -> Answer {
    Answer {
        status,
        content_type: (!content_type.is_empty()).then(|| content_type.to_owned()),
        retry_after: None,
        body: body.as_bytes().to_vec(),
    }
}

fn verdict(answer: &Answer) -> Verdict {
    classify(answer, &ENTRIES, "2026-11-23T14:00:00Z".parse().unwrap())
}

fn check(status: u16, content_type: &str, body: &str, expected: &Verdict) {
    let found = verdict(&answer(status, content_type, body));
    assert_eq!(&found, expected, "{status} {content_type} {body}");
}

const JSON: &str = "application/json";

#[test]
fn told() {
    for (status, content_type, body) in [
        (200, "", ""),
        (204, "", ""),
        (202, JSON, "{}"),
        (200, "text/plain", "OK"),
        (200, JSON, r#"{"status":"accepted"}"#),
        (200, JSON, r#"{"status":"queued","error":null,"errors":[]}"#),
        (200, JSON, r#"{"ok":true,"failed":[]}"#),
        (200, JSON, r#"{"status":200,"error":"","failed":0}"#),
        (200, "application/xml", "<ok/>"),
        (200, JSON, "[]"),
        (200, JSON, "null"),
    ] {
        check(status, content_type, body, &Verdict::Accepted);
    }
}

#[test]
fn confirmed() {
    for body in [
        r#"{"status":"confirmed"}"#,
        r#" {"status":"DONE","failed":[]} "#,
        r#"{"status":"completed","id":7}"#,
    ] {
        check(200, JSON, body, &Verdict::Confirmed);
        check(200, "", body, &Verdict::Confirmed);
    }
}

#[test]
fn a_success_that_says_it_failed_is_none() {
    let error = retry(Trouble::ErrorInAnswer);
    for body in [
        r#"{"error":"no such list"}"#,
        r#"{"Error":{"code":7}}"#,
        r#"{"errors":["a"]}"#,
        r#"{"ok":false}"#,
        r#"{"success":false,"status":"confirmed"}"#,
        r#"{"success":"false"}"#,
        r#"{"status":"error"}"#,
        r#"{"status":"Failed"}"#,
        r#"{"status":"failure"}"#,
        r#"{"status":"rejected"}"#,
        r#"{"status":500}"#,
        r#"{"status":"confirmed","error":true}"#,
        r#"[{"ok":true},{"error":"x"}]"#,
        "false",
    ] {
        check(200, JSON, body, &error);
    }
    check(202, "text/plain", r#"{"error":"x"}"#, &error);
}

#[test]
fn an_answer_that_is_none() {
    let page = retry(Trouble::WebPage);
    check(200, "text/html; charset=utf-8", "", &page);
    check(200, "", "<!DOCTYPE html><p>Sign in", &page);
    check(200, "text/plain", " <HTML>", &page);
    let unclear = retry(Trouble::UnclearAnswer);
    check(200, JSON, "OK", &unclear);
    check(200, "", r#"{"status":"confir"#, &unclear);
    check(200, JSON, r#"{"failed":3}"#, &unclear);
    check(200, JSON, r#"{"failed":[{"id":41}]}"#, &unclear);
    check(200, JSON, r#"{"failed":[{"entry":42}]}"#, &unclear);
    check(600, "", "", &unclear);
    let long = format!(
        r#"{{"status":"confirmed","x":"{}"}}"#,
        "x".repeat(MAX_ANSWER_BYTES)
    );
    check(200, JSON, &long[..MAX_ANSWER_BYTES], &unclear);
}

#[test]
fn failed_items_with_words_of_our_own() {
    let body = r#"{"status":"confirmed","failed":[
        {"entry":59,"reason":"ada@example.com is not ours"},
        {"entry":3,"reason":"temporary"},{"entry":3}]}"#;
    let expected = Verdict::ItemsFailed {
        rest: Rest::Confirmed,
        failed: vec![(3, ItemTrouble::Temporary), (59, ItemTrouble::Refused)],
    };
    check(200, JSON, body, &expected);
    let expected = Verdict::ItemsFailed {
        rest: Rest::Accepted,
        failed: vec![(41, ItemTrouble::InvalidIdentifier)],
    };
    let body = r#"{"failed":[{"entry":41,"reason":"invalid_identifier"}]}"#;
    check(207, JSON, body, &expected);
}

#[test]
fn other_statuses() {
    for (statuses, expected) in [
        (&[401, 403][..], Verdict::CredentialsBroken),
        (&[410], Verdict::Gone),
        (&[301, 302, 304, 307, 308], retry(Trouble::Redirect)),
        (&[408, 425, 429], retry(Trouble::Throttled)),
        (&[500, 507, 599], retry(Trouble::ServerError)),
        (&[502, 503, 504], retry(Trouble::Unavailable)),
        (&[400, 402, 404, 409, 413, 422, 501], Verdict::Rejected),
        (&[0, 100, 600], retry(Trouble::UnclearAnswer)),
    ] {
        for status in statuses {
            check(*status, "", "", &expected);
            check(*status, JSON, r#"{"status":"confirmed"}"#, &expected);
        }
    }
}

#[test]
fn a_wish_for_later_is_heard_and_capped() {
    let check = |status: u16, wish: &str, seconds: Option<u64>| {
        let asking = Answer {
            retry_after: Some(wish.to_owned()),
            ..answer(status, "", "")
        };
        let Verdict::Retry { after, .. } = verdict(&asking) else {
            panic!("{status} is not tried again");
        };
        assert_eq!(after, seconds.map(Duration::from_secs), "{status} {wish}");
    };
    check(429, "30", Some(30));
    check(503, "Mon, 23 Nov 2026 14:00:07 GMT", Some(7));
    check(503, "99999999", Some(MAX_RETRY_AFTER.as_secs()));
    check(503, "whenever", None);
    check(302, "30", None);
}

proptest! {
    #[test]
    fn no_status_but_success_settles_anything(status in any::<u16>(), body in ".{0,64}") {
        let settles = matches!(
            verdict(&answer(status, "", &body)),
            Verdict::Accepted | Verdict::Confirmed | Verdict::ItemsFailed { .. }
        );
        prop_assert!(!settles || (200..300).contains(&status));
    }

    #[test]
    fn only_entries_that_were_sent_can_fail(body in proptest::collection::vec(0_u64..64, 0..4)) {
        let list: Vec<String> = body.iter().map(|entry| format!(r#"{{"entry":{entry}}}"#)).collect();
        let body = format!(r#"{{"failed":[{}]}}"#, list.join(","));
        if let Verdict::ItemsFailed { failed, .. } = verdict(&answer(200, JSON, &body)) {
            prop_assert!(failed.iter().all(|(entry, _)| ENTRIES.contains(entry)));
        }
    }
}
