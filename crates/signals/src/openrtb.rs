//! OpenRTB: the privacy fields of a bid request.
//!
//! OpenRTB 2.6 has `regs.gpp`, `regs.gpp_sid` and `regs.us_privacy`; before, the same three stood under `regs.ext`. The
//! signal itself is `regs.ext.gpc`, the string `"1"`: a convention, which Prebid began.

use serde_json::{Map, Value};

use crate::{Said, gpp};

/// Where a version of OpenRTB has the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Under `regs.ext`.
    V2_5,
    /// Under `regs`.
    V2_6,
}

/// The privacy fields of a bid request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regs {
    /// The GPP string.
    pub gpp: Option<String>,
    /// The sections of it that apply.
    pub gpp_sid: Vec<u16>,
    /// The US Privacy string.
    pub us_privacy: Option<String>,
    /// Whether the browser sent Global Privacy Control.
    pub gpc: bool,
}

/// A member of a bid request has another type than it must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at} is {expected}")]
pub struct Error {
    at: &'static str,
    expected: &'static str,
}

/// What all privacy fields of a bid request say no to, wherever they stand: a forwarder may have filled in one place, and the
/// page the other.
///
/// ```
/// use serde_json::json;
/// use signals::{PurposeSet, openrtb};
///
/// let request = json!({ "regs": { "gpp": "DBABBg~BUoAAACA.QA", "ext": { "us_privacy": "1YYN" } } });
/// assert_eq!(openrtb::said(&request)?.no, PurposeSet::ALL);
/// # Ok::<(), openrtb::Error>(())
/// ```
///
/// # Errors
///
/// If a field has another type.
pub fn said(request: &Value) -> Result<Said, Error> {
    let core = Regs::read(request, Version::V2_6)?.said();
    Ok(core.and(Regs::read(request, Version::V2_5)?.said()))
}

impl Regs {
    /// Reads the fields where this version has them. The signal is read where it is, in both.
    ///
    /// ```
    /// use serde_json::json;
    /// use signals::openrtb::{Regs, Version};
    ///
    /// let request = json!({ "regs": { "us_privacy": "1YYN", "ext": { "gpc": "1" } } });
    /// let regs = Regs::read(&request, Version::V2_6)?;
    /// assert_eq!(regs.us_privacy.as_deref(), Some("1YYN"));
    /// assert!(regs.gpc);
    /// # Ok::<(), signals::openrtb::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a field has another type. What stands in the strings is not looked at.
    pub fn read(request: &Value, version: Version) -> Result<Self, Error> {
        let regs = &request["regs"];
        let place = match version {
            Version::V2_5 => &regs["ext"],
            Version::V2_6 => regs,
        };
        Ok(Self {
            gpp: string(&place["gpp"], "gpp")?,
            gpp_sid: ids(&place["gpp_sid"])?,
            us_privacy: string(&place["us_privacy"], "us_privacy")?,
            gpc: is_on(&regs["ext"]["gpc"]),
        })
    }

    /// Writes the fields where this version has them, in place of those that are there in either place, so that the two do not
    /// contradict each other. A signal that is there stays: nothing takes it back.
    ///
    /// # Errors
    ///
    /// If the request, its `regs` or its `ext` is no object. Then nothing is changed.
    pub fn write(&self, request: &mut Value, version: Version) -> Result<(), Error> {
        let request = request.as_object_mut().ok_or(not_object("the request"))?;
        let mut core = taken(request.get("regs"), "regs")?;
        let mut ext = taken(core.get("ext"), "regs.ext")?;
        for name in ["gpp", "gpp_sid", "us_privacy"] {
            core.remove(name);
            ext.remove(name);
        }
        if self.gpc {
            ext.insert("gpc".into(), "1".into());
        }
        self.write_into(match version {
            Version::V2_5 => &mut ext,
            Version::V2_6 => &mut core,
        });
        core.insert("ext".into(), ext.into());
        request.insert("regs".into(), core.into());
        Ok(())
    }

    fn write_into(&self, place: &mut Map<String, Value>) {
        if let Some(gpp) = &self.gpp {
            place.insert("gpp".into(), gpp.as_str().into());
            place.insert("gpp_sid".into(), self.gpp_sid.clone().into());
        }
        if let Some(us_privacy) = &self.us_privacy {
            place.insert("us_privacy".into(), us_privacy.as_str().into());
        }
    }

    /// What the fields say no to, all together. Sections count whether or not `gpp_sid` says that they apply: a no that does
    /// not apply costs an impression, one that is overlooked a person's right. A string that cannot be read is a doubt, an
    /// empty one was not sent.
    #[must_use]
    pub fn said(&self) -> Said {
        let sent = |text: &'_ Option<String>| text.clone().filter(|text| !text.is_empty());
        let gpc = if self.gpc {
            Said::by_gpc()
        } else {
            Said::default()
        };
        let gpp = sent(&self.gpp).map_or(Ok(Said::default()), |text| Said::gpp(&text));
        let us_privacy =
            sent(&self.us_privacy).map_or(Ok(Said::default()), |text| Said::us_privacy(&text));
        gpc.and(gpp.unwrap_or_else(|_| Said::unreadable(gpp::HEADER)))
            .and(us_privacy.unwrap_or_else(|_| Said::unreadable(gpp::USPV1)))
    }
}

/// Whether the member says that the signal is on. Beside Prebid's string, the number and `true` are taken for it.
fn is_on(gpc: &Value) -> bool {
    *gpc == "1" || *gpc == 1 || *gpc == true
}

fn string(value: &Value, at: &'static str) -> Result<Option<String>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        _ => Err(Error {
            at,
            expected: "a string",
        }),
    }
}

/// Section numbers. -1 says that none applies.
fn ids(value: &Value) -> Result<Vec<u16>, Error> {
    let fault = Error {
        at: "gpp_sid",
        expected: "a list of whole numbers",
    };
    if value.is_null() {
        return Ok(Vec::new());
    }
    let listed = value.as_array().ok_or(fault)?.iter();
    let numbers: Vec<i64> = listed
        .map(|id| id.as_i64().ok_or(fault))
        .collect::<Result<_, _>>()?;
    Ok(numbers
        .into_iter()
        .filter_map(|id| u16::try_from(id).ok())
        .collect())
}

/// A copy of an object; an empty one where there is none.
fn taken(value: Option<&Value>, at: &'static str) -> Result<Map<String, Value>, Error> {
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
