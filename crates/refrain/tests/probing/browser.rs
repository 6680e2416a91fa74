//! The browser that the tests use.

use std::path::PathBuf;

/// The browser that `CHROMIUM` names, or the one on the path. Without one the tests fail, unless `REFRAIN_SKIP_BROWSER` says
/// that they may be left out; then each says so.
pub fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").filter(|name| !name.is_empty());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = named
        .map(PathBuf::from)
        .or_else(|| audit::find_browser(&path));
    if found.is_none() {
        assert!(
            std::env::var_os("REFRAIN_SKIP_BROWSER").is_some(),
            "there is no Chromium: install it, name it in CHROMIUM, or set REFRAIN_SKIP_BROWSER to do without these tests"
        );
        eprintln!("SKIPPED: there is no Chromium, and REFRAIN_SKIP_BROWSER is set");
    }
    found
}
