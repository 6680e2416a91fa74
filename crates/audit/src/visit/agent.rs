//! What the browser says of itself.

use serde_json::json;

use super::tab::Tab;
use crate::browser::{Browser, BrowserOptions};
use crate::stop::Stop;
use crate::trouble::Trouble;

/// The word by which a browser without a window gives itself away.
const NO_WINDOW: &str = "Headless";

/// What the browser is to call itself, if it must be told: what it would say if it had a window. Many sites and tags treat robots
/// otherwise, and are to show what they show people. It has to be known before a browser starts, so that its workers say the same.
pub fn agent(options: &BrowserOptions, stop: &Stop) -> Result<Option<String>, Trouble> {
    let mut browser = Browser::launch(options, None)?;
    let version = Tab::of(&mut browser, stop).call(None, "Browser.getVersion", &json!({}))?;
    browser.close();
    let said = version["userAgent"].as_str().unwrap_or_default();
    Ok(said
        .contains(NO_WINDOW)
        .then(|| said.replace(NO_WINDOW, "")))
}
