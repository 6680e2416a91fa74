//! Who keeps to a programme that rests on sharing, although their browser sends a signal (11 CCR 7025(c)(4)).

use std::collections::{HashMap, HashSet};

use optout::{Channel, Entry, Token};

/// The programmes that each token keeps to, until it says no by other means than a signal.
#[derive(Debug, Default)]
pub(crate) struct Programs(HashMap<Token, HashSet<String>>);

impl Programs {
    pub(crate) fn follow(&mut self, entry: &Entry) {
        match entry {
            Entry::Stayed(stayed) => {
                for subject in &stayed.subjects {
                    let kept = self.0.entry(subject.token).or_default();
                    kept.insert(stayed.program.clone());
                }
            }
            // A link extends what a signal may have said, so it is no word of the person's own either.
            Entry::OptOut(no) if !matches!(no.channel, Channel::Signal | Channel::Link) => {
                for subject in &no.subjects {
                    self.0.remove(&subject.token);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn is_kept_by_any(&self, program: &str, tokens: &[Token]) -> bool {
        let keeps = |token| self.0.get(token).is_some_and(|kept| kept.contains(program));
        tokens.iter().any(keeps)
    }
}
