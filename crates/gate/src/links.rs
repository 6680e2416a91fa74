//! Which identifiers belong together, as far as the log says.

use std::collections::HashMap;
use std::ops::Range;

use optout::{Subjects, Token};

/// Every link, and which of them name a token.
#[derive(Debug, Default)]
pub(crate) struct Links {
    all: Vec<(u64, Subjects)>,
    of: HashMap<Token, Vec<u32>>,
}

impl Links {
    pub(crate) fn add(&mut self, position: u64, subjects: &Subjects) {
        let nth = u32::try_from(self.all.len()).expect("four billion links do not fit into memory");
        for subject in subjects.iter() {
            self.of.entry(subject.token).or_default().push(nth);
        }
        self.all.push((position, subjects.clone()));
    }

    /// The links that name a token, oldest first.
    pub(crate) fn of<'a>(
        &'a self,
        token: &Token,
    ) -> impl Iterator<Item = &'a (u64, Subjects)> + use<'a> {
        let named = self.of.get(token).map(Vec::as_slice).unwrap_or_default();
        named.iter().filter_map(|nth| self.all.get(*nth as usize))
    }

    /// The position of a link that names all of `subjects`.
    pub(crate) fn holding(&self, subjects: &Subjects) -> Option<u64> {
        let first = subjects.iter().next()?;
        let mut links = self.of(&first.token);
        links
            .find(|(_, link)| link.contain(subjects))
            .map(|(position, _)| *position)
    }

    /// The positions of the links in a stretch of the log.
    pub(crate) fn positions(&self, range: Range<u64>) -> Vec<u64> {
        let from = self.all.partition_point(|(at, _)| *at < range.start);
        let until = self.all.partition_point(|(at, _)| *at < range.end);
        self.all[from..until].iter().map(|(at, _)| *at).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }
}
