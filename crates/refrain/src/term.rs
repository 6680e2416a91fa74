//! Writing to the terminal: answers to standard output, progress to standard error.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::failure::{FAILED, Failure};

/// Whether the reader of standard output went away.
static UNHEARD: AtomicBool = AtomicBool::new(false);

/// Prints a line. A reader that went away is no failure, and a command that answers without end [asks](is_unheard); an answer
/// that cannot be written for another reason was not given, and ends the process.
pub fn say(line: impl AsRef<str>) {
    let Err(error) = writeln!(std::io::stdout(), "{}", line.as_ref()) else {
        return;
    };
    if error.kind() == ErrorKind::BrokenPipe {
        UNHEARD.store(true, Ordering::Relaxed);
        return;
    }
    let failure = Failure::io("cannot write", Path::new("standard output"), &error);
    tell(format!("refrain: {failure}"));
    std::process::exit(FAILED.into());
}

/// Whether nobody reads what is printed any more.
pub fn is_unheard() -> bool {
    UNHEARD.load(Ordering::Relaxed)
}

/// Prints a line to standard error.
pub fn tell(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr(), "{}", line.as_ref());
}

/// Prints a value as JSON.
pub fn json(value: &impl Serialize) {
    say(serde_json::to_string_pretty(value).expect("plain data is JSON"));
}

/// Prints rows under headings, each column as wide as it must be.
pub fn table(headings: &[&str], rows: &[Vec<String>]) {
    let widths: Vec<usize> = (0..headings.len())
        .map(|column| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.chain([headings[column].len()]).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &[String]| {
        let padded = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        say(padded.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(&headings.iter().map(ToString::to_string).collect::<Vec<_>>());
    for row in rows {
        line(row);
    }
}

/// A bar for long work: rate, done, left. Invisible where standard error is not a terminal.
pub fn progress(total: u64, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{msg} {wide_bar} {human_pos}/{human_len} ({per_sec}, {eta} left)",
    )
    .expect("the template is a constant");
    ProgressBar::new(total).with_style(style).with_message(what)
}
