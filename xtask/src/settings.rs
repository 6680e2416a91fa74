//! What the environment says. Read once, here.

use std::env;
use std::ffi::OsString;

/// The settings of a run.
pub struct Settings {
    /// `CI`: nothing is skipped that could be run.
    pub ci: bool,
    /// `REFRAIN_SKIP_BROWSER`: the browser tests are left out, outside CI.
    pub skip_browser: bool,
    /// `CHROMIUM`: the browser, where it is not the one on the path.
    pub chromium: Option<OsString>,
}

impl Settings {
    /// The settings of this process.
    pub fn read() -> Self {
        let given = |name| env::var_os(name).filter(|value| !value.is_empty());
        Self {
            ci: given("CI").is_some(),
            skip_browser: given("REFRAIN_SKIP_BROWSER").is_some(),
            chromium: given("CHROMIUM"),
        }
    }
}
