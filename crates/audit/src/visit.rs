//! One visit: a fresh browser opens the page, stays until it is quiet, asks its frames, leaves it, and is closed.

mod address;
mod agent;
mod frames;
mod net_log;
mod observed;
mod stay;
mod tab;
mod watch;

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use crate::browser::{Browser, BrowserOptions};
use crate::stop::Stop;
use crate::trouble::Trouble;
pub use address::{address, shown};
pub use agent::agent;
use net_log::NetLog;
use observed::Cookie;
pub use observed::{Document, Observed, Quiet, Request, Way, Witness};
use tab::Tab;

/// How long a page may take to fall quiet, if nobody says otherwise.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// How long to stay on a page that has loaded, if nobody says otherwise.
pub const STAY: Duration = Duration::from_secs(5);
/// How long nothing may begin or end before a page that is left counts as gone.
const AFTERMATH: Duration = Duration::from_millis(500);
/// How long leaving may take at most.
const LEAVING: Duration = Duration::from_secs(5);
/// The longest `gpc.json` that is read.
const GPC_JSON_BYTES: u32 = 64 << 10;

/// What to visit, and how.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The browser to see it in.
    pub browser: BrowserOptions,
    /// The page's address.
    pub page: Url,
    /// How long to stay when it has loaded, at least.
    pub stay: Duration,
    /// How long the page may take to load and fall quiet, besides.
    pub patience: Duration,
}

/// Whether the browser sends the signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// It does not.
    Absent,
    /// It does.
    Sent,
}

/// Makes the visit, in a browser that calls itself `agent`.
pub fn visit(
    what: &Visit,
    signal: Signal,
    agent: Option<&str>,
    stop: &Stop,
) -> Result<Observed, Trouble> {
    let mut browser = Browser::launch(&what.browser, agent)?;
    let mut tab = Tab::of(&mut browser, stop);
    let (name, way) = prepare(&mut tab, signal)?;
    tab.attach(way)?;
    let loader = navigate(&mut tab, &what.page)?;
    let stay = stay::stay(&mut tab, what)?;
    let document = document(&mut tab, &loader, &what.page)?;
    let asked = frames::ask(&mut tab, &what.page)?;
    let cookies = cookies(&mut tab)?;
    let gpc_json = match signal {
        Signal::Sent => gpc_json(&mut tab, &document.url),
        Signal::Absent => None,
    };
    leave(&mut tab)?;
    let mut requests = tab.watch.into_requests();
    let path = browser.close();
    let log = net_log::read(&path).map_err(|source| Trouble::Profile { path, source })?;
    let connected = connected(&log, &document.url);
    if !connected
        .iter()
        .any(|host| Some(host.as_str()) == document.url.host_str())
    {
        return Err(Trouble::NoWitness);
    }
    requests.extend(unattributed(&requests, &log));
    Ok(Observed {
        browser: name,
        way,
        connected,
        is_log_whole: log.is_whole,
        document,
        quiet: stay.quiet,
        looked: stay.looked,
        requests,
        cookies,
        frames: asked.frames,
        silent_frames: asked.silent,
        gpc_json,
    })
}

/// The browser's name, and how it is made to send the signal: by itself where it can.
fn prepare(tab: &mut Tab<'_>, signal: Signal) -> Result<(String, Option<Way>), Trouble> {
    let version = tab.call(None, "Browser.getVersion", &json!({}))?;
    let name = version["product"].as_str().unwrap_or("Chromium").to_owned();
    let gpc = json!({"gpc": signal == Signal::Sent});
    let native = match tab.call(None, "Browser.setGlobalPrivacyControl", &gpc) {
        Ok(_) => Way::Native,
        Err(Trouble::Refused { .. }) => Way::Injected,
        Err(trouble) => return Err(trouble),
    };
    Ok((name, (signal == Signal::Sent).then_some(native)))
}

