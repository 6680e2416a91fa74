//! One input as an argument, or many as lines.

use std::io::{BufRead, Read as _};
use std::path::Path;

use super::{Outcome, show};
use crate::failure::Failure;
use crate::term;

/// How long a line may be. European sections grow with the number of vendors, to some thousand bytes.
const MAX_LINE: usize = 64 * 1024;

/// Does the same with the argument, or with each line of standard input.
pub fn each(argument: Option<String>, act: impl Fn(&str) -> Outcome) -> Result<(), Failure> {
    match argument {
        Some(text) => {
            let outcome = act(&text).map_err(|fault| Failure::refuted(quoted(&text, &fault)))?;
            show(outcome, "");
            Ok(())
        }
        None => lines(std::io::stdin().lock(), act),
    }
}

fn lines(mut input: impl BufRead, act: impl Fn(&str) -> Outcome) -> Result<(), Failure> {
    let mut refused = 0_usize;
    for number in 1_usize.. {
        let Some(line) = next(&mut input)? else {
            break;
        };
        match line.and_then(text).and_then(|text| act(&text)) {
            Ok(outcome) => show(outcome, &format!("line {number}: ")),
            Err(fault) => {
                refused += 1;
                term::tell(format!("refrain: line {number}: {fault}"));
            }
        }
        if term::is_unheard() {
            break;
        }
    }
    match refused {
        0 => Ok(()),
        1 => Err(Failure::refuted("1 line was refused")),
        _ => Err(Failure::refuted(format!("{refused} lines were refused"))),
    }
}

/// A line, or why it is none.
type Line = Result<Vec<u8>, String>;

/// The next line without its end; `None` after the last. One that is too long is passed over.
fn next(input: &mut impl BufRead) -> Result<Option<Line>, Failure> {
    let unread = |error| Failure::io("cannot read", Path::new("standard input"), &error);
    let mut line = Vec::new();
    let limit = MAX_LINE as u64 + 2;
    let mut beginning = input.by_ref().take(limit);
    beginning.read_until(b'\n', &mut line).map_err(unread)?;
    if line.is_empty() {
        return Ok(None);
    }
    let is_whole = line.pop_if(|last| *last == b'\n').is_some();
    if is_whole {
        line.pop_if(|last| *last == b'\r');
    }
    if line.len() <= MAX_LINE {
        return Ok(Some(Ok(line)));
    }
    if !is_whole {
        input.skip_until(b'\n').map_err(unread)?;
    }
    Ok(Some(Err(format!(
        "it is longer than {MAX_LINE} bytes: one string goes on a line"
    ))))
}

fn text(line: Vec<u8>) -> Result<String, String> {
    String::from_utf8(line).map_err(|_| "this is no UTF-8 text".to_owned())
}

/// The fault with the beginning of what was given.
fn quoted(text: &str, fault: &str) -> String {
    const SHOWN: usize = 40;
    let shown: String = text.chars().take(SHOWN).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    format!("`{shown}{more}`: {fault}")
}
