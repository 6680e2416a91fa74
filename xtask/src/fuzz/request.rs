//! What a command line asks to fuzz.

use crate::failure::Failure;

/// How long a target runs where nothing else is said.
const SECONDS: u32 = 60;

/// What to fuzz and for how long.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// The time of each target. At least one: to libFuzzer, zero is for ever.
    pub seconds: u32,
    /// The targets.
    pub targets: Vec<String>,
}

impl Request {
    /// Reads `[--seconds N] [TARGET…]`, where there are the targets `known`.
    pub fn parse(arguments: &[String], known: Vec<String>) -> Result<Self, Failure> {
        let mut seconds = SECONDS;
        let mut targets = Vec::new();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if argument == "--seconds" {
                seconds = parse_seconds(rest.next())?;
            } else if known.contains(argument) {
                targets.push(argument.clone());
            } else {
                let known = known.join(", ");
                let wrong = format!("no target is `{argument}`; there are {known}");
                return Err(Failure::Usage(wrong));
            }
        }
        if targets.is_empty() {
            targets = known;
        }
        Ok(Self { seconds, targets })
    }
}

fn parse_seconds(text: Option<&String>) -> Result<u32, Failure> {
    text.and_then(|text| text.parse().ok())
        .filter(|seconds| *seconds > 0)
        .ok_or_else(|| Failure::Usage("--seconds takes a number from 1".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<(u32, Vec<String>), String> {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        match Request::parse(&arguments, vec!["note".into(), "tile".into()]) {
            Ok(request) => Ok((request.seconds, request.targets)),
            Err(failure) => Err(failure.to_string()),
        }
    }

    #[test]
    fn targets_and_seconds_are_read() {
        assert_eq!(parse(""), Ok((60, vec!["note".into(), "tile".into()])));
        assert_eq!(parse("--seconds 5 tile"), Ok((5, vec!["tile".into()])));
        assert_eq!(parse("tile --seconds 1"), Ok((1, vec!["tile".into()])));
    }

    #[test]
    fn other_lines_are_refused() {
        for wrong in [
            "--seconds",
            "--seconds 0",
            "--seconds soon",
            "receipts",
            "--help",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
