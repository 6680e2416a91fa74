//! Sections to JSON.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::Decoded;
use crate::gpp::{Field, Fields, Part, Section, name_of};
use crate::us_privacy::UsPrivacy;

impl Serialize for Decoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("sections", &Sections(&self.0))?;
        map.end()
    }
}

struct Sections<'a>(&'a [Section<'a>]);

impl Serialize for Sections<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for section in self.0 {
            match name_of(section.id()) {
                Some(name) => map.serialize_entry(name, section)?,
                None => map.serialize_entry(&section.id().to_string(), section)?,
            }
        }
        map.end()
    }
}

impl Serialize for Section<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Us(section) => serializer.collect_seq(section.blocks()),
            Self::UsPrivacy(said) => serializer.collect_seq([said]),
            Self::Opaque { text, .. } => serializer.serialize_str(text),
        }
    }
}

impl Serialize for UsPrivacy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("Version", &1)?;
        map.serialize_entry("Notice", &self.notice.character())?;
        map.serialize_entry("OptOutSale", &self.opt_out_sale.character())?;
        map.serialize_entry("LspaCovered", &self.lspa_covered.character())?;
        map.end()
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parts = self.parts();
        let mut map = serializer.serialize_map(Some(parts.len()))?;
        for part in parts {
            map.serialize_entry(part.field.name(), &Values(*self, part))?;
        }
        map.end()
    }
}

/// The values of a field.
struct Values(Fields, &'static Part);

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let &Self(fields, part) = self;
        let mut values = fields.values(part);
        match (part.field, part.count) {
            (Field::Gpc, _) => serializer.serialize_bool(values.next() == Some(1)),
            (_, 1) => values.next().serialize(serializer),
            _ => serializer.collect_seq(values),
        }
    }
}
