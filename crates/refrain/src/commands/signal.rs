//! `refrain signal`: privacy strings, to JSON and back, and in words.

mod explain;
mod lines;

use signals::json::{self, Decoded};

use crate::cli::Signal;
use crate::failure::Failure;
use crate::term;

use lines::each;

pub fn run(command: Signal) -> Result<(), Failure> {
    match command {
        Signal::Decode { string } => each(string, decode),
        Signal::Encode { json } => each(json, encode),
        Signal::Explain { string } => each(string, explain),
    }
}

/// What one input becomes, and what is odd about it; or why it becomes nothing.
type Outcome = Result<(String, Vec<String>), String>;

fn decode(text: &str) -> Outcome {
    let decoded = json::decode(text).map_err(|error| error.to_string())?;
    let line = serde_json::to_string(&decoded).expect("sections are JSON");
    Ok((line, odd(&decoded)))
}

fn encode(text: &str) -> Outcome {
    let given = json::parse(text).map_err(|error| {
        let what = if error.is_data() {
            ""
        } else {
            "this is no JSON: "
        };
        format!("{what}{error}")
    })?;
    let string = json::encode(&given).map_err(|error| error.to_string())?;
    Ok((string, Vec::new()))
}

fn explain(text: &str) -> Outcome {
    let words = explain::words(text).map_err(|error| error.to_string())?;
    Ok((words, Vec::new()))
}

/// What makes the reading of a section doubtful. Contradictions between what its fields say are for `explain`.
fn odd(Decoded(sections): &Decoded<'_>) -> Vec<String> {
    let doubts = sections.iter().filter_map(|section| match section {
        signals::gpp::Section::Us(section) => Some(section),
        _ => None,
    });
    doubts
        .flat_map(|section| {
            let name = section.layout().name;
            let doubts = section.doubts().iter();
            doubts.map(move |doubt| format!("{name}: {doubt}"))
        })
        .collect()
}

/// Prints what an input became.
fn show((line, odd): (String, Vec<String>), place: &str) {
    term::say(line);
    for odd in odd {
        term::tell(format!("refrain: {place}{odd}"));
    }
}
