//! Opt-out preference signals that a machine sends for a person (11 CCR 7025). So far: Global Privacy Control.
//!
//! Absence of a signal means nothing: it is not consent, and it takes nothing back (11 CCR 7025(c)(5)). So there is a
//! function that sees a signal, and none that sees its end.

/// Whether the `Sec-GPC` header's field lines carry the signal ([W3C GPC](https://w3c.github.io/gpc/), section 3).
///
/// The value is exactly `1`; of several field lines one is enough, and any other value counts as none. One deliberate
/// deviation, towards protection: a proxy that folds two field lines into one makes `1, 1`, which is read as two.
///
/// ```
/// assert!(signals::sec_gpc(["1"]));
/// assert!(signals::sec_gpc(["0", "1"]));
/// assert!(signals::sec_gpc(["1, 1"]));
/// assert!(!signals::sec_gpc(["true"]));
/// assert!(!signals::sec_gpc(std::iter::empty::<&str>()));
/// ```
pub fn sec_gpc<V: AsRef<[u8]>>(field_lines: impl IntoIterator<Item = V>) -> bool {
    let on = |line: V| {
        line.as_ref()
            .split(|byte| *byte == b',')
            .all(|member| member.trim_ascii() == b"1")
    };
    field_lines.into_iter().any(on)
}
