//! Who keeps to a programme that rests on sharing, although their browser sends a signal (11 CCR 7025(c)(4)).

use std::collections::HashMap;

use optout::{Entry, PurposeSet, Token};

/// The programmes that each token keeps to, and since which entry, until it says no by other means than a signal.
#[derive(Debug, Default)]
pub(crate) struct Programs(HashMap<Token, HashMap<String, u64>>);

impl Programs {
    pub(crate) fn follow(&mut self, position: u64, entry: &Entry) {
        match entry {
            Entry::Stayed(stayed) => {
                for subject in &stayed.subjects {
                    let kept = self.0.entry(subject.token).or_default();
                    kept.insert(stayed.program.clone(), position);
                }
            }
            Entry::OptOut(no)
                if no.channel.word().is_own() && no.purposes.intersects(PurposeSet::OPT_OUT) =>
            {
                for subject in &no.subjects {
                    self.0.remove(&subject.token);
                }
            }
            Entry::Retention(over) => self.forget_before(over.through),
            _ => {}
        }
    }

    /// What is erased must be asked again; a process that starts afterwards would not know of it.
    fn forget_before(&mut self, position: u64) {
        self.0.retain(|_, kept| {
            kept.retain(|_, since| *since >= position);
            !kept.is_empty()
        });
    }

    pub(crate) fn is_kept_by_any(&self, program: &str, tokens: &[Token]) -> bool {
        let keeps = |token| {
            self.0
                .get(token)
                .is_some_and(|kept| kept.contains_key(program))
        };
        tokens.iter().any(keeps)
    }
}
