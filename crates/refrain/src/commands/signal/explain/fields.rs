//! A section's fields, a line each.

use signals::UsPrivacy;
use signals::gpp::{Field, Kind, Layout, Part, Section, UsSection, name_of};
use signals::us_privacy::Answer;

/// The width of the column of names; the longest names of all stick out.
const NAMES: usize = 36;

pub fn lines(section: &Section<'_>) -> Vec<String> {
    match section {
        Section::Us(section) => us(section),
        Section::UsPrivacy(string) => us_privacy(*string),
        Section::Opaque { id, text } => {
            let name = name_of(*id).map_or_else(String::new, |name| format!("{name}: "));
            vec![format!(
                "{name}section {id}, which is not looked into here ({} characters)",
                text.len()
            )]
        }
    }
}

fn us(section: &UsSection) -> Vec<String> {
    let layout = section.layout();
    let title = format!("{}: {}, section {}", layout.name, layout.place(), layout.id);
    let mut lines = vec![title];
    for fields in section.blocks() {
        for part in fields.parts() {
            let values: Vec<u8> = fields.values(part).collect();
            lines.extend(field(layout, part, &values));
        }
    }
    let read = section.blocks().next().map_or(0, |core| core.parts().len());
    match layout.core.parts().len() - read {
        0 => {}
        1 => lines.push("  One more field could not be read.".to_owned()),
        more => lines.push(format!("  {more} more fields could not be read.")),
    }
    lines
}

/// A field: one line, or one for each place of a list at which something applies.
fn field(layout: &Layout, part: &Part, values: &[u8]) -> Vec<String> {
    let name = part.field.name();
    if let [value] = values {
        return vec![line(name, layout.kind(part.field), *value)];
    }
    if values.iter().all(|value| *value == 0) {
        return vec![format!(
            "  {name:NAMES$}  0  not applicable, all {}",
            values.len()
        )];
    }
    let places = values.iter().enumerate().filter(|(_, value)| **value != 0);
    let place = |(place, value): (usize, &u8)| {
        let category = layout
            .category(part.field, place)
            .unwrap_or("of unknown meaning");
        let meaning = meaning(layout.kind(part.field), *value);
        format!("    {value}  {meaning}: {category}")
    };
    std::iter::once(format!("  {name}"))
        .chain(places.map(place))
        .collect()
}

fn line(name: &str, kind: Kind, value: u8) -> String {
    let meaning = meaning(kind, value);
    format!("  {name:NAMES$}  {value}  {meaning}")
        .trim_end()
        .to_owned()
}

fn meaning(kind: Kind, value: u8) -> &'static str {
    match kind {
        Kind::Number => "",
        _ => kind.meaning(value).unwrap_or("means nothing"),
    }
}

fn us_privacy(string: UsPrivacy) -> Vec<String> {
    let line = |name: &str, answer: Answer, [yes, no]: [&str; 2]| {
        let meaning = match answer {
            Answer::Yes => yes,
            Answer::No => no,
            Answer::NotApplicable => "not applicable",
        };
        format!("  {name:NAMES$}  {}  {meaning}", answer.character())
    };
    vec![
        "uspv1: the US Privacy string, deprecated since January 2024, section 6".to_owned(),
        format!("  {:NAMES$}  1", Field::Version.name()),
        line("Notice", string.notice, ["given", "not given"]),
        line(
            "OptOutSale",
            string.opt_out_sale,
            ["opted out", "did not opt out"],
        ),
        line("LspaCovered", string.lspa_covered, ["yes", "no"]),
    ]
}
