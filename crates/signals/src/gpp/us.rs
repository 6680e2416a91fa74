//! One US section.

mod broken;
mod national;
mod read;

use super::base64::{self, Bits};
use super::error::{Allowed, Error};
use super::field::{Field, Kind};
use super::table::{Block, Layout, Part};
use crate::{Doubt, Doubts};

/// A US section: its bits, and the layout that says what they mean. Nothing of it is on the heap.
#[derive(Clone, Copy, Debug)]
pub struct UsSection {
    layout: &'static Layout,
    /// The core's bits from the highest down; those beyond its fields are not set.
    core: u128,
    /// How many bits of the core could be read: all, unless it was broken.
    known: u32,
    sub: Option<u128>,
    doubts: Doubts,
}

/// Sections are equal that say the same, however they were spelt.
impl PartialEq for UsSection {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.layout, other.layout)
            && (self.core, self.known, self.sub) == (other.core, other.known, other.sub)
    }
}

impl Eq for UsSection {}

impl UsSection {
    /// A section in which nothing applies, and the transaction is not covered by the MSPA: to claim cover is to claim a contract.
    ///
    /// # Errors
    ///
    /// If nobody agrees how this section is encoded (24 to 27).
    pub fn new(layout: &'static Layout) -> Result<Self, Error> {
        if !layout.settled {
            return Err(Error::Unsettled(layout.name));
        }
        let mut section = Self {
            layout,
            core: 0,
            known: layout.core.bits,
            sub: None,
            doubts: Doubts::default(),
        };
        section.set(Field::Version, &[layout.version])?;
        section.set(Field::MspaCoveredTransaction, &[2])?;
        Ok(section)
    }

    /// How it is laid out.
    #[must_use]
    pub fn layout(&self) -> &'static Layout {
        self.layout
    }

    /// Why what it says may not be what was meant.
    #[must_use]
    pub fn doubts(&self) -> Doubts {
        self.doubts
    }

    /// Its blocks: the core, and the sub-section if there is one.
    pub fn blocks(&self) -> impl Iterator<Item = Fields> {
        let core = Fields {
            block: &self.layout.core,
            bits: self.core,
            known: self.known,
        };
        let sub = self.layout.sub.as_ref().zip(self.sub);
        let sub = sub.map(|(block, bits)| Fields {
            block,
            bits,
            known: block.bits,
        });
        std::iter::once(core).chain(sub)
    }

    /// The value of a field; of a list, the first. `None` if it has no such field, or it could not be read.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<u8> {
        if let Some(part) = self.layout.core.part(field) {
            let is_there = part.end <= self.known;
            return is_there.then(|| Bits::get(self.core, part.at, part.width));
        }
        let part = self.layout.sub.as_ref()?.part(field)?;
        Some(Bits::get(self.sub?, part.at, part.width))
    }

    /// The values of a field: one, or those of a list. None if it has no such field, or it could not be read.
    pub fn values(&self, field: Field) -> impl Iterator<Item = u8> {
        let found = self.blocks().find_map(|fields| {
            let part = fields.block.part(field)?;
            (part.end <= fields.known).then(|| fields.values(part))
        });
        found.into_iter().flatten()
    }

    /// Whether it carries Global Privacy Control.
    #[must_use]
    pub fn gpc(&self) -> bool {
        self.get(Field::Gpc) == Some(1)
    }

    /// Gives a field its values. Those of the sub-section add it.
    ///
    /// # Errors
    ///
    /// If the section has no such field, or not with these values; or if it was not [read](super::readings) to its end.
    pub fn set(&mut self, field: Field, values: &[u8]) -> Result<(), Error> {
        self.check_whole()?;
        let section = self.layout.name;
        let in_core = self.layout.core.part(field);
        let in_sub = || self.layout.sub.as_ref().and_then(|sub| sub.part(field));
        let part = in_core
            .or_else(in_sub)
            .ok_or(Error::NoField { section, field })?;
        if values.len() != part.count {
            return Err(Error::Length {
                section,
                field,
                expected: part.count,
                found: values.len(),
            });
        }
        values
            .iter()
            .try_for_each(|value| self.check(field, *value))?;
        let bits = match in_core {
            Some(_) => &mut self.core,
            None => self.sub.get_or_insert(self.layout.empty_sub()),
        };
        let places = (part.at..).step_by(part.width as usize);
        for (at, value) in places.zip(values) {
            *bits = Bits::set(*bits, (at, part.width), *value);
        }
        Ok(())
    }

    fn check(&self, field: Field, value: u8) -> Result<(), Error> {
        let kind = self.layout.kind(field);
        let (fits, allowed) = match (kind, field) {
            (Kind::Number, Field::SubsectionType) => (value == 1, Allowed::Only(1)),
            (Kind::Number, _) => {
                let version = self.layout.version;
                (value == version, Allowed::Only(version))
            }
            _ => (kind.meaning(value).is_some(), Allowed::Of(kind)),
        };
        if fits {
            return Ok(());
        }
        Err(Error::Value {
            section: self.layout.name,
            field,
            value,
            allowed,
        })
    }

    /// What could not be read may have been a no, and must not become a section that looks whole without it.
    fn check_whole(&self) -> Result<(), Error> {
        if self.doubts.has(Doubt::Incomplete) {
            let fault = "it is not written, because it was not read to its end";
            let id = self.layout.id;
            return Err(Error::Section { id, fault });
        }
        Ok(())
    }

    /// Appends it as the libraries write it.
    pub(super) fn write(&self, out: &mut String) -> Result<(), Error> {
        if !self.layout.settled {
            return Err(Error::Unsettled(self.layout.name));
        }
        self.check_whole()?;
        for (nth, Fields { block, bits, .. }) in self.blocks().enumerate() {
            if nth > 0 {
                out.push('.');
            }
            base64::write(out, bits, block.bits);
        }
        Ok(())
    }
}

/// The fields of a block with their values.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    block: &'static Block,
    bits: u128,
    /// How many of the bits could be read.
    known: u32,
}

impl Fields {
    /// The place of each field that could be read, in order.
    #[must_use]
    pub fn parts(&self) -> &'static [Part] {
        let parts = self.block.parts();
        if self.known == self.block.bits {
            return parts;
        }
        &parts[..parts.partition_point(|part| part.end <= self.known)]
    }

    /// The values at a place.
    pub fn values(self, part: &Part) -> impl Iterator<Item = u8> + use<> {
        let width = part.width;
        let mut rest = self.bits << part.at;
        (0..part.count).map(move |_| {
            let value = Bits::get(rest, 0, width);
            rest <<= width;
            value
        })
    }
}

impl Layout {
    /// The sub-section with nothing but its type.
    fn empty_sub(&self) -> u128 {
        let part = self
            .sub
            .as_ref()
            .and_then(|sub| sub.part(Field::SubsectionType));
        part.map_or(0, |part| Bits::set(0, (part.at, part.width), 1))
    }
}
