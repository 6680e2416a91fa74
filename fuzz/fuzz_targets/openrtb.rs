//! Fields that were read and written are read again, and nothing that the request said no to is lost.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use signals::openrtb::{self, Regs, Version};
use signals::{Confidence, PurposeSet, Said};

fuzz_target!(|request: &[u8]| {
    let Ok(request) = serde_json::from_slice::<Value>(request) else {
        return;
    };
    let before = openrtb::said(&request);
    assert!(!before.gpc || before.no == PurposeSet::ALL);
    for version in [Version::V2_5, Version::V2_6] {
        if let Ok(regs) = Regs::read(&request, version) {
            written(&regs, &request, version);
        }
        written(&Regs::default(), &request, version);
    }
});

fn written(regs: &Regs, request: &Value, version: Version) {
    let mut after = request.clone();
    if regs.write(&mut after, version).is_err() {
        return assert_eq!(after, *request);
    }
    check(&openrtb::said(&after), &openrtb::said(request));
    if *regs != Regs::default() {
        let again = Regs::read(&after, version).expect("what is written is read");
        assert_eq!(again, *regs);
    }
}

/// Nothing that was said, or may have been, is lost.
fn check(after: &Said, before: &Said) {
    assert_eq!(after.no.union(before.no), after.no);
    assert_eq!(after.gpc, before.gpc);
    let is_doubted = after.confidence() == Confidence::Low || after.no == PurposeSet::ALL;
    assert!(is_doubted || before.confidence() == Confidence::High);
}
