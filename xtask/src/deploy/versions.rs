//! What the files under `deploy` say of versions, beside what they really are.

use std::path::Path;

use crate::failure::Failure;

use super::{Fault, read};

const CHART: &str = "deploy/helm/refrain/Chart.yaml";
const CONTAINER: &str = "deploy/container/Containerfile";
const COMPOSE: &str = "deploy/compose/compose.yaml";
const TOOLCHAIN: &str = "rust-toolchain.toml";
/// The workspace's: all of its crates have it, this one too.
const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(super) fn check(root: &Path) -> Result<Vec<Fault>, Failure> {
    let text = |file: &str| read(&root.join(file));
    let (chart, container) = (text(CHART)?, text(CONTAINER)?);
    let mut faults = Vec::new();
    for (key, expected) in [
        ("apiVersion", "v2"),
        ("name", "refrain"),
        ("version", VERSION),
        ("appVersion", VERSION),
    ] {
        faults.extend(differs(CHART, (&chart, ": "), key, expected));
    }
    let toolchain = text(TOOLCHAIN)?;
    let channel = said(&toolchain, " = ", "channel").unwrap_or_default();
    faults.extend(differs(CONTAINER, (&container, "="), "ARG RUST", channel));
    for (file, text) in [(CONTAINER, container), (COMPOSE, text(COMPOSE)?)] {
        faults.extend(images(file, &text));
    }
    Ok(faults)
}

/// A fault where `key` does not say what it should.
fn differs(file: &str, (text, sign): (&str, &str), key: &str, expected: &str) -> Option<Fault> {
    let found = said(text, sign, key);
    (found != Some(expected)).then(|| {
        let found = found.unwrap_or("nothing");
        Fault::new(file, format!("{key} says {found}, not {expected}"))
    })
}

/// What a line says of `key`.
fn said<'a>(text: &'a str, sign: &str, key: &str) -> Option<&'a str> {
    let said = |line: &'a str| line.strip_prefix(key)?.strip_prefix(sign);
    Some(text.lines().find_map(said)?.trim().trim_matches('"'))
}

/// Faults of the images of ours that are named.
fn images(file: &str, text: &str) -> Vec<Fault> {
    let named = text
        .split_whitespace()
        .filter_map(|word| word.strip_prefix("refrain:"));
    named
        .filter(|tag| *tag != VERSION)
        .map(|tag| {
            Fault::new(
                file,
                format!("the image refrain:{tag} is not of version {VERSION}"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_line_says_is_compared() {
        let chart = "apiVersion: v2\nname: refrain\nappVersion: \"1.2.3\"\n";
        let check =
            |key, expected| differs("f", (chart, ": "), key, expected).map(|fault| fault.what);
        assert_eq!(check("apiVersion", "v2"), None);
        assert_eq!(check("appVersion", "1.2.3"), None);
        assert_eq!(
            check("appVersion", "1.2.4").unwrap(),
            "appVersion says 1.2.3, not 1.2.4"
        );
        assert_eq!(
            check("version", "1").unwrap(),
            "version says nothing, not 1"
        );
        assert_eq!(said("ARG RUST=1.0\n", "=", "ARG RUST"), Some("1.0"));
    }

    #[test]
    fn an_image_of_another_version_is_a_fault() {
        let text = format!(
            "image: refrain:{VERSION}\n# build -t refrain:9.9.9 .\nurl: postgres://refrain:x"
        );
        let faults = images("f", &text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].what.contains("refrain:9.9.9"));
    }
}
