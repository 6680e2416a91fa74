//! Writing the fields of a bid request.

use serde_json::{Map, Value};

use super::text::{GPP, Standing, Text, US_PRIVACY};
use super::{Error, Regs, Version};
use crate::{Confidence, PurposeSet, Said};

type Object = Map<String, Value>;

impl Regs {
    /// Writes the fields where this version has them. A string that is not given here, and stands in the other place, is moved.
    ///
    /// Nothing takes a no back. A signal that is there stays; a string that is there and says no to more than the one that takes
    /// its place, or cannot be read, stays in the other place. Any other goes, so that the two do not contradict each other.
    ///
    /// ```
    /// use serde_json::json;
    /// use signals::openrtb::{Regs, Version};
    ///
    /// let mut request = json!({ "regs": { "ext": { "us_privacy": "1YYN", "gdpr": 0 } } });
    /// Regs::read(&request, Version::V2_6)?.write(&mut request, Version::V2_6)?;
    /// assert_eq!(request, json!({ "regs": { "us_privacy": "1YYN", "ext": { "gdpr": 0 } } }));
    /// # Ok::<(), signals::openrtb::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the request, its `regs` or its `ext` is no object, or if strings in both places each say no to something that neither
    /// the other nor the one that is written does. Then nothing is changed.
    pub fn write(&self, request: &mut Value, version: Version) -> Result<(), Error> {
        let request = request.as_object_mut().ok_or(not_object("the request"))?;
        let mut core = copied(request.get("regs"), "regs")?;
        let mut ext = copied(core.get("ext"), "regs.ext")?;
        if self.gpc {
            ext.insert("gpc".into(), "1".into());
        }
        let (own, other) = match version {
            Version::V2_5 => (&mut ext, &mut core),
            Version::V2_6 => (&mut core, &mut ext),
        };
        settle(&GPP, self.new_gpp(), own, other)?;
        settle(&US_PRIVACY, self.new_us_privacy(), own, other)?;
        if self.gpp.is_none() && !self.gpp_sid.is_empty() {
            own.insert("gpp_sid".into(), self.gpp_sid.clone().into());
        }
        if !ext.is_empty() || core.contains_key("ext") {
            core.insert("ext".into(), ext.into());
        }
        request.insert("regs".into(), core.into());
        Ok(())
    }

    fn new_gpp(&self) -> Option<Standing> {
        let list = match self.gpp_sid.as_slice() {
            [] => Value::Null,
            ids => ids.into(),
        };
        self.gpp.as_deref().map(|text| Standing {
            text: text.into(),
            list,
        })
    }

    fn new_us_privacy(&self) -> Option<Standing> {
        self.us_privacy.as_deref().map(|text| Standing {
            text: text.into(),
            list: Value::Null,
        })
    }
}

/// Leaves one string in its own place, and in the other what must not be lost.
fn settle(
    text: &Text,
    new: Option<Standing>,
    own: &mut Object,
    other: &mut Object,
) -> Result<(), Error> {
    let here = text.take(own);
    let there = text.take(other);
    let before = text.said(&here.text).and(text.said(&there.text));
    let written = new.unwrap_or_else(|| here.or(&there));
    let said = text.said(&written.text);
    let mut kept = [Standing::default(), there, here].into_iter();
    let kept = kept.find(|kept| covers(&said.and(text.said(&kept.text)), &before));
    let kept = kept.ok_or(Error {
        at: text.name,
        expected: "one string: those in regs and in regs.ext each say no to something that the other does not",
    })?;
    text.put(written, own);
    text.put(kept, other);
    Ok(())
}

/// Whether nothing that was said before, or may have been, is lost.
fn covers(after: &Said, before: &Said) -> bool {
    let no = after.no.union(before.no) == after.no && after.gpc | before.gpc == after.gpc;
    let is_doubted = after.confidence() == Confidence::Low || after.no == PurposeSet::ALL;
    no && (is_doubted || before.confidence() == Confidence::High)
}

/// A copy of an object; an empty one where there is none.
fn copied(value: Option<&Value>, at: &'static str) -> Result<Object, Error> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object.clone()),
        Some(_) => Err(not_object(at)),
    }
}

fn not_object(at: &'static str) -> Error {
    Error {
        at,
        expected: "an object",
    }
}
