//! A receipt has one spelling, and proves nothing but what the log holds. The log has the three records below, and signed
//! its head once; the receipts of all three are in the seeds.
#![no_main]

use ledger::{Receipt, Signer};
use libfuzzer_sys::fuzz_target;

const RECORDS: [&[u8]; 3] = [b"one", b"two", b""];

fuzz_target!(|text: &str| {
    let Ok(receipt) = Receipt::parse(text) else {
        return;
    };
    assert_eq!(receipt.to_text(), text);
    let signer = Signer::from_seed("example.com/log", &[7; 32]).unwrap();
    if let Ok(proved) = receipt.verify(&signer.verifier_key()) {
        assert_eq!(proved.index, receipt.index());
        assert_eq!(proved.checkpoint.size(), 3);
        assert_eq!(proved.record, RECORDS[proved.index as usize]);
    }
});
