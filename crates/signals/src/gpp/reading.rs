//! A string's sections, one after another: strictly, or as far as each can be read.

use super::header::{Header, Ids};
use super::split::Split;
use super::table::{Layout, TCFEUV2};
use super::{Error, Section, UsSection};

/// The sections of a string, read one after another. One that cannot be read does not keep the others from being read.
#[derive(Clone, Debug)]
pub struct Sections<'a>(Readings<'a>);

/// The sections of a string, each as far as it can be read.
#[derive(Clone, Debug)]
pub struct Readings<'a> {
    ids: Ids<'a>,
    texts: Split<'a>,
    fault: Option<&'static str>,
}

/// A section as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading<'a> {
    /// All of it.
    Whole(Section<'a>),
    /// Something of what it says no to, and why not all of it. Fields that could not be read to their end are not there.
    Part(UsSection, Error),
    /// Nothing of it.
    Nothing(Error),
}

/// Reads a string's header, and then its sections as they are asked for.
///
/// A European string that stands alone (`C…`) counts as its section; an empty string has none, and says nothing.
///
/// # Errors
///
/// If the header cannot be read, or names another number of sections than there are.
pub fn sections(text: &str) -> Result<Sections<'_>, Error> {
    let readings = readings(text)?;
    match readings.fault {
        Some(fault) => Err(Error::Header(fault)),
        None => Ok(Sections(readings)),
    }
}

/// As [`sections`], but of what is broken reads as much as can be read: for whoever must not lose what it says no to.
///
/// ```
/// use signals::gpp::{self, Field, Reading};
///
/// // Its sub-section is blank.
/// let Some(Reading::Part(section, fault)) = gpp::readings("DBABBg~BUUAAACA.")?.next() else {
///     panic!("a part of it can be read")
/// };
/// assert_eq!(section.get(Field::SaleOptOut), Some(1));
/// assert_eq!(fault.to_string(), "section usca: a sub-section is blank");
/// # Ok::<(), gpp::Error>(())
/// ```
///
/// # Errors
///
/// If it cannot be told from the header which sections there are.
pub fn readings(text: &str) -> Result<Readings<'_>, Error> {
    if text.is_empty() || text.starts_with('C') {
        let alone = (!text.is_empty()).then_some(text);
        let ids = Ids::from(alone.and(Some(TCFEUV2)));
        return counted(ids, alone.iter().len(), alone);
    }
    let mut texts = Split::at(b'~', text);
    let header = Header::read(texts.next().unwrap_or_default())?;
    let mut readings = counted(header.ids, header.len, texts.rest())?;
    readings.fault = header.fault;
    Ok(readings)
}

fn counted<'a>(ids: Ids<'a>, named: usize, rest: Option<&'a str>) -> Result<Readings<'a>, Error> {
    let tildes = |text: &str| text.bytes().filter(|byte| *byte == b'~').count();
    let found = rest.map_or(0, |rest| tildes(rest) + 1);
    if named != found {
        return Err(Error::Count { named, found });
    }
    Ok(Readings {
        ids,
        texts: Split::at(b'~', rest.unwrap_or_default()),
        fault: None,
    })
}

impl<'a> Readings<'a> {
    /// What is wrong with the header, although it says which sections there are.
    #[must_use]
    pub fn fault(&self) -> Option<Error> {
        self.fault.map(Error::Header)
    }

    /// The next section's number and text.
    fn raw(&mut self) -> Option<(u16, &'a str)> {
        Some((self.ids.next()?, self.texts.next()?))
    }
}

impl<'a> Iterator for Sections<'a> {
    type Item = Result<Section<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let (id, text) = self.0.raw()?;
        Some(Section::read(id, text))
    }
}

impl<'a> Iterator for Readings<'a> {
    type Item = Reading<'a>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (id, text) = self.raw()?;
        Some(match Section::read(id, text) {
            Ok(section) => Reading::Whole(section),
            Err(fault) => salvaged(id, text, fault),
        })
    }
}

#[cold]
fn salvaged<'a>(id: u16, text: &str, fault: Error) -> Reading<'a> {
    let layout = Layout::of_id(id);
    match layout.and_then(|layout| UsSection::salvage(layout, text)) {
        Some(section) => Reading::Part(section, fault),
        None => Reading::Nothing(fault),
    }
}
