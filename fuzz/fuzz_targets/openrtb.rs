//! Fields that were read and written are read again, and say no to as much.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signals::PurposeSet;
use signals::openrtb::{self, Regs, Version};

fuzz_target!(|request: &[u8]| {
    let Ok(mut request) = serde_json::from_slice::<serde_json::Value>(request) else {
        return;
    };
    let Ok(before) = openrtb::said(&request) else {
        return;
    };
    assert!(!before.gpc || before.no == PurposeSet::ALL);
    for version in [Version::V2_5, Version::V2_6] {
        let regs = Regs::read(&request, version).expect("it was read before");
        if regs.write(&mut request, version).is_err() {
            return;
        }
        let mut again = Regs::read(&request, version).expect("what is written is read");
        if regs.gpp.is_none() {
            again.gpp_sid.clone_from(&regs.gpp_sid); // Without a string there is nothing for them to apply to.
        }
        assert_eq!(again, regs);
        assert_eq!(
            openrtb::said(&request).expect("it is read again").no,
            regs.said().no
        );
    }
});
