//! The one stylesheet.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The stylesheet of every page, to be served at [`style_path`] with an immutable cache header.
pub const STYLE: &str = include_str!("../../templates/refrain.css");

static PATH: LazyLock<String> = LazyLock::new(|| {
    let digest = Sha256::digest(STYLE.as_bytes());
    let start = u64::from_be_bytes(*digest.first_chunk().expect("a SHA-256 digest has 32 bytes"));
    format!("/assets/refrain.{start:016x}.css")
});

/// Where [`STYLE`] is served. The name changes with the content, so a cache may keep it for ever.
#[must_use]
pub fn style_path() -> &'static str {
    &PATH
}