/// Goes to the page; returns the number of the document's request.
fn navigate(tab: &mut Tab<'_>, page: &Url) -> Result<String, Trouble> {
    tab.watch.forget_under_way();
    let answer = tab.ask("Page.navigate", &json!({"url": page.as_str()}));
    let answer = match answer {
        Err(Trouble::Silent { .. }) => return Err(not_loaded(page, "nothing was answered")),
        other => other?,
    };
    if let Some(reason) = answer["errorText"].as_str() {
        return Err(not_loaded(page, reason));
    }
    Ok(answer["loaderId"].as_str().unwrap_or_default().to_owned())
}

fn document(tab: &mut Tab<'_>, loader: &str, page: &Url) -> Result<Document, Trouble> {
    let Some(status) = tab.watch.status(loader) else {
        return Err(not_loaded(page, "it was not answered in time"));
    };
    if status >= 400 {
        return Err(not_loaded(
            page,
            &format!("it was answered with status {status}"),
        ));
    }
    let tree = tab.ask("Page.getFrameTree", &json!({}))?;
    let url = tree["frameTree"]["frame"]["url"]
        .as_str()
        .unwrap_or_default();
    Ok(Document {
        url: address(url).ok_or_else(|| not_loaded(page, "it led nowhere"))?,
        sent_signal: tab.watch.carried_signal(loader),
    })
}

fn not_loaded(page: &Url, reason: &str) -> Trouble {
    Trouble::NotLoaded {
        url: shown(page),
        reason: reason.to_owned(),
    }
}

fn cookies(tab: &mut Tab<'_>) -> Result<Vec<Cookie>, Trouble> {
    let method = "Storage.getCookies";
    let answer = tab.call(None, method, &json!({}))?;
    let cookies = serde_json::from_value(answer["cookies"].clone());
    cookies.map_err(|source| Trouble::Garbled { method, source })
}

/// The site's `gpc.json`, fetched by the browser so that hosts and certificates are what they are for the page.
fn gpc_json(tab: &mut Tab<'_>, page: &Url) -> Option<String> {
    let url = page.join("/.well-known/gpc.json").ok()?;
    let tree = tab.ask("Page.getFrameTree", &json!({})).ok()?;
    let question = json!({
        "frameId": tree["frameTree"]["frame"]["id"], "url": url.as_str(),
        "options": {"disableCache": true, "includeCredentials": false},
    });
    let answer = tab.ask("Network.loadNetworkResource", &question).ok()?;
    let resource = &answer["resource"];
    if resource["httpStatusCode"].as_u64() != Some(200) {
        return None;
    }
    let read = json!({"handle": resource["stream"], "size": GPC_JSON_BYTES});
    let read = tab.ask("IO.read", &read).ok()?;
    decoded(&read)
}

fn decoded(read: &Value) -> Option<String> {
    let data = read["data"].as_str()?;
    if read["base64Encoded"].as_bool() == Some(true) {
        return None;
    }
    Some(data.to_owned())
}

/// Goes away from the page, so that it sends what it sends then.
fn leave(tab: &mut Tab<'_>) -> Result<(), Trouble> {
    tab.watch.forget_under_way();
    tab.ask("Page.navigate", &json!({"url": "about:blank"}))?;
    tab.settle(AFTERMATH, LEAVING)?;
    Ok(())
}

/// What only the network log has seen.
fn unattributed(seen: &[Request], log: &NetLog) -> Vec<Request> {
    let known: HashSet<&Url> = seen.iter().map(|request| &request.url).collect();
    let others = log.requests.iter().filter(|url| !known.contains(url));
    others
        .map(|url| Request {
            url: url.clone(),
            kind: "unattributed".to_owned(),
            body: None,
            witness: Witness::NetLog,
        })
        .collect()
}

/// Hosts to which this page, and not the browser itself, had connections made.
fn connected(log: &NetLog, page: &Url) -> Vec<String> {
    let site = page.host_str().map(crate::party::site);
    let of_page = log
        .connected
        .iter()
        .filter(|(_, top)| Some(crate::party::site(top)) == site);
    of_page.map(|(host, _)| host.clone()).collect()
}
