//! The report as a person reads it in a terminal.

use std::fmt::Write as _;

use crate::report::{Finding, GpcJson, Kind, Report, Standing, Verdict};
use crate::visit::Way;

/// The groups, in order, each with its heading.
const GROUPS: [(Standing, &str); 5] = [
    (Standing::Remains, "Remains with the signal"),
    (
        Standing::Unknown,
        "Not known: yours to decide whether it sells or shares, or serves you under contract",
    ),
    (
        Standing::Restricted,
        "Goes to a known recipient in its restricted mode",
    ),
    (Standing::SaysNo, "Says no, as it should"),
    (Standing::Stopped, "Stopped by the signal"),
];

/// The whole report but its conclusion.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    let way = match report.signal {
        Way::Native => "sent by the browser itself",
        Way::Injected => "put in from outside",
    };
    line(&mut text, &report.page);
    line(
        &mut text,
        &format!(
            "in {}, looked at for {} s each time; counts are without → with the signal ({way})",
            report.browser.replace('/', " "),
            report.looked_seconds
        ),
    );
    for (standing, heading) in GROUPS {
        group(&mut text, heading, report, standing);
    }
    line(&mut text, "\nThe site's own words");
    line(
        &mut text,
        &format!("  gpc.json  {}", gpc_json(report.gpc_json)),
    );
    let link = report.link.as_deref().map(|words| format!("“{words}”"));
    let link = link.as_deref().unwrap_or("none was found on the page");
    line(&mut text, &format!("  link      {link}"));
    for note in &report.notes {
        line(&mut text, &format!("\nNote: {note}"));
    }
    text
}

/// The answer in a sentence.
#[must_use]
pub fn conclusion(report: &Report) -> String {
    let count = |standing| {
        let findings = report.findings.iter();
        findings
            .filter(|finding| finding.standing == standing)
            .count()
    };
    let (remains, unknown) = (count(Standing::Remains), count(Standing::Unknown));
    match (report.verdict, remains) {
        (Verdict::Remains, 0) => format!(
            "with the signal, {} that nobody knows, and --strict refuses these",
            remain(unknown)
        ),
        (Verdict::Remains, _) => format!(
            "with the signal, {} that look like selling or sharing",
            remain(remains)
        ),
        (Verdict::Inconclusive, _) => format!(
            "could not tell: {}",
            report.reason.as_deref().unwrap_or_default()
        ),
        (Verdict::NothingRemains, _) if unknown > 0 => format!(
            "Nothing remains that is known to sell or share. Yours to decide: {unknown} of the above."
        ),
        (Verdict::NothingRemains, _) => {
            "Nothing remains that looks like selling or sharing.".to_owned()
        }
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn group(text: &mut String, heading: &str, report: &Report, standing: Standing) {
    let of_group = |finding: &&Finding| finding.standing == standing;
    let rows: Vec<[String; 4]> = report.findings.iter().filter(of_group).map(row).collect();
    if rows.is_empty() {
        return;
    }
    line(text, &format!("\n{heading}"));
    let width = |column: usize| {
        let cells = rows
            .iter()
            .map(|row: &[String; 4]| row[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths = [width(0), width(1), width(2)];
    for [what, whose, times, detail] in &rows {
        let mut row = String::from("  ");
        for (cell, width) in [what, whose, times].into_iter().zip(widths) {
            if width > 0 {
                let _ = write!(row, "{cell:width$}  ");
            }
        }
        line(text, format!("{row}{detail}").trim_end());
    }
}

/// What, whose, how often, and what else is to be said.
fn row(finding: &Finding) -> [String; 4] {
    let Finding { name, kind, .. } = finding;
    let what = match kind {
        Kind::Request | Kind::Connection | Kind::String => name.clone(),
        Kind::Cookie => format!("cookie {name}"),
        Kind::Storage => format!("storage {name}"),
    };
    let times = match (kind, finding.without, finding.with) {
        (Kind::Request, without, with) => format!("{without} → {with}"),
        _ => String::new(),
    };
    let whose = finding.recipient.clone().unwrap_or_default();
    [what, whose, times, finding.detail.clone()]
}

fn gpc_json(said: GpcJson) -> &'static str {
    match said {
        GpcJson::Supported => "says that the site abides by the signal",
        GpcJson::NotSupported => "says that the site does not abide by the signal",
        GpcJson::Unknown => "says nothing: there is no /.well-known/gpc.json, or it cannot be read",
    }
}

fn remain(count: usize) -> String {
    match count {
        1 => "1 thing remains".to_owned(),
        _ => format!("{count} things remain"),
    }
}
