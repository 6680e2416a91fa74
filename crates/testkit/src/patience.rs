//! Waiting for something without guessing how long it takes.

use std::time::{Duration, Instant};

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_mins(3);
/// How long to wait between two looks.
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// Looks again and again until `look` finds something; panics if it never does.
pub fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    patiently(look).unwrap_or_else(|| panic!("gave up waiting for {what}"))
}

/// Looks again and again until `look` finds something, or patience is at its end.
pub fn patiently<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let found = look();
        if found.is_some() || Instant::now() > deadline {
            return found;
        }
        std::thread::sleep(BETWEEN_LOOKS);
    }
}
