//! `refrain signal`: privacy strings to JSON, back, and in words.

mod explain;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use crate::support::installation::{Ran, binary, run};

const USCA: &str = r#"{"sections":{"usca":[{"Version":1,"SaleOptOutNotice":1,"SharingOptOutNotice":1,"SensitiveDataLimitUseNotice":0,"SaleOptOut":1,"SharingOptOut":1,"SensitiveDataProcessing":[0,0,0,0,0,0,0,0,0],"KnownChildSensitiveDataConsents":[0,0],"PersonalDataConsents":0,"MspaCoveredTransaction":2,"MspaOptOutOptionMode":0,"MspaServiceProviderMode":0},{"SubsectionType":1,"Gpc":true}]}}"#;
const USP: &str =
    r#"{"sections":{"uspv1":[{"Version":1,"Notice":"Y","OptOutSale":"Y","LspaCovered":"N"}]}}"#;

fn signal(arguments: [&str; 2]) -> Ran {
    run(["signal"].iter().chain(&arguments).map(Path::new))
}

/// Runs the command on these lines.
fn piped(command: &str, lines: &[u8]) -> Ran {
    let mut child = Command::new(binary())
        .args(["signal", command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

#[test]
fn strings_become_json_and_json_strings() {
    let usca = "DBABBg~BUUAAACA.YA";
    assert_eq!(signal(["decode", usca]).succeeded(), format!("{USCA}\n"));
    assert_eq!(signal(["encode", USCA]).succeeded(), format!("{usca}\n"));
    let lines = format!("{usca}\r\n1YYN\n\n");
    let json = piped("decode", lines.as_bytes()).succeeded();
    assert_eq!(json, format!("{USCA}\n{USP}\n{{\"sections\":{{}}}}\n"));
    let strings = piped("encode", json.as_bytes()).succeeded();
    assert_eq!(strings, format!("{usca}\nDBABTA~1YYN\nDBAA\n"));
}

#[test]
fn what_is_odd_is_told_apart_from_the_answer() {
    let ran = piped("decode", b"DBABBg~BUUAAACA.YA\nDBABEYA~BVVU.YA\n");
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 2));
    assert_snapshot!(ran.err, @"refrain: line 2: usmd: read with low confidence: libraries disagree on how this section is encoded");
}

#[test]
fn what_is_refused_is_named_with_its_line_and_does_not_stop_the_others() {
    let ran = piped("decode", b"DBABBg~B\n1YYN\n1yyn\n\xff\n");
    assert_eq!((ran.code, ran.out), (Some(1), format!("{USP}\n")));
    assert_snapshot!(ran.err, @"
    refrain: line 1: section usca: it is cut off: it has fewer bits than its fields
    refrain: line 3: section uspv1: the notice (second character) of a US Privacy string is Y, N or - (upper case)
    refrain: line 4: this is no UTF-8 text
    refrain: 3 lines were refused
    ");
}

#[test]
fn a_line_that_is_too_long_does_not_stop_the_others() {
    const MOST: usize = 64 * 1024;
    for (len, end) in [
        (MOST + 1, "\n"),
        (MOST + 1, "\r\n"),
        (MOST + 2, "\n"),
        (10 * MOST, "\r\n"),
    ] {
        let long = "A".repeat(len);
        let ran = piped(
            "decode",
            format!("1YYN\n{long}{end}1YYN\n{long}").as_bytes(),
        );
        assert_eq!((ran.code, ran.out), (Some(1), format!("{USP}\n{USP}\n")));
        assert_eq!(
            ran.err,
            "refrain: line 2: it is longer than 65536 bytes: one string goes on a line\n\
             refrain: line 4: it is longer than 65536 bytes: one string goes on a line\n\
             refrain: 2 lines were refused\n"
        );
    }
    // As long as it may be.
    let string = format!("C{}", "A".repeat(MOST - 1));
    for end in ["", "\n", "\r\n"] {
        let json = piped("decode", format!("{string}{end}").as_bytes()).succeeded();
        assert!(json.contains(&string));
    }
}

#[test]
fn a_reader_that_went_away_ends_it_quietly() {
    // More than any pipe holds, and an end, lest the test has none.
    const LINES: usize = 1_000_000;
    let mut child = Command::new(binary())
        .args(["signal", "decode"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = child.stdin.take().unwrap();
    let writer =
        std::thread::spawn(move || (0..LINES).try_for_each(|_| lines.write_all(b"1YYN\n")));
    let mut first = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut first).unwrap();
    assert_eq!(first, format!("{USP}\n"));
    drop(out);
    assert!(writer.join().unwrap().is_err(), "it read all the same");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_cannot_be_written_is_a_failure_of_every_command() {
    for arguments in [&["signal", "decode", "1YYN"][..], &["config"]] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = Command::new(binary()).args(arguments).stdout(full).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let fault = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            fault.starts_with("refrain: cannot write standard output: "),
            "{fault}"
        );
        // Somebody who does not read on is no failure.
        let (reader, gone) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(binary()).args(arguments).stdout(gone).output();
        let output = output.unwrap();
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    }
}

#[test]
fn what_cannot_be_written_names_the_field_and_the_fix() {
    let cases = [
        (
            r#"{"sections":{"usca":[{"SaleOptOut":3}]}}"#,
            "usca.SaleOptOut cannot be 3: 0 not applicable, 1 opted out, 2 did not opt out",
        ),
        (
            r#"{"sections":{"usmd":[{"SaleOptOut":1}]}}"#,
            "section usmd is not written, because libraries disagree on how it is encoded: write usnat",
        ),
        (
            r#"{"sections":{"usca":[{"SaleOptOut":1,"SaleOptOut":2}]}}"#,
            "`SaleOptOut` is there twice",
        ),
        ("{", "this is no JSON"),
    ];
    for (json, fault) in cases {
        let ran = signal(["encode", json]);
        assert_eq!((ran.code, &*ran.out), (Some(1), ""), "{json}");
        assert!(ran.err.contains(fault), "{}", ran.err);
    }
    assert_eq!(signal(["decode", "garbage"]).code, Some(1));
}

#[test]
fn the_examples_of_the_documentation_do_what_they_show() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/signals.md");
    let text = std::fs::read_to_string(path).unwrap();
    let console = text.split("```console\n").nth(1).unwrap();
    let console = console.split("```").next().unwrap();
    let mut shown = 0;
    for example in console.split("$ refrain ").skip(1) {
        let (command, expected) = example.split_once('\n').unwrap();
        let mut sh = Command::new("sh");
        sh.args(["-c", &format!("\"$0\" {command}")]).arg(binary());
        let output = sh.output().unwrap();
        assert!(output.status.success(), "{command}");
        if !expected.is_empty() {
            assert_eq!(
                String::from_utf8_lossy(&output.stdout),
                expected,
                "{command}"
            );
            shown += 1;
        }
    }
    assert_eq!(shown, 2);
}
