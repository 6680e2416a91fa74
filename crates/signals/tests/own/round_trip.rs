//! What is written is read as the same, whatever it is; what is read and written again too.

use proptest::prelude::*;
use serde_json::json;
use signals::gpp::{self, Layout, Section, UsSection};
use signals::json;

/// The layouts that are written, `usnat` in both versions.
pub fn layouts() -> impl Iterator<Item = &'static Layout> {
    let newest = (7..=23).filter_map(Layout::of_id);
    newest.chain([Layout::of_id(7).unwrap().in_version(1)])
}

/// Any section, with values that mean something.
pub fn section() -> impl Strategy<Value = UsSection> {
    let layouts: Vec<_> = layouts().collect();
    let values = proptest::collection::vec(0..3_u8, 40);
    (prop::sample::select(layouts), values, any::<Option<bool>>())
        .prop_map(|(layout, values, gpc)| filled(layout, &values, gpc))
}

fn filled(layout: &'static Layout, values: &[u8], gpc: Option<bool>) -> UsSection {
    let mut section = UsSection::new(layout).unwrap();
    let mut values = values.iter().copied().cycle();
    for part in &layout.core.parts()[1..] {
        let kind = layout.kind(part.field);
        let mut value = || {
            values
                .find(|value| kind.meaning(*value).is_some())
                .unwrap_or(1)
        };
        let values: Vec<u8> = (0..part.count).map(|_| value()).collect();
        section.set(part.field, &values).unwrap();
    }
    if let (Some(gpc), true) = (gpc, layout.sub.is_some()) {
        section.set(gpp::Field::Gpc, &[gpc.into()]).unwrap();
    }
    section
}

proptest! {
    #[test]
    fn every_section_reads_as_it_was_written(section in section()) {
        let string = gpp::encode(&[Section::Us(section)]).unwrap();
        let read = gpp::sections(&string).unwrap().next().unwrap();
        prop_assert_eq!(read, Ok(Section::Us(section)));
        let json = serde_json::to_value(json::decode(&string).unwrap()).unwrap();
        prop_assert_eq!(json::encode(&json).unwrap(), string);
    }

    #[test]
    fn every_header_reads_as_it_was_written(ids in proptest::collection::btree_set(1..=u16::MAX, 0..80)) {
        let expected: Vec<_> = ids
            .iter()
            .filter(|id| Layout::of_id(**id).is_none() && **id != gpp::USPV1)
            .map(|id| Section::Opaque { id: *id, text: "x" })
            .collect();
        let string = gpp::encode(&expected).unwrap();
        let read: Result<Vec<_>, _> = gpp::sections(&string).unwrap().collect();
        prop_assert_eq!(read.unwrap(), expected);
    }

    #[test]
    fn whatever_can_be_read_is_read_again_after_it_was_written(
        ids in proptest::sample::subsequence((5..=24).collect::<Vec<u16>>(), 1..4),
        texts in proptest::collection::vec("[A-D_-]{7,13}(\\.[A-Z_-]{1,2})?|1[YN-]{3}", 4),
    ) {
        let named: Vec<_> = ids.iter().map(|id| Section::Opaque { id: *id, text: "x" }).collect();
        let header = gpp::encode(&named).unwrap();
        let header = header.split('~').next().unwrap();
        let string = format!("{header}~{}", texts[..ids.len()].join("~"));
        let read: Vec<_> = gpp::sections(&string).unwrap().flatten().collect();
        if let Ok(written) = gpp::encode(&read) {
            let again: Result<Vec<_>, _> = gpp::sections(&written).unwrap().collect();
            prop_assert_eq!(again.unwrap(), read);
        }
    }
}

#[test]
fn the_largest_header_is_written_and_one_larger_refused() {
    let mut ids: Vec<u16> = (0..=4095).map(|nth| 30 + 2 * nth).collect();
    let encode = |ids: &[u16]| {
        let sections: Vec<_> = ids
            .iter()
            .map(|id| Section::Opaque { id: *id, text: "x" })
            .collect();
        gpp::encode(&sections)
    };
    assert!(encode(&ids).is_err());
    ids.pop();
    let string = encode(&ids).unwrap();
    assert_eq!(gpp::sections(&string).unwrap().count(), 4095);
    assert!(encode(&[0]).is_err());
    assert!(json::encode(&json!({ "sections": { "0": "x" } })).is_err());
}
