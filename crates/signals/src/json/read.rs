//! JSON to sections.

use serde_json::{Map, Value};

use super::Error;
use crate::gpp::{Block, Field, Layout, Part, Section, USPV1, UsSection, id_of};
use crate::us_privacy::UsPrivacy;

/// The members of a US Privacy string.
const US_PRIVACY: [&str; 4] = ["Version", "Notice", "OptOutSale", "LspaCovered"];

pub fn sections(json: &Value) -> Result<Vec<Section<'_>>, Error> {
    let file = object(json, "the whole")?;
    if let Some(other) = file.keys().find(|key| *key != "sections") {
        return Err(form(
            other,
            r#"is not known: the form is {"sections": {"usca": […]}}"#,
        ));
    }
    let sections = file.get("sections").ok_or_else(|| {
        form(
            "sections",
            r#"is missing: the form is {"sections": {"usca": […]}}"#,
        )
    })?;
    let named = object(sections, "sections")?.iter();
    named.map(|(name, value)| section(name, value)).collect()
}

fn section<'a>(name: &str, value: &'a Value) -> Result<Section<'a>, Error> {
    let at = format!("sections.{name}");
    let id = id_of(name).or_else(|| number(name));
    let id = id.ok_or_else(|| {
        form(
            &at,
            "names no section: use usnat, usca or another by name, any other by its number",
        )
    })?;
    if id == USPV1 {
        return us_privacy(&at, value).map(Section::UsPrivacy);
    }
    match Layout::of_id(id) {
        Some(layout) => us(&at, layout, value).map(Section::Us),
        None => match value.as_str() {
            Some(text) => Ok(Section::Opaque { id, text }),
            None => Err(form(
                &at,
                "is not known here: give the section's text as a string",
            )),
        },
    }
}

/// A section's number, which is written in one way only.
fn number(name: &str) -> Option<u16> {
    let id: u16 = name.parse().ok()?;
    (id.to_string() == name).then_some(id)
}

fn us(at: &str, layout: &'static Layout, value: &Value) -> Result<UsSection, Error> {
    let blocks = list(value, at)?;
    let most = 1 + usize::from(layout.sub.is_some());
    if blocks.is_empty() || blocks.len() > most {
        let objects = ["one object", "one object, or two with its sub-section"][most - 1];
        return Err(form(at, &format!("is a list of {objects}")));
    }
    let version = blocks[0].get(Field::Version.name()).and_then(Value::as_u64);
    let version = version.and_then(|version| u8::try_from(version).ok());
    let layout = version.map_or(layout, |version| layout.in_version(version));
    let mut section = UsSection::new(layout)?;
    let of_blocks = [Some(&layout.core), layout.sub.as_ref()]
        .into_iter()
        .flatten();
    for ((nth, value), block) in blocks.iter().enumerate().zip(of_blocks) {
        let at = format!("{at}[{nth}]");
        for (name, value) in object(value, &at)? {
            let at = format!("{at}.{name}");
            let part = part(&at, block, name)?;
            section.set(part.field, &values(&at, part, value)?)?;
        }
    }
    Ok(section)
}

fn part<'a>(at: &str, block: &'a Block, name: &str) -> Result<&'a Part, Error> {
    let part = Field::from_name(name).and_then(|field| block.part(field));
    part.ok_or_else(|| {
        let names = block.parts().iter().map(|part| part.field.name());
        let names = names.collect::<Vec<_>>().join(", ");
        form(at, &format!("is no field here: there are {names}"))
    })
}

fn values(at: &str, part: &Part, value: &Value) -> Result<Vec<u8>, Error> {
    if part.field == Field::Gpc {
        let on = value
            .as_bool()
            .ok_or_else(|| form(at, "is true or false"))?;
        return Ok(vec![on.into()]);
    }
    let number = |value: &Value| {
        let number = value.as_u64().and_then(|number| u8::try_from(number).ok());
        number.ok_or_else(|| match part.count {
            1 => form(at, "is a number: 0, 1 or 2"),
            count => form(at, &format!("is a list of {count} numbers: 0, 1 or 2")),
        })
    };
    match value {
        Value::Array(values) if part.count > 1 => values.iter().map(number).collect(),
        // Of a list, what is no list is no number either: say so.
        _ if part.count > 1 => number(&Value::Null).map(|one| vec![one]),
        one => Ok(vec![number(one)?]),
    }
}

fn us_privacy(at: &str, value: &Value) -> Result<UsPrivacy, Error> {
    let [block] = list(value, at)?.as_slice() else {
        return Err(form(at, "is a list of one object"));
    };
    let block = object(block, at)?;
    if let Some(other) = block.keys().find(|key| !US_PRIVACY.contains(&key.as_str())) {
        let names = US_PRIVACY.join(", ");
        let fault = format!("is no field here: there are {names}");
        return Err(form(&format!("{at}[0].{other}"), &fault));
    }
    let mut text = String::from("1");
    for name in &US_PRIVACY[1..] {
        let answer = block.get(*name).and_then(Value::as_str);
        let answer = answer.filter(|answer| ["Y", "N", "-"].contains(answer));
        text += answer.ok_or_else(|| form(&format!("{at}[0].{name}"), r#"is "Y", "N" or "-""#))?;
    }
    if block.get("Version").is_some_and(|version| *version != 1) {
        return Err(form(&format!("{at}[0].Version"), "is 1"));
    }
    Ok(text.parse().map_err(crate::gpp::Error::from)?)
}

fn object<'a>(value: &'a Value, at: &str) -> Result<&'a Map<String, Value>, Error> {
    value
        .as_object()
        .ok_or_else(|| form(at, "is a JSON object"))
}

fn list<'a>(value: &'a Value, at: &str) -> Result<&'a Vec<Value>, Error> {
    value.as_array().ok_or_else(|| form(at, "is a list"))
}

fn form(at: &str, fault: &str) -> Error {
    Error::Form {
        at: at.to_owned(),
        fault: fault.to_owned(),
    }
}
