//! Reading a string, and what it says no to, allocates nothing.

use std::hint::black_box;

use allocation_counter::measure;
use signals::gpp::{self, Field, Section};
use signals::{Doubt, PurposeSet, Said, sec_gpc};

/// Every section that is known, an opaque one among them, and the signal.
const STRING: &str = "DBADPZpY~CPXx.YA~1YNN~BVQVAAAAAAGA.YA~BUUAAACA.YA~BVUAACA~BVUAAACA";

#[test]
fn reading_allocates_nothing() {
    let read = || {
        for section in gpp::sections(black_box(STRING)).expect("the header is one") {
            if let Ok(Section::Us(section)) = section {
                black_box(section.get(Field::SaleOptOut));
                black_box(section.values(Field::SensitiveDataProcessing).sum::<u8>());
            }
        }
    };
    let say = || {
        let said = Said::gpp(black_box(STRING)).expect("the header is one");
        assert_eq!(said.no, PurposeSet::ALL);
        assert!(said.doubts().any(|(_, doubt)| doubt == Doubt::Length));
        let old = Said::us_privacy(black_box("1YYN")).expect("it is one");
        assert!(sec_gpc([black_box("1")]) && !said.and(old).no.is_empty());
    };
    let say_broken = || {
        let said = Said::gpp(black_box("DBABzw=~1yyn~BVQVAAAAA=.YA")).expect("it names them");
        assert!(said.gpc && said.doubts().any(|(_, doubt)| doubt == Doubt::Incomplete));
    };
    for (what, counted) in [
        ("sections", measure(read)),
        ("what is said", measure(say)),
        ("what a broken one says", measure(say_broken)),
    ] {
        assert_eq!(counted.count_total, 0, "{what}");
    }
    // That something would be counted.
    assert!(measure(|| drop(black_box(STRING.to_owned()))).count_total > 0);
}
