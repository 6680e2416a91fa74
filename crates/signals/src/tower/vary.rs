//! `Vary`, to which others add too.

use http::HeaderMap;
use http::header::{HeaderValue, VARY};

/// Adds `Sec-GPC` as a line of its own, unless the answer varies by it, or by everything, already.
pub fn add(headers: &mut HeaderMap) {
    let names = |line: &HeaderValue| {
        let mut names = line
            .as_bytes()
            .split(|byte| *byte == b',')
            .map(<[u8]>::trim_ascii);
        names.any(|name| name == b"*" || name.eq_ignore_ascii_case(b"sec-gpc"))
    };
    if !headers.get_all(VARY).iter().any(names) {
        headers.append(VARY, HeaderValue::from_static("Sec-GPC"));
    }
}
