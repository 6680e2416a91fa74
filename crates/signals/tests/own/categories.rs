//! Every value of a list stands for something, and for no more than the list has.

use signals::gpp::{Field, Layout};

#[test]
fn every_place_of_every_list_has_a_name() {
    for layout in (7..=27).filter_map(Layout::of_id) {
        for field in [
            Field::SensitiveDataProcessing,
            Field::KnownChildSensitiveDataConsents,
        ] {
            let blocks = [Some(&layout.core), layout.sub.as_ref()]
                .into_iter()
                .flatten();
            let count: usize = blocks
                .filter_map(|block| block.part(field))
                .map(|part| part.count)
                .sum();
            let names = (0..)
                .map_while(|place| layout.category(field, place))
                .count();
            assert_eq!(names, count, "{} {field}", layout.name);
        }
        assert_eq!(layout.place() == "all states", layout.name == "usnat");
    }
}
