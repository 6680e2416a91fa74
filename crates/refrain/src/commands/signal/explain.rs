//! A privacy string in words, for a privacy engineer.

mod duties;
mod fields;

use signals::gpp::Section;
use signals::json::Decoded;
use signals::{Confidence, Said};

pub fn words(text: &str, Decoded(sections): &Decoded<'_>) -> String {
    let each = sections.iter().map(Section::said);
    let said = each.fold(Said::default(), Said::and);
    let mut lines = vec![text.to_owned(), format!("  {}", verdict(&said))];
    for section in sections {
        lines.push(String::new());
        lines.extend(fields::lines(section));
    }
    let doubts = said
        .doubts()
        .map(|(section, doubt)| format!("{section}: {doubt}."));
    list(&mut lines, "What is odd", doubts);
    list(
        &mut lines,
        "What a recipient must do",
        duties::of(sections, &said),
    );
    lines.push(String::new());
    lines.join("\n")
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
