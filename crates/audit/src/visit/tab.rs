//! One tab and everything in it: frames in processes of their own, workers, service workers.
//!
//! Each target is stopped at its birth and told what it needs *without waiting for answers*: a service worker that waits for its
//! debugger does not answer until it runs, and would wait for ever.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::observed::{Quiet, Way};
use super::watch::Watch;
use crate::browser::{Browser, HungUp, Message};
use crate::stop::Stop;
use crate::trouble::Trouble;

/// How long the browser may take for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often somebody's wish to stop is looked for.
const TICK: Duration = Duration::from_millis(100);
/// How much of a request's body is looked at for signs of a restricted mode.
const BODY_BYTES: u32 = 64 << 10;

/// Targets that are the browser's own pages: its address bar, its menus.
const BROWSERS_OWN: &str = "browser_ui";
const ATTACH: &str = "Target.setAutoAttach";

/// The property that a browser with the signal has, where the browser itself cannot be told to send it.
const PROPERTY: &str = "Object.defineProperty(Object.getPrototypeOf(navigator), 'globalPrivacyControl', \
     {get: () => true, enumerable: true, configurable: true})";

/// A tab, and what has been seen in it.
pub struct Tab<'a> {
    browser: &'a mut Browser,
    stop: &'a Stop,
    way: Option<Way>,
    /// The page itself; then frames in other processes.
    pub frames: Vec<Held>,
    pub watch: Watch,
}

/// A page or frame that is attached to.
#[derive(Clone)]
pub struct Held {
    pub session: String,
    pub target: String,
}

impl<'a> Tab<'a> {
    pub fn of(browser: &'a mut Browser, stop: &'a Stop) -> Self {
        Self {
            browser,
            stop,
            way: None,
            frames: Vec::new(),
            watch: Watch::new(),
        }
    }

    /// Attaches to the tab with which the browser came. `way` says whether the signal must be put in.
    pub fn attach(&mut self, way: Option<Way>) -> Result<(), Trouble> {
        self.way = way;
        self.call(None, ATTACH, &attach())?;
        let until = Instant::now() + PATIENCE;
        while self.frames.is_empty() {
            if Instant::now() > until {
                return Err(silent(ATTACH));
            }
            self.hear(until)?;
        }
        // What the tab was told lives in a process of its own, and navigating starts another one that is told the same: so it
        // must have been heard before. An answer to a later question says that it has.
        self.ask("Runtime.evaluate", &json!({"expression": "0"}))?;
        Ok(())
    }

    /// Asks the page's own session and waits for the answer.
    pub fn ask(&mut self, method: &'static str, params: &Value) -> Result<Value, Trouble> {
        let session = self.frames[0].session.clone();
        self.call(Some(&session), method, params)
    }

