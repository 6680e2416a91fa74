//! The IAB's Global Privacy Platform string, version 1: `DBABBg~BUUAAACA.YA`.
//!
//! A header names the sections that follow. Those of the United States are read into fields, by one table; all others are
//! kept as they are. Reading does not allocate:
//!
//! ```
//! use signals::gpp::{self, Field, Section};
//!
//! for section in gpp::sections("DBABBg~BUUAAACA.YA")? {
//!     let Section::Us(section) = section? else { continue };
//!     assert_eq!(section.layout().name, "usca");
//!     assert_eq!(section.get(Field::SaleOptOut), Some(1));
//!     assert!(section.gpc());
//! }
//! # Ok::<(), gpp::Error>(())
//! ```
//!
//! What a string says no to is [`Said::gpp`](crate::Said::gpp)'s answer; a string for what a consumer chose is made by
//! [`Choices`](crate::Choices).

mod base64;
mod category;
mod error;
mod fibonacci;
mod field;
mod header;
mod reading;
mod split;
mod table;
mod us;

use crate::us_privacy::UsPrivacy;

pub(crate) use table::HEADER;

pub use error::{Allowed, Error};
pub use field::{Field, Kind};
pub use reading::{Reading, Readings, Sections, readings, sections};
pub use table::{Block, Layout, Part, USCA, USNAT, USPV1, id_of, name_of};
pub use us::{Fields, UsSection};

/// One section of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section<'a> {
    /// A US section.
    Us(UsSection),
    /// The section that holds a US Privacy string.
    UsPrivacy(UsPrivacy),
    /// Any other, as it stands there: the European and Canadian ones, and those that are not known yet.
    Opaque {
        /// Its number.
        id: u16,
        /// Its text.
        text: &'a str,
    },
}

impl<'a> Section<'a> {
    fn read(id: u16, text: &'a str) -> Result<Self, Error> {
        if text.trim_ascii().is_empty() {
            return Err(Error::Section {
                id,
                fault: "it is blank",
            });
        }
        if id == USPV1 {
            return Ok(Self::UsPrivacy(text.parse()?));
        }
        match Layout::of_id(id) {
            Some(layout) => UsSection::read(layout, text).map(Self::Us),
            None => Ok(Self::Opaque { id, text }),
        }
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u16 {
        match self {
            Self::Us(section) => section.layout().id,
            Self::UsPrivacy(_) => USPV1,
            Self::Opaque { id, .. } => *id,
        }
    }

    fn write(&self, out: &mut String) -> Result<(), Error> {
        match self {
            Self::Us(section) => section.write(out),
            Self::UsPrivacy(said) => {
                out.push_str(&said.to_string());
                Ok(())
            }
            Self::Opaque { id, text } => {
                if text.is_empty() || !text.bytes().all(is_text) {
                    let fault = "its text is base64url (A-Z a-z 0-9 - _), its parts joined with .";
                    return Err(Error::Section { id: *id, fault });
                }
                out.push_str(text);
                Ok(())
            }
        }
    }
}

/// Whether a section's text can have it. Anything else would end the section, the string or the line that it is on.
fn is_text(byte: u8) -> bool {
    byte == b'.' || base64::value(byte).is_some()
}

/// Writes a string of these sections, in any order, as the libraries do.
///
/// # Errors
///
/// If a section is there twice, is one that is not written (24 to 27), or is kept as text that no section can have.
pub fn encode(sections: &[Section<'_>]) -> Result<String, Error> {
    let mut sections: Vec<&Section<'_>> = sections.iter().collect();
    sections.sort_by_key(|section| section.id());
    if let Some(pair) = sections
        .windows(2)
        .find(|pair| pair[0].id() == pair[1].id())
    {
        return Err(Error::Twice(pair[0].id()));
    }
    if sections.first().is_some_and(|section| section.id() == 0) {
        return Err(Error::Header("sections are numbered from 1"));
    }
    let mut out = String::with_capacity(16 + 16 * sections.len());
    header::write(&mut out, &sections.iter().map(|section| section.id()))?;
    for section in sections {
        out.push('~');
        section.write(&mut out)?;
    }
    Ok(out)
}
