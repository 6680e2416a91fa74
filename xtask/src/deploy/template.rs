//! A template of the chart, as far as its blocks and the names that it uses go.

use super::Fault;
use super::values::Values;

/// What opens a block, which `end` closes.
const OPENING: [&str; 5] = ["if", "range", "with", "define", "block"];
/// Within these, a lone dot is not the chart's root any more.
const MOVING: [&str; 2] = ["range", "with"];

/// A template, taken apart.
pub(super) struct Template<'a> {
    file: &'a str,
    actions: Vec<Action<'a>>,
    /// What is wrong with its braces and blocks.
    faults: Vec<Fault>,
}

/// What stands between two pairs of braces.
struct Action<'a> {
    text: &'a str,
    line: usize,
    /// Whether a lone dot is something else than the chart's root here.
    moved: bool,
}

impl<'a> Template<'a> {
    pub(super) fn parse(file: &'a str, text: &'a str) -> Self {
        let mut template = Self {
            file,
            actions: Vec::new(),
            faults: Vec::new(),
        };
        template.split(text);
        template.match_blocks();
        template
    }

    /// Finds what stands between braces.
    fn split(&mut self, text: &'a str) {
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let before = text.len() - rest.len() + start;
            let line = text[..before].matches('\n').count() + 1;
            self.stray(&rest[..start], line);
            let inner = &rest[start + 2..];
            let Some(end) = closing(inner) else {
                return self.fault(line, "`{{` is not closed");
            };
            let text = inner[..end]
                .trim_start_matches('-')
                .trim_end_matches('-')
                .trim();
            if !text.starts_with("/*") {
                let moved = false;
                self.actions.push(Action { text, line, moved });
            }
            rest = &inner[end + 2..];
        }
        self.stray(rest, text.lines().count());
    }

    fn stray(&mut self, between: &str, line: usize) {
        if between.contains("}}") {
            self.fault(line, "`}}` closes nothing");
        }
    }

    /// Finds the blocks that do not end, and those that never began.
    fn match_blocks(&mut self) {
        let mut open: Vec<(&'a str, usize)> = Vec::new();
        let mut faults = Vec::new();
        for action in &mut self.actions {
            let word = action.text.split_whitespace().next().unwrap_or_default();
            action.moved = open.iter().any(|(opened, _)| MOVING.contains(opened));
            if OPENING.contains(&word) {
                open.push((word, action.line));
            } else if word == "end" && open.pop().is_none() {
                faults.push((action.line, "`end` ends nothing".to_owned()));
            } else if word == "else" && open.is_empty() {
                faults.push((action.line, "`else` of nothing".to_owned()));
            }
        }
        faults.extend(
            open.into_iter()
                .map(|(word, line)| (line, format!("`{word}` does not end"))),
        );
        for (line, what) in faults {
            self.fault(line, what);
        }
    }

    fn fault(&mut self, line: usize, what: impl Into<String>) {
        let place = format!("{}:{line}", self.file);
        self.faults.push(Fault::new(place, what));
    }

    /// The names that it defines.
    fn defined(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.actions
            .iter()
            .flat_map(|action| names(action.text, "define"))
    }

    /// The values that it uses, each with its line and whether it is named from the root where it must be.
    pub(super) fn used(&self) -> impl Iterator<Item = Used<'a>> + '_ {
        self.actions.iter().flat_map(|action| {
            action.text.match_indices(".Values.").map(|(at, mark)| {
                let path = &action.text[at + mark.len()..];
                let end = path.find(|c: char| !(c.is_ascii_alphanumeric() || "._".contains(c)));
                let from_root = !action.moved || action.text[..at].ends_with('$');
                Used {
                    path: path[..end.unwrap_or(path.len())].trim_end_matches('.'),
                    line: action.line,
                    from_root,
                }
            })
        })
    }

    /// Everything that is wrong with it, beside these values and other templates.
    pub(super) fn check(&self, values: &Values<'_>, all: &[Template<'_>]) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self
            .faults
            .iter()
            .map(|fault| Fault::new(&*fault.place, &*fault.what))
            .collect();
        let place = |line: usize| format!("{}:{line}", self.file);
        for Used {
            path,
            line,
            from_root,
        } in self.used()
        {
            if !values.has(path) {
                faults.push(Fault::new(
                    place(line),
                    format!("values.yaml has no {path}"),
                ));
            }
            if !from_root {
                let what = format!("within `range` and `with` it is $.Values.{path}");
                faults.push(Fault::new(place(line), what));
            }
        }
        for action in &self.actions {
            let included = ["include", "template"].into_iter();
            for name in included.flat_map(|word| names(action.text, word)) {
                if !all
                    .iter()
                    .any(|template| template.defined().any(|defined| defined == name))
                {
                    faults.push(Fault::new(
                        place(action.line),
                        format!("nobody defines \"{name}\""),
                    ));
                }
            }
        }
        faults
    }
}

/// A value that a template uses.
pub(super) struct Used<'a> {
    pub(super) path: &'a str,
    line: usize,
    from_root: bool,
}

/// Where the braces are closed: behind a comment or outside of quotes.
fn closing(inner: &str) -> Option<usize> {
    if inner.trim_start_matches('-').trim_start().starts_with("/*") {
        let end = inner.find("*/")?;
        return Some(end + inner[end..].find("}}")?);
    }
    let (mut quoted, mut before) = (false, ' ');
    for (at, c) in inner.char_indices() {
        if c == '"' && before != '\\' {
            quoted = !quoted;
        }
        if !quoted && inner[at..].starts_with("}}") {
            return Some(at);
        }
        before = c;
    }
    None
}

/// The names in quotes that follow `word`.
fn names<'a>(action: &'a str, word: &str) -> Vec<&'a str> {
    let parts = action.split('"').collect::<Vec<_>>();
    let follows =
        |pair: &&[&'a str]| pair[0].split([' ', '(']).rfind(|part| !part.is_empty()) == Some(word);
    let named = parts.windows(2).step_by(2).filter(follows);
    named.map(|pair| pair[1]).collect()
}
