//! `usnat`, whose two versions differ in the lengths of their lists, and are confused in the wild.

use super::Bits;
use crate::gpp::base64::library_len;
use crate::gpp::table::{Layout, USNAT_1};
use crate::{Doubt, Doubts};

/// The bits before the end of the first version's list of sensitive data, which both versions begin with.
pub(super) const COMMON: u32 = 48;
/// How many bits each list grew by: four values, and one.
const SENSITIVE: u32 = 8;
const CHILD: u32 = 2;
/// The bits of the first version's list about children.
const CHILDREN: u32 = 4;

/// The layout of the version that it says it has, and the bits in that layout.
///
/// Which lists are there shows in the length, as the libraries have it; the version is believed for everything else. Encoders
/// of 2025 wrote the second version's lists and called it the first, others did the reverse. Then what one version has and
/// the other has not is dropped, or not applicable.
pub(super) fn national(
    newest: &'static Layout,
    bits: Bits,
    doubts: &mut Doubts,
) -> Result<(&'static Layout, u128), &'static str> {
    let layout = newest.in_version(Bits::get(bits.value, 0, 6));
    let is_short = bits.len <= library_len(USNAT_1.core.bits) * 6;
    let found = if is_short { &USNAT_1 } else { newest };
    let value = bits.cut(&found.core)?;
    let says_short = layout.version == USNAT_1.version;
    doubts.add_if(is_short != says_short, Doubt::Length);
    let longest = library_len(newest.core.bits) * 6;
    doubts.add_if(bits.len > longest, Doubt::Length);
    Ok((
        layout,
        match (is_short, says_short) {
            (true, false) => lengthen(value),
            (false, true) => shorten(value),
            _ => value,
        },
    ))
}

/// The bits from one place to another, where they are.
fn span(value: u128, from: u32, to: u32) -> u128 {
    value & (u128::MAX >> from) & !(u128::MAX >> to)
}

fn lengthen(value: u128) -> u128 {
    let child = COMMON + CHILDREN;
    span(value, 0, COMMON)
        | span(value, COMMON, child) >> SENSITIVE
        | span(value, child, USNAT_1.core.bits) >> (SENSITIVE + CHILD)
}

fn shorten(value: u128) -> u128 {
    let child = COMMON + SENSITIVE;
    let rest = child + CHILDREN + CHILD;
    span(value, 0, COMMON)
        | span(value, child, child + CHILDREN) << SENSITIVE
        | (value & u128::MAX >> rest) << (SENSITIVE + CHILD)
}
