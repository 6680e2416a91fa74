//! A privacy string in words, for a privacy engineer.

mod duties;
mod fields;

use signals::gpp::{self, Error, Reading, Section};
use signals::{Confidence, Doubt, Said, UsPrivacy};

/// Explains what can be read of a string. The error is why that is nothing.
pub fn words(text: &str) -> Result<String, Error> {
    let Found {
        sections,
        faults,
        said,
    } = Found::read(text)?;
    let mut lines = vec![text.to_owned(), format!("  {}", verdict(&said))];
    for section in &sections {
        lines.push(String::new());
        lines.extend(fields::lines(section));
    }
    let doubts = |unread: bool| {
        let doubts = said.doubts();
        doubts.filter(move |(_, doubt)| (*doubt == Doubt::Unread) == unread)
    };
    let in_words = |(section, doubt): (&str, Doubt)| format!("{section}: {doubt}.");
    let faults = faults.iter().map(|fault| format!("{fault}."));
    list(
        &mut lines,
        "What was not read",
        faults.chain(doubts(true).map(in_words)),
    );
    // The others are named above, with their reasons.
    let is_named = |doubt: Doubt| matches!(doubt, Doubt::Unreadable | Doubt::Incomplete);
    let odd = doubts(false).filter(|(_, doubt)| !is_named(*doubt));
    list(&mut lines, "What is odd", odd.map(in_words));
    list(
        &mut lines,
        "What a recipient must do",
        duties::of(&sections, &said),
    );
    lines.push(String::new());
    Ok(lines.join("\n"))
}

/// What could be read of a string, why not the rest, and what it says no to.
struct Found<'a> {
    sections: Vec<Section<'a>>,
    faults: Vec<Error>,
    said: Said,
}

impl<'a> Found<'a> {
    fn read(text: &'a str) -> Result<Self, Error> {
        // No GPP string starts with a digit.
        if text.starts_with(|first: char| first.is_ascii_digit()) {
            let string: UsPrivacy = text.parse()?;
            return Ok(Self {
                sections: vec![Section::UsPrivacy(string)],
                faults: Vec::new(),
                said: string.said(),
            });
        }
        let readings = gpp::readings(text)?;
        let mut faults = Vec::from_iter(readings.fault());
        let mut sections = Vec::new();
        for reading in readings {
            match reading {
                Reading::Whole(section) => sections.push(section),
                Reading::Part(section, fault) => {
                    sections.push(Section::Us(section));
                    faults.push(fault);
                }
                Reading::Nothing(fault) => faults.push(fault),
            }
        }
        match faults.first() {
            Some(fault) if sections.is_empty() => Err(fault.clone()),
            _ => Ok(Self {
                sections,
                faults,
                said: Said::gpp(text)?,
            }),
        }
    }
}

fn verdict(said: &Said) -> String {
    let names: Vec<&str> = said.no.iter().map(duties::in_words).collect();
    let no = match names.as_slice() {
        [] => "Says no to nothing that it was read for".to_owned(),
        [one] => format!("Says no to {one}"),
        [most @ .., last] => format!("Says no to {} and {last}", most.join(", ")),
    };
    let why = if said.gpc {
        ": Global Privacy Control is on"
    } else {
        ""
    };
    let sure = match said.confidence() {
        Confidence::High => "",
        Confidence::Low => ", read with low confidence",
    };
    format!("{no}{why}{sure}.")
}

fn list(lines: &mut Vec<String>, title: &str, items: impl IntoIterator<Item = String>) {
    let mut items = items.into_iter().peekable();
    if items.peek().is_some() {
        lines.extend([String::new(), title.to_owned()]);
        lines.extend(items.map(|item| format!("  - {item}")));
    }
}