    /// Asks and waits for the answer, attending to events meanwhile.
    pub fn call(
        &mut self,
        session: Option<&str>,
        method: &'static str,
        params: &Value,
    ) -> Result<Value, Trouble> {
        let asked = self.send(session, method, params)?;
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let Some(answer) = self.hear(until)? else {
                continue;
            };
            if answer.id != Some(asked) {
                continue;
            }
            return match answer.error {
                None => Ok(answer.result),
                Some(refusal) => Err(Trouble::Refused {
                    method,
                    message: refusal.message,
                }),
            };
        }
        Err(silent(method))
    }

    /// Waits until the page has loaded and then done nothing for `quiet`, but not longer than `patience`.
    pub fn settle(&mut self, quiet: Duration, patience: Duration) -> Result<Quiet, Trouble> {
        let until = Instant::now() + patience;
        while Instant::now() < until {
            let watch = &self.watch;
            if watch.loaded && watch.is_idle() && watch.moved.elapsed() >= quiet {
                return Ok(Quiet::Fell);
            }
            self.hear(until)?;
        }
        let waiting_for = self.watch.waiting_for();
        Ok(Quiet::StillBusy { waiting_for })
    }

    /// Takes the next message, if one comes before the next tick; returns it if it is an answer.
    pub fn hear(&mut self, until: Instant) -> Result<Option<Message>, Trouble> {
        if self.stop.is_asked() {
            return Err(Trouble::Stopped);
        }
        let wait = until.saturating_duration_since(Instant::now()).min(TICK);
        let heard = self.browser.wire.next(wait);
        let Some(message) = heard.map_err(|HungUp| self.ended())? else {
            return Ok(None);
        };
        match message.method.as_str() {
            "" => return Ok(Some(message)),
            "Target.attachedToTarget" => self.greet(&message.params)?,
            "Target.detachedFromTarget" => {
                let gone = message.params["sessionId"].as_str().unwrap_or_default();
                self.frames.retain(|held| held.session != gone);
                self.watch.forget(gone);
            }
            "Page.javascriptDialogOpening" => {
                let session = message.session_id.as_deref();
                let yes = json!({"accept": true});
                self.send(session, "Page.handleJavaScriptDialog", &yes)?;
            }
            _ => self.watch.note(&message),
        }
        Ok(None)
    }

    /// Tells a new target to report its requests, to attach to what it makes, and to run.
    fn greet(&mut self, said: &Value) -> Result<(), Trouble> {
        let session = said["sessionId"].as_str().unwrap_or_default().to_owned();
        let session = session.as_str();
        let target = &said["targetInfo"];
        let kind = target["type"].as_str().unwrap_or_default();
        let is_frame = matches!(kind, "page" | "iframe");
        if is_frame {
            if self.frames.is_empty() {
                session.clone_into(&mut self.watch.page);
            }
            self.frames.push(Held {
                session: session.to_owned(),
                target: target["targetId"].as_str().unwrap_or_default().to_owned(),
            });
        }
        if kind != BROWSERS_OWN {
            self.watch_over(session, is_frame)?;
        }
        self.send(Some(session), "Runtime.runIfWaitingForDebugger", &json!({}))?;
        Ok(())
    }

    fn watch_over(&mut self, session: &str, is_frame: bool) -> Result<(), Trouble> {
        let limit = json!({"maxPostDataSize": BODY_BYTES});
        self.send(Some(session), "Network.enable", &limit)?;
        if is_frame {
            self.send(Some(session), "Page.enable", &json!({}))?;
        }
        if self.way == Some(Way::Injected) {
            self.inject(session, is_frame)?;
        }
        self.send(Some(session), ATTACH, &attach())?;
        Ok(())
    }

    /// Puts the signal into a target: header and property.
    fn inject(&mut self, session: &str, is_frame: bool) -> Result<(), Trouble> {
        let header = json!({"headers": {"Sec-GPC": "1"}});
        self.send(Some(session), "Network.setExtraHTTPHeaders", &header)?;
        let (method, script) = if is_frame {
            let script = json!({"source": PROPERTY, "runImmediately": true});
            ("Page.addScriptToEvaluateOnNewDocument", script)
        } else {
            ("Runtime.evaluate", json!({"expression": PROPERTY}))
        };
        self.send(Some(session), method, &script)?;
        Ok(())
    }

    /// Asks without waiting; returns the number of the question.
    pub fn send(
        &mut self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> Result<u64, Trouble> {
        let sent = self.browser.wire.send(session, method, params);
        sent.map_err(|HungUp| self.ended())
    }

    /// A browser that is told to stop from the terminal hangs up, too.
    fn ended(&self) -> Trouble {
        if self.stop.is_asked() {
            return Trouble::Stopped;
        }
        let said = self.browser.last_words();
        Trouble::Ended { said }
    }
}

fn attach() -> Value {
    json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true})
}

fn silent(method: &'static str) -> Trouble {
    Trouble::Silent {
        method,
        patience: PATIENCE,
    }
}
