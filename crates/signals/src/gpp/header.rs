//! The header: which sections follow.

use super::base64;
use super::error::Error;
use super::fibonacci;

/// The header's type and version, six bits each.
const TYPE: u32 = 3;
const VERSION: u32 = 1;
/// How many items a range has at most: its count has twelve bits.
const ITEMS: usize = (1 << 12) - 1;

/// Bits after the list are let pass, as the libraries do; what is no bits is not.
const NOT_BASE64: &str =
    "after its list it has a character that is not base64url (A-Z a-z 0-9 - _, without =)";

/// A header that says which sections there are.
#[derive(Clone, Debug)]
pub struct Header<'a> {
    /// The numbers of the sections, rising.
    pub ids: Ids<'a>,
    /// How many sections it names.
    pub len: usize,
    /// What is wrong with it all the same.
    pub fault: Option<&'static str>,
}

impl<'a> Header<'a> {
    pub fn read(text: &'a str) -> Result<Self, Error> {
        let mut bits = Bits {
            text: text.as_bytes(),
            at: 0,
        };
        let mut int = |width| {
            let fault = "it ends too early, or has characters that are not base64url";
            bits.int(width).ok_or(Error::Header(fault))
        };
        if int(6)? != TYPE {
            return Err(Error::Header("it starts with D, its type"));
        }
        if int(6)? != VERSION {
            return Err(Error::Header("its second character is B, for version 1"));
        }
        let item_count = int(12)?;
        let mut spans = Spans {
            bits,
            left: item_count,
            last: 0,
        };
        let mut ids = Ids {
            spans: spans.clone(),
            span: None,
        };
        let mut len = 0;
        for nth in 0..item_count {
            let span = spans.next().ok_or(Error::Header(
                "its list of sections is cut off or has one above 65535",
            ))?;
            len += usize::from(span.1 - span.0) + 1;
            // Most headers have no other: it is not read again.
            if nth == 0 {
                ids.spans = spans.clone();
                ids.span = Some(span);
            }
        }
        let fault = (!spans.bits.are_text_to_the_end()).then_some(NOT_BASE64);
        Ok(Self { ids, len, fault })
    }
}

/// The numbers of the sections that a header names.
#[derive(Clone, Debug)]
pub struct Ids<'a> {
    spans: Spans<'a>,
    span: Option<(u16, u16)>,
}

impl From<Option<u16>> for Ids<'_> {
    /// One section without a header, or none.
    fn from(id: Option<u16>) -> Self {
        let bits = Bits { text: &[], at: 0 };
        Self {
            spans: Spans {
                bits,
                left: 0,
                last: 0,
            },
            span: id.map(|id| (id, id)),
        }
    }
}

impl Iterator for Ids<'_> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        let (first, last) = self.span.take().or_else(|| self.spans.next())?;
        if first < last {
            self.span = Some((first + 1, last));
        }
        Some(first)
    }
}

/// The first and last number of each item.
#[derive(Clone, Debug)]
struct Spans<'a> {
    bits: Bits<'a>,
    left: u32,
    last: u16,
}

impl Iterator for Spans<'_> {
    type Item = (u16, u16);

    fn next(&mut self) -> Option<(u16, u16)> {
        self.left = self.left.checked_sub(1)?;
        let is_group = self.bits.bit()?;
        let mut after = |from: u16| {
            let step = fibonacci::read(|| self.bits.bit())?;
            u16::try_from(u32::from(from) + step).ok()
        };
        let first = after(self.last)?;
        self.last = if is_group { after(first)? } else { first };
        Some((first, self.last))
    }
}

/// The bits of a text of any length.
#[derive(Clone, Debug)]
struct Bits<'a> {
    text: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn bit(&mut self) -> Option<bool> {
        let six = base64::value(*self.text.get(self.at / 6)?)?;
        let bit = six >> (5 - self.at % 6) & 1;
        self.at += 1;
        Some(bit == 1)
    }

    /// Whether all that has not been read yet could be.
    fn are_text_to_the_end(&self) -> bool {
        let rest = self.text.get(self.at.div_ceil(6)..).unwrap_or_default();
        rest.iter().all(|byte| base64::value(*byte).is_some())
    }

    fn int(&mut self, width: u32) -> Option<u32> {
        (0..width).try_fold(0, |int, _| Some(int << 1 | u32::from(self.bit()?)))
    }
}

/// Appends the header that names these sections, which must rise. Neighbours are grouped, as the libraries do.
pub fn write(out: &mut String, ids: &(impl Iterator<Item = u16> + Clone)) -> Result<(), Error> {
    let groups = || Groups(ids.clone().peekable());
    let count = groups().count();
    if count > ITEMS {
        return Err(Error::Header("it can name 4095 groups of sections"));
    }
    let mut writer = Writer {
        out,
        six: 0,
        len: 0,
    };
    writer.int(6, TYPE);
    writer.int(6, VERSION);
    writer.int(12, u32::try_from(count).expect("a small number"));
    let mut before = 0;
    for (first, last) in groups() {
        writer.bit(last > first);
        fibonacci::write(u32::from(first - before), |bit| writer.bit(bit));
        if last > first {
            fibonacci::write(u32::from(last - first), |bit| writer.bit(bit));
        }
        before = last;
    }
    writer.fill();
    Ok(())
}

/// Runs of neighbours, first and last.
struct Groups<I: Iterator<Item = u16>>(std::iter::Peekable<I>);

impl<I: Iterator<Item = u16>> Iterator for Groups<I> {
    type Item = (u16, u16);

    fn next(&mut self) -> Option<(u16, u16)> {
        let first = self.0.next()?;
        let mut last = first;
        while let Some(next) = self.0.next_if(|next| last.checked_add(1) == Some(*next)) {
            last = next;
        }
        Some((first, last))
    }
}

/// Appends bits to a text.
struct Writer<'a> {
    out: &'a mut String,
    six: u32,
    len: u32,
}

impl Writer<'_> {
    fn bit(&mut self, bit: bool) {
        self.six = self.six << 1 | u32::from(bit);
        self.len += 1;
        if self.len.is_multiple_of(6) {
            self.out.push(base64::character(self.six));
        }
    }

    fn int(&mut self, width: u32, value: u32) {
        for nth in (0..width).rev() {
            self.bit(value >> nth & 1 == 1);
        }
    }

    /// Fills up as the libraries do.
    fn fill(&mut self) {
        let whole = base64::library_len(self.len) * 6;
        while (self.len as usize) < whole {
            self.bit(false);
        }
    }
}
