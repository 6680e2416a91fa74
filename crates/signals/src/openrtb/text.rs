//! The two strings that a bid request can carry, and what each says where it stands.

use serde_json::{Map, Value};

use crate::{Said, gpp};

/// One of the two.
pub struct Text {
    /// The member that it is.
    pub name: &'static str,
    /// The member beside it that belongs to it.
    list: Option<&'static str>,
    /// The section that is doubted where it cannot be read.
    section: u16,
    read: fn(&str) -> Option<Said>,
}

pub const GPP: Text = Text {
    name: "gpp",
    list: Some("gpp_sid"),
    section: gpp::HEADER,
    read: |text| Said::gpp(text).ok(),
};

pub const US_PRIVACY: Text = Text {
    name: "us_privacy",
    list: None,
    section: gpp::USPV1,
    read: |text| Said::us_privacy(text).ok(),
};

/// What stands at a place: null where nothing does.
#[derive(Clone, Default)]
pub struct Standing {
    pub text: Value,
    pub list: Value,
}

impl Standing {
    /// This, or the other where no string is sent here. A list that stands there without a string belongs to the one here.
    pub fn or(&self, other: &Self) -> Self {
        let (first, second) = match (is_sent(&self.text), is_sent(&other.text)) {
            (false, true) => (other, self),
            _ => (self, other),
        };
        let mut first = first.clone();
        if first.list.is_null() && !is_sent(&second.text) {
            first.list = second.list.clone();
        }
        first
    }
}

impl Text {
    /// What the member says no to. What cannot be read, because it is no such string or none at all, is a doubt.
    pub fn said(&self, member: &Value) -> Said {
        let said = match member {
            _ if !is_sent(member) => Some(Said::default()),
            Value::String(text) => (self.read)(text),
            _ => None,
        };
        said.unwrap_or_else(|| Said::unreadable(self.section))
    }

    /// What stands at this place.
    pub fn at(&self, place: &Value) -> Standing {
        let member = |name| place[name].clone();
        Standing {
            text: member(self.name),
            list: self.list.map(member).unwrap_or_default(),
        }
    }

    /// Takes it away from where it stands.
    pub fn take(&self, place: &mut Map<String, Value>) -> Standing {
        let mut take = |name| place.remove(name).unwrap_or_default();
        Standing {
            text: take(self.name),
            list: self.list.map(take).unwrap_or_default(),
        }
    }

    /// Puts it there.
    pub fn put(&self, standing: Standing, place: &mut Map<String, Value>) {
        let list = self.list.map(|name| (name, standing.list));
        for (name, member) in [(self.name, standing.text)].into_iter().chain(list) {
            if !member.is_null() {
                place.insert(name.into(), member);
            }
        }
    }
}

/// Whether a member is there: an empty string was not sent.
fn is_sent(member: &Value) -> bool {
    !member.is_null() && *member != ""
}
