//! `refrain snippet` and `refrain site-key`: what a site pastes, and what its server proves log-ins with.

use web::snippet::{LinkWords, SiteKey, Snippet, catalogue};

use crate::cli::{At, Shown};
use crate::failure::Failure;
use crate::term;

/// What to paste.
pub fn run(at: &At, shown: &Shown) -> Result<(), Failure> {
    if shown.recipients {
        recipients(shown.json);
        return Ok(());
    }
    let config = at.place().read_config()?.of(&at.business)?;
    let (url, site) = (config.public_url(), config.site()?);
    let snippet = Snippet::new(&site.to_json(&url, &config.business.name));
    let link = format!(
        "<refrain-link><a href=\"{url}/privacy-choices\">{}</a></refrain-link>",
        title(site.link)
    );
    if shown.inline {
        term::say(format!(
            "<script>{}</script>",
            snippet.core.text().trim_end()
        ));
        term::say(format!("<script async src=\"{url}/refrain.js\"></script>"));
        term::tell(format!(
            "Both go into <head>, before every other script, and this into the footer of every page: {link}"
        ));
    } else {
        term::say(format!("<script src=\"{url}/refrain.js\"></script>"));
        term::say(link);
        term::tell(
            "The first line goes into <head>, before every other script; the second into the footer of every page.",
        );
    }
    term::tell(
        "Mark the tags that share: <script type=\"text/plain\" data-refrain=\"sharing\" data-src=\"…\">. `refrain probe URL` checks it.",
    );
    if site.domain.is_empty() && !url.contains("://127.") {
        term::tell(
            "Set site.domain, so that the site's pages can read the choice: without it, only this host can.",
        );
    }
    Ok(())
}

/// The link's title, in the law's own words.
fn title(words: LinkWords) -> &'static str {
    match words {
        LinkWords::Choices => "Your Privacy Choices",
        LinkWords::DoNotSell => "Do Not Sell or Share My Personal Information",
    }
}

/// The site's key.
pub fn key(at: &At) -> Result<(), Failure> {
    let installation = at.place().open()?;
    term::say(SiteKey::of(&installation.key).secret());
    term::tell(
        "A secret for the site's server. It proves a log-in with data-proof = hex(HMAC-SHA256(key, \"account:\" + ID)).",
    );
    Ok(())
}

fn recipients(json: bool) {
    let lines = catalogue().iter().map(|(name, one)| {
        serde_json::json!({ "recipient": name, "name": one.name, "hosts": one.hosts, "restricted": one.restricted, "note": one.note })
    });
    if json {
        term::json(&lines.collect::<Vec<_>>());
        return;
    }
    for (name, one) in catalogue() {
        let mode = one
            .restricted
            .as_deref()
            .unwrap_or("no restricted mode: held, or not loaded");
        term::say(format!("{name:<18} {:<26} {mode}", one.name));
    }
}
