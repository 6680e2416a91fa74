//! `values.yaml` and its schema.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Fault;
use super::template::Template;

/// The names in a `values.yaml` that is plain: one `name:` a line, nested by spaces. What stands in lists and in braces has no
/// name here.
pub(super) struct Values<'a>(BTreeSet<Vec<&'a str>>);

impl<'a> Values<'a> {
    pub(super) fn parse(text: &'a str) -> Self {
        let mut paths = BTreeSet::new();
        let mut open: Vec<(usize, &str)> = Vec::new();
        for line in text.lines() {
            let named = line.trim_start();
            let indent = line.len() - named.len();
            let Some((name, _)) = named.split_once(':') else {
                continue;
            };
            if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                continue; // A comment, or an item of a list.
            }
            open.retain(|(column, _)| *column < indent);
            open.push((indent, name));
            paths.insert(open.iter().map(|(_, name)| *name).collect());
        }
        Self(paths)
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains(&path.split('.').collect::<Vec<_>>())
    }

    /// Values that no template uses, as a whole or in part.
    pub(super) fn check_used(&self, templates: &[Template<'_>]) -> Vec<Fault> {
        let used: Vec<Vec<&str>> = templates
            .iter()
            .flat_map(Template::used)
            .map(|used| used.path.split('.').collect())
            .collect();
        let is_used = |path: &&Vec<&str>| {
            used.iter()
                .any(|used| used.starts_with(path) || path.starts_with(used))
        };
        let unused = self.0.iter().filter(|path| !is_used(path));
        unused
            .map(|path| {
                Fault::new(
                    "values.yaml",
                    format!("no template uses {}", path.join(".")),
                )
            })
            .collect()
    }

    /// Values that the schema does not know where it knows all.
    pub(super) fn check_schema(&self, schema: &str) -> Vec<Fault> {
        let file = "values.schema.json";
        let Ok(schema) = serde_json::from_str::<Value>(schema) else {
            return vec![Fault::new(file, "is not JSON")];
        };
        let unknown = self.0.iter().filter(|path| !knows(&schema, path));
        unknown
            .map(|path| Fault::new(file, format!("does not know {}", path.join("."))))
            .collect()
    }
}

fn knows(schema: &Value, path: &[&str]) -> bool {
    let (Some(properties), [name, rest @ ..]) = (schema["properties"].as_object(), path) else {
        return true; // Anything goes.
    };
    properties
        .get(*name)
        .is_some_and(|inner| knows(inner, rest))
}
