//! Identifiers as they may be shown: enough to recognise one's own, too little to learn somebody's.

/// The identifier `value` of the given kind, mostly covered.
pub(super) fn mask(kind: &str, value: &str) -> String {
    let first = |count| value.chars().take(count).collect::<String>();
    match (kind, value.rsplit_once('@')) {
        ("email", Some((_, domain))) => format!("{}…@{domain}", first(1)),
        ("phone", _) if value.chars().count() > 6 => {
            let skipped = value.chars().count() - 2;
            format!("…{}", value.chars().skip(skipped).collect::<String>())
        }
        _ if value.chars().count() > 8 => format!("{}…", first(4)),
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_is_left() {
        for (kind, value, masked) in [
            ("email", "ada@example.com", "a…@example.com"),
            ("email", "not an address", "not …"),
            ("phone", "+14155550142", "…42"),
            ("phone", "42", "…"),
            ("browser", "3f9ac01b77", "3f9a…"),
            ("browser", "short", "…"),
            ("account", "žluťoučký kůň", "žluť…"),
            ("account", "", "…"),
        ] {
            assert_eq!(mask(kind, value), masked);
        }
    }
}
