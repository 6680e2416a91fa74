//! What the script looks for, as regular expressions in JavaScript's words: it looks once for all of them.

/// Finds places ([`is_place`](super::is_place)) in `.host/path`.
pub(super) fn places(places: &[String]) -> String {
    let each = places.iter().map(|place| {
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        // A host may be written with a dot at its end.
        format!("{}\\.?/{}", escaped(host), escaped(path))
    });
    one_of(each).map_or_else(nothing, |one| format!("^[^/]*\\.{one}"))
}

/// Finds names of cookies and stored items; `*` at the end stands for anything.
pub(super) fn names(names: &[String]) -> String {
    let each = names.iter().map(|name| match name.strip_suffix('*') {
        Some(start) => format!("{}.*", escaped(start)),
        None => escaped(name),
    });
    one_of(each).map_or_else(nothing, |one| format!("^{one}$"))
}

fn one_of(each: impl Iterator<Item = String>) -> Option<String> {
    let each: Vec<String> = each.collect();
    (!each.is_empty()).then(|| format!("(?:{})", each.join("|")))
}

/// An empty choice would find everything.
fn nothing() -> String {
    "(?!)".to_owned()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if r"\^$.*+?()[]{}|/".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_anchored_and_take_every_sign_for_itself() {
        let list = |texts: &[&str]| {
            texts
                .iter()
                .map(|&text| text.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            places(&list(&["t.co", "google.com/pagead"])),
            r"^[^/]*\.(?:t\.co\.?/|google\.com\.?/pagead)"
        );
        assert_eq!(
            names(&list(&["_ga", "cto_*", "taboola global:*", "a.b$(c)|*d"])),
            r"^(?:_ga|cto_.*|taboola global:.*|a\.b\$\(c\)\|\*d)$"
        );
        assert_eq!((places(&[]), names(&[])), (nothing(), nothing()));
    }
}
