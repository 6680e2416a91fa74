//! A string that reads is written as one that reads the same, and what it says no to is what its sections say no to.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signals::gpp::{self, Error, Layout, Reading, Section};
use signals::json::{self, Decoded};
use signals::{Confidence, PurposeSet, Said};

fuzz_target!(|text: &str| {
    let Ok(readings) = gpp::readings(text) else {
        assert!(Said::gpp(text).is_err());
        return;
    };
    let said = Said::gpp(text).expect("the header says which sections there are");
    assert!(!said.gpc || said.no == PurposeSet::ALL);
    let each = readings.filter_map(|reading| match reading {
        Reading::Whole(section) => Some(section.said()),
        Reading::Part(section, _) => Some(section.said()),
        Reading::Nothing(_) => None,
    });
    let together = each.fold(Said::default(), Said::and);
    assert_eq!((together.no, together.gpc), (said.no, said.gpc));
    let Ok(sections) = gpp::sections(text) else {
        return assert_eq!(said.confidence(), Confidence::Low);
    };
    let readable: Vec<Section<'_>> = sections.flatten().collect();
    let written = match gpp::encode(&readable) {
        Ok(written) => written,
        Err(error) => return assert!(is_only_read(&error), "{error}"),
    };
    let Decoded(again) = json::decode(&written).expect("what is written is read");
    assert_eq!(again, readable);
    assert_eq!(gpp::encode(&again).as_deref(), Ok(&*written));
    through_json(&Decoded(again), &written);
});

/// Whether that is why something that was read cannot be written: nobody agrees how, or it was kept as text without a look at it.
fn is_only_read(error: &Error) -> bool {
    match error {
        Error::Unsettled(_) => true,
        Error::Section { id, .. } => Layout::of_id(*id).is_none(),
        _ => false,
    }
}

/// What means something is the same after it was JSON; what means nothing is refused there.
fn through_json(decoded: &Decoded<'_>, written: &str) {
    let json = serde_json::to_value(decoded).expect("sections are JSON");
    match json::encode(&json) {
        Ok(string) => assert_eq!(string, written),
        Err(error) => assert!(
            matches!(error, json::Error::Gpp(Error::Value { .. })),
            "{error}"
        ),
    }
}
