//! The contract that every backend keeps.

use super::support::{SERVER, log};

#[test]
fn postgresql_keeps_the_contract() {
    store::contract_tests::all(|| log(&SERVER.new_database()));
}
