//! The files under `deploy`: whether the Helm chart can be read, and whether what they say of versions is so.
//!
//! Helm itself is seldom there when code is tested, so the mistakes that its linter finds, and some that it does not, are found
//! here: a value that is not there, a name that nobody defines, a block that does not end.

mod template;
mod values;
mod versions;

#[cfg(test)]
mod tests;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::terminal;
use crate::workspace::Workspace;

use template::Template;
use values::Values;

/// Where the chart is.
const CHART: &str = "deploy/helm/refrain";
/// What a chart must have.
const REQUIRED: [&str; 5] = [
    "Chart.yaml",
    "values.yaml",
    "values.schema.json",
    "templates/_helpers.tpl",
    "templates/NOTES.txt",
];

/// Something that is wrong, and where.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    /// The file, and perhaps the line.
    place: String,
    what: String,
}

impl Fault {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// A file's name within its folder, and its text.
type Text = (String, String);

/// Checks all of them, and prints what is wrong.
pub fn check(workspace: &Workspace) -> Result<(), Failure> {
    let chart = read_chart(&workspace.root.join(CHART))?;
    let mut faults = check_chart(&chart);
    faults.extend(versions::check(&workspace.root)?);
    if faults.is_empty() {
        terminal::say(format!(
            "{} files of the chart: all as they should be",
            chart.len()
        ));
        return Ok(());
    }
    for fault in &faults {
        terminal::say(fault.to_string());
    }
    Err(Failure::Found(format!(
        "{} faults in the files under deploy",
        faults.len()
    )))
}

fn check_chart(chart: &[Text]) -> Vec<Fault> {
    let text = |name: &str| {
        chart
            .iter()
            .find(|(file, _)| file == name)
            .map(|(_, text)| &**text)
    };
    let missing = REQUIRED.into_iter().filter(|name| text(name).is_none());
    let mut faults: Vec<Fault> = missing.map(|name| Fault::new(name, "is missing")).collect();
    let values = Values::parse(text("values.yaml").unwrap_or_default());
    if let Some(schema) = text("values.schema.json") {
        faults.extend(values.check_schema(schema));
    }
    let named = |(file, _): &&Text| file.starts_with("templates/");
    let templates: Vec<Template<'_>> = chart
        .iter()
        .filter(named)
        .map(|(file, text)| Template::parse(file, text))
        .collect();
    for template in &templates {
        faults.extend(template.check(&values, &templates));
    }
    faults.extend(values.check_used(&templates));
    faults
}

/// All files of the chart, in the order of their names.
fn read_chart(folder: &Path) -> Result<Vec<Text>, Failure> {
    let mut chart = Vec::new();
    for (prefix, folder) in [
        ("", folder.to_owned()),
        ("templates/", folder.join("templates")),
    ] {
        for path in files(&folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            chart.push((format!("{prefix}{name}"), read(&path)?));
        }
    }
    chart.sort();
    Ok(chart)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = entry.map_err(Failure::file(folder))?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(Failure::file(path))
}
