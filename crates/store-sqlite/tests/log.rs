//! The running log on the embedded store: whatever fails, and whenever, positions stay gap-free, followers see every entry
//! once and in order, and receipts verify.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod running {
    mod faults;
    mod faulty_store;
    mod follower;
    mod guards;
    mod people;
    mod processes;
}
