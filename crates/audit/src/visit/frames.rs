//! Asking the page and its frames, all at once: a frame whose script never comes to rest keeps nobody else from answering.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use url::Url;

use super::not_loaded;
use super::observed::Frame;
use super::tab::{Held, Tab};
use super::watch::without_parameters;
use crate::browser::Message;
use crate::trouble::Trouble;

/// How long all of them together may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often one is asked that is just going elsewhere.
const TRIES: u32 = 3;
const ASK: &str = include_str!("page.js");

/// What they said.
pub struct Asked {
    /// What the page said, and then its frames.
    pub frames: Vec<Frame>,
    /// The addresses of frames that did not answer as they should.
    pub silent: Vec<String>,
}

/// Questions under way, and the answers so far, by session.
#[derive(Default)]
struct Round {
    asked: HashSet<String>,
    /// By number, each with the session that is asked and how often it has been.
    open: HashMap<u64, (String, u32)>,
    answers: HashMap<String, Frame>,
}

/// Asks the page, which must answer, and every frame that has a session of its own.
pub fn ask(tab: &mut Tab<'_>, page: &Url) -> Result<Asked, Trouble> {
    let own = tab.frames[0].session.clone();
    let mut round = Round::default();
    let until = Instant::now() + PATIENCE;
    loop {
        round.ask_new(tab)?;
        if round.open.is_empty() || Instant::now() >= until {
            break;
        }
        if let Some(answer) = tab.hear(until)? {
            round.note(tab, &answer)?;
        }
        // Whoever has gone meanwhile is no part of the page any more.
        let is_there = |session: &str| tab.frames.iter().any(|held| held.session == session);
        round.open.retain(|_, (session, _)| is_there(session));
    }
    let first = round.answers.remove(&own);
    let first = first.ok_or_else(|| not_loaded(page, "its scripts never came to rest"))?;
    let is_silent =
        |held: &&Held| held.session != own && !round.answers.contains_key(&held.session);
    let silent: Vec<Held> = tab.frames.iter().filter(is_silent).cloned().collect();
    let mut frames = vec![first];
    frames.extend(round.answers.into_values());
    Ok(Asked {
        frames,
        silent: addresses(tab, &silent)?,
    })
}

impl Round {
    /// Asks those who have not been yet; frames come while others are asked.
    fn ask_new(&mut self, tab: &mut Tab<'_>) -> Result<(), Trouble> {
        let sessions = tab.frames.iter().map(|held| held.session.clone());
        for session in sessions.collect::<Vec<_>>() {
            if self.asked.insert(session.clone()) {
                self.ask(tab, session, 1)?;
            }
        }
        Ok(())
    }

    fn ask(&mut self, tab: &mut Tab<'_>, session: String, times: u32) -> Result<(), Trouble> {
        let question = json!({"expression": ASK, "awaitPromise": true, "returnByValue": true});
        let number = tab.send(Some(&session), "Runtime.evaluate", &question)?;
        self.open.insert(number, (session, times));
        Ok(())
    }

    fn note(&mut self, tab: &mut Tab<'_>, answer: &Message) -> Result<(), Trouble> {
        let Some((session, times)) = answer.id.and_then(|id| self.open.remove(&id)) else {
            return Ok(());
        };
        if answer.error.is_some() && times < TRIES {
            return self.ask(tab, session, times + 1);
        }
        let said = answer.result["result"]["value"].clone();
        if let Ok(frame) = serde_json::from_value(said) {
            self.answers.insert(session, frame);
        }
        Ok(())
    }
}

/// Where frames are, as the browser has it: they cannot be asked.
fn addresses(tab: &mut Tab<'_>, frames: &[Held]) -> Result<Vec<String>, Trouble> {
    if frames.is_empty() {
        return Ok(Vec::new());
    }
    let targets = tab.call(None, "Target.getTargets", &json!({}))?;
    let targets = targets["targetInfos"].as_array().cloned();
    let address = |held: &Held| {
        let is_it = |target: &&Value| target["targetId"] == held.target.as_str();
        let target = targets.iter().flatten().find(is_it);
        let url = target.and_then(|target| target["url"].as_str());
        let url = url.filter(|url| !url.is_empty());
        url.map_or("without an address", without_parameters)
            .to_owned()
    };
    let mut addresses: Vec<String> = frames.iter().map(address).collect();
    addresses.sort_unstable();
    Ok(addresses)
}
