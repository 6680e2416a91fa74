//! Global Privacy Control: the request header, and what a site says about it.

#[cfg(feature = "json")]
mod date;
#[cfg(feature = "json")]
pub mod well_known;

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
