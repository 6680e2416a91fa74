//! Staying on a page as somebody does who looks through it. Tags like to come late: after a while, or when somebody is seen to be
//! there, so the pointer is on the page and its wheel turns. Nothing is clicked.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Visit;
use super::observed::Quiet;
use super::tab::Tab;
use crate::trouble::Trouble;

/// How long nothing may begin or end before a page counts as quiet.
const QUIET: Duration = Duration::from_millis(1500);
/// How often the wheel is turned, and how far.
const BETWEEN_TURNS: Duration = Duration::from_millis(250);
const TURN_PIXELS: u32 = 700;
/// How far down a page that has no end is followed.
const TURNS: usize = 40;
/// Where the pointer is: at the edge, where there is seldom a frame or a map to take the wheel for itself.
const POINTER: [u32; 2] = [40, 450];

/// How it was to be there.
pub struct Stay {
    pub quiet: Quiet,
    /// How long it was, since the page had loaded.
    pub looked: Duration,
}

/// Waits until the page has loaded, stays, and then until it is quiet.
pub fn stay(tab: &mut Tab<'_>, what: &Visit) -> Result<Stay, Trouble> {
    let until = Instant::now() + what.stay + what.patience;
    while !tab.watch.loaded && Instant::now() < until {
        tab.hear(until)?;
    }
    let loaded = Instant::now();
    look_through(tab, until.min(loaded + what.stay))?;
    let quiet = tab.settle(QUIET, until.saturating_duration_since(Instant::now()))?;
    Ok(Stay {
        quiet,
        looked: loaded.elapsed(),
    })
}

fn look_through(tab: &mut Tab<'_>, until: Instant) -> Result<(), Trouble> {
    let mut turns = 0;
    let mut next = Instant::now();
    while Instant::now() < until {
        if Instant::now() >= next && turns < TURNS {
            touch(
                tab,
                if turns == 0 {
                    "mouseMoved"
                } else {
                    "mouseWheel"
                },
            )?;
            turns += 1;
            next += BETWEEN_TURNS;
        }
        tab.hear(until)?;
    }
    Ok(())
}

/// Moves the pointer there, or turns its wheel. A page that is busy answers late, and is not waited for.
fn touch(tab: &mut Tab<'_>, how: &str) -> Result<(), Trouble> {
    let session = tab.frames[0].session.clone();
    let [x, y] = POINTER;
    let event: Value = json!({"type": how, "x": x, "y": y, "deltaX": 0, "deltaY": TURN_PIXELS});
    tab.send(Some(&session), "Input.dispatchMouseEvent", &event)?;
    Ok(())
}
