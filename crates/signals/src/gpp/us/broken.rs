//! What can be read of a section that is broken: whatever stands before the fault, or in another of its parts.
//!
//! Apart from [reading](super::read) one that is whole, which it would make slower.

use super::national::COMMON;
use super::read::{VERSION, core, has_header};
use super::{Bits, UsSection};
use crate::gpp::field::Field;
use crate::gpp::split::Split;
use crate::gpp::table::{Block, Layout, USNAT};
use crate::{Doubt, Doubts, Purpose};

impl UsSection {
    /// Reads as much as can be read; `None` if that is nothing of what it says no to.
    #[cold]
    pub(in crate::gpp) fn salvage(layout: &'static Layout, text: &str) -> Option<Self> {
        let mut doubts = Doubts::default();
        doubts.add_if(!layout.settled, Doubt::Unsettled);
        doubts.add_if(true, Doubt::Incomplete);
        let mut texts = Split::at(b'.', text);
        let mut bits = Bits::before_fault(texts.next()?);
        if has_header(layout, bits, &texts) {
            bits = Bits::before_fault(texts.next()?);
        }
        let (layout, core, known) = match core(layout, bits, &mut doubts) {
            Ok((layout, core)) => (layout, core, layout.core.bits),
            Err(_) => beginning(layout, bits),
        };
        let section = Self {
            layout,
            core,
            known,
            sub: layout.sub.as_ref().and_then(|block| sub(block, texts)),
            doubts,
        };
        let is_there = |purpose: Purpose| section.get(purpose.field()).is_some();
        let says_something = section.gpc() || Purpose::ALL.into_iter().any(is_there);
        says_something.then(|| section.doubting())
    }
}

/// The layout of a core that is cut off, its bits, and how many they are.
fn beginning(layout: &'static Layout, bits: Bits) -> (&'static Layout, u128, u32) {
    let (layout, most) = if layout.id == USNAT {
        // Of which version the lists are cannot be seen without their end.
        let version = Bits::get(bits.value, 0, VERSION);
        (layout.in_version(version), COMMON)
    } else {
        (layout, layout.core.bits)
    };
    let known = u32::try_from(bits.len).map_or(most, |len| len.min(most));
    (layout, bits.value & !(u128::MAX >> known), known)
}

/// The first sub-section that is whole, or the one that carries the signal.
fn sub(block: &Block, texts: Split<'_>) -> Option<u128> {
    let bits = texts.map(Bits::before_fault);
    let mut whole = bits.filter_map(|bits| bits.cut(block).ok());
    let first = whole.next()?;
    let gpc = |sub: &u128| {
        let part = block.part(Field::Gpc);
        part.is_some_and(|part| Bits::get(*sub, part.at, part.width) == 1)
    };
    Some(whole.find(gpc).unwrap_or(first))
}
