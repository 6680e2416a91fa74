//! OpenRTB: the privacy fields of a bid request.
//!
//! OpenRTB 2.6 has `regs.gpp`, `regs.gpp_sid` and `regs.us_privacy`; before, the same three stood under `regs.ext`. The
//! signal itself is `regs.ext.gpc`, the string `"1"`: a convention, which Prebid began.

mod text;
mod write;

use serde_json::Value;

use crate::Said;
use text::{GPP, Text, US_PRIVACY};

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
    /// The sections of it that apply; -1 says that none does.
    pub gpp_sid: Vec<i64>,
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
/// page the other. What has another type than it must have is a doubt, as what cannot be read is; everything else counts.
///
/// ```
/// use serde_json::json;
/// use signals::{PurposeSet, openrtb};
///
/// let request = json!({ "regs": { "gpp": "DBABBg~BUoAAACA.QA", "ext": { "us_privacy": "1YYN" } } });
/// assert_eq!(openrtb::said(&request).no, PurposeSet::ALL);
/// ```
#[must_use]
pub fn said(request: &Value) -> Said {
    let regs = &request["regs"];
    let ext = &regs["ext"];
    let mut said = by_gpc(is_on(&ext["gpc"]));
    let is_place = |place: &Value| place.is_object() || place.is_null();
    if !request.is_object() || !is_place(regs) || !is_place(ext) {
        said = said.and(GPP.said(&Value::Bool(false)));
    }
    for place in [regs, ext] {
        said = said.and(GPP.said(&place[GPP.name]));
        said = said.and(US_PRIVACY.said(&place[US_PRIVACY.name]));
    }
    said
}

impl Regs {
    /// Reads the fields where this version has them, or in the other place if they are not there. The signal is read where it
    /// is, in both.
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
        let ext = &regs["ext"];
        let (own, other) = match version {
            Version::V2_5 => (ext, regs),
            Version::V2_6 => (regs, ext),
        };
        let gpp = GPP.at(own).or(&GPP.at(other));
        let us_privacy = US_PRIVACY.at(own).or(&US_PRIVACY.at(other));
        Ok(Self {
            gpp: string(gpp.text, &GPP)?,
            gpp_sid: ids(&gpp.list)?,
            us_privacy: string(us_privacy.text, &US_PRIVACY)?,
            gpc: is_on(&ext["gpc"]),
        })
    }

    /// What the fields say no to, all together. Sections count whether or not `gpp_sid` says that they apply: a no that does
    /// not apply costs an impression, one that is overlooked a person's right. A string that cannot be read is a doubt, an
    /// empty one was not sent.
    #[must_use]
    pub fn said(&self) -> Said {
        let member = |text: &Option<String>| Value::from(text.as_deref());
        by_gpc(self.gpc)
            .and(GPP.said(&member(&self.gpp)))
            .and(US_PRIVACY.said(&member(&self.us_privacy)))
    }
}

fn by_gpc(is_on: bool) -> Said {
    if is_on {
        Said::by_gpc()
    } else {
        Said::default()
    }
}

/// Whether the member says that the signal is on. Beside Prebid's string, the number and `true` are taken for it.
fn is_on(gpc: &Value) -> bool {
    *gpc == "1" || gpc.as_f64() == Some(1.0) || *gpc == true
}

fn string(member: Value, text: &Text) -> Result<Option<String>, Error> {
    match member {
        Value::String(text) => Ok((!text.is_empty()).then_some(text)),
        Value::Null => Ok(None),
        _ => Err(Error {
            at: text.name,
            expected: "a string",
        }),
    }
}

fn ids(member: &Value) -> Result<Vec<i64>, Error> {
    let fault = Error {
        at: "gpp_sid",
        expected: "a list of whole numbers",
    };
    match member {
        Value::Null => Ok(Vec::new()),
        Value::Array(ids) => ids.iter().map(|id| id.as_i64().ok_or(fault)).collect(),
        _ => Err(fault),
    }
}
