//! Laying a file of settings over the defaults, and finding what is misspelt.

/// Lays `own` over `base`. A key that `base` does not have is unknown, except where keys are names.
pub(super) fn overlay(
    base: &mut toml::Table,
    own: toml::Table,
    path: &mut Vec<String>,
) -> Result<(), (String, String)> {
    for (key, value) in own {
        path.push(key.clone());
        let known = base.get_mut(&key);
        match (known, value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(own)) if holds_names(path) => {
                base.extend(own);
            }
            (Some(toml::Value::Table(base)), toml::Value::Table(own)) => overlay(base, own, path)?,
            (Some(slot), value) => *slot = value,
            (None, _) => {
                let near = base
                    .keys()
                    .min_by_key(|known| distance(known, &key))
                    .filter(|near| distance(near, &key) <= 3);
                let hint = near.map_or_else(
                    || {
                        format!(
                            "; known here are {}",
                            base.keys().cloned().collect::<Vec<_>>().join(", ")
                        )
                    },
                    |near| format!("; did you mean `{near}`?"),
                );
                return Err((path.join("."), hint));
            }
        }
        path.pop();
    }
    Ok(())
}

/// Whether the keys of the table at `path` are names that the business gives.
fn holds_names(path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    matches!(
        path.as_slice(),
        ["recipients" | "businesses" | "programs"]
            | ["businesses", _, "recipients" | "programs"]
            | ["site", "identifiers"]
            | ["businesses", _, "site", "identifiers"]
    )
}

/// How many letters must be added, removed or changed to make one word the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
