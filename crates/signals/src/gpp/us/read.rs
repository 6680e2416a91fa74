//! Reading a section leniently: a preference must not be lost because its carrier was careless.

use super::national::national;
use super::{Bits, UsSection};
use crate::gpp::base64::library_len;
use crate::gpp::error::Error;
use crate::gpp::field::Field;
use crate::gpp::split::Split;
use crate::gpp::table::{Block, Layout, USNAT};
use crate::{Doubt, Doubts, Purpose};

/// A text that holds no section, and why.
type Fault = &'static str;

const NOT_BASE64: Fault = "a character is not base64url (A-Z a-z 0-9 - _, without =)";
const BLANK: Fault = "a sub-section is blank";

/// How many bits the version has, with which every section begins.
pub(super) const VERSION: u32 = 6;
/// The higher bit of each pair.
const HIGHER: u128 = u128::MAX / 3 * 2;

impl UsSection {
    /// Reads the text of a section.
    pub(in crate::gpp) fn read(layout: &'static Layout, text: &str) -> Result<Self, Error> {
        read(layout, text).map_err(|fault| Error::Section {
            id: layout.id,
            fault,
        })
    }
}

fn read(layout: &'static Layout, text: &str) -> Result<UsSection, Fault> {
    let mut texts = Split::at(b'.', text);
    let mut doubts = Doubts::default();
    let mut bits = next(&mut texts)?.ok_or(BLANK)?;
    doubts.add_if(!layout.settled, Doubt::Unsettled);
    if has_header(layout, bits, &texts) {
        bits = next(&mut texts)?.ok_or(BLANK)?;
    }
    let (layout, core) = core(layout, bits, &mut doubts)?;
    let sub = sub(layout, &mut texts, &mut doubts)?;
    let section = UsSection {
        layout,
        core,
        known: layout.core.bits,
        sub,
        doubts,
    };
    Ok(section.doubting())
}

fn next(texts: &mut Split<'_>) -> Result<Option<Bits>, Fault> {
    match texts.next() {
        None => Ok(None),
        Some("") => Err(BLANK),
        Some(text) => Bits::read(text).map(Some).ok_or(NOT_BASE64),
    }
}

/// Whether the first text is a header, with which the specification begins the unsettled sections since 2026, and the library
/// does not. It starts with the section's own number, where otherwise a version stands that is 1.
pub(super) fn has_header(layout: &Layout, first: Bits, rest: &Split<'_>) -> bool {
    !layout.settled
        && u16::from(Bits::get(first.value, 0, VERSION)) == layout.id
        && rest.rest().is_some()
}

pub(super) fn core(
    layout: &'static Layout,
    bits: Bits,
    doubts: &mut Doubts,
) -> Result<(&'static Layout, u128), Fault> {
    let (layout, value) = if layout.id == USNAT {
        national(layout, bits, doubts)?
    } else {
        let longest = library_len(layout.core.bits) * 6;
        doubts.add_if(bits.len > longest, Doubt::Length);
        (layout, bits.cut(&layout.core)?)
    };
    let beyond = bits.more || bits.value << layout.core.bits != 0;
    doubts.add_if(beyond, Doubt::Length);
    Ok((layout, value))
}

fn sub(layout: &Layout, texts: &mut Split<'_>, doubts: &mut Doubts) -> Result<Option<u128>, Fault> {
    let mut kept = None;
    while let Some(bits) = next(texts)? {
        match &layout.sub {
            None => doubts.add_if(true, Doubt::ExtraSubsection),
            Some(block) => {
                let value = bits.cut(block)?;
                doubts.add_if(kept.is_some(), Doubt::ExtraSubsection);
                // Of several, one that carries the signal is enough.
                let gpc = block
                    .part(Field::Gpc)
                    .map(|part| Bits::get(value, part.at, 1));
                if kept.is_none() || gpc == Some(1) {
                    kept = Some(value);
                }
            }
        }
    }
    Ok(kept)
}

impl Bits {
    /// The bits of a block, if there are so many, without those that follow.
    pub(super) fn cut(self, block: &Block) -> Result<u128, Fault> {
        if self.len < block.bits as usize {
            return Err("it is cut off: it has fewer bits than its fields");
        }
        Ok(self.value & !(u128::MAX >> block.bits))
    }
}

impl UsSection {
    /// With the doubts that its values give reason for.
    pub(super) fn doubting(mut self) -> Self {
        let version = Bits::get(self.core, 0, VERSION);
        let is_known = version == self.layout.version || self.known < VERSION;
        let has_undefined = self.has_undefined();
        let undefined_opt_out = has_undefined && self.is_any(Purpose::ALL.map(Purpose::field), 3);
        let modes = [Field::MspaOptOutOptionMode, Field::MspaServiceProviderMode];
        let mspa = match self.get(Field::MspaCoveredTransaction) {
            Some(1) => modes.iter().all(|mode| self.get(*mode) == Some(1)),
            Some(2) => self.is_any(modes, 1),
            covered => covered == Some(0),
        };
        let other_type = self
            .get(Field::SubsectionType)
            .is_some_and(|kind| kind != 1);
        let doubts = &mut self.doubts;
        doubts.add_if(has_undefined && !undefined_opt_out, Doubt::UndefinedValue);
        doubts.add_if(undefined_opt_out, Doubt::UndefinedOptOut);
        doubts.add_if(!is_known, Doubt::UnknownVersion);
        // Where its length is wrong, the fields at its end say nothing that could contradict itself.
        doubts.add_if(mspa && !doubts.has(Doubt::Length), Doubt::Mspa);
        doubts.add_if(other_type, Doubt::SubsectionType);
        self
    }

    fn is_any<const N: usize>(&self, fields: [Field; N], value: u8) -> bool {
        fields.iter().any(|field| self.get(*field) == Some(value))
    }

    /// Whether a field of the core has the value 3. Every one but the version has two bits, and starts at an even place.
    fn has_undefined(&self) -> bool {
        let pairs = self.core << VERSION;
        pairs & pairs << 1 & HIGHER != 0
    }
}
