use super::*;

fn package(name: &str, imports: &[&str]) -> Package {
    Package {
        name: name.into(),
        imports: imports.iter().map(ToString::to_string).collect(),
    }
}

/// Asserts that `from` may import each of `allowed`, and nothing else of our own.
fn check_room(from: &str, allowed: &[&str]) {
    let all = [
        "optout",
        "signals",
        "ledger",
        "connect",
        "store",
        "store-sqlite",
        "delivery",
        "web",
        "gate",
        "scrub",
        "audit",
        "refrain",
        "testkit",
        "xtask",
    ];
    for to in all.into_iter().filter(|to| *to != from) {
        let expected = if allowed.contains(&to) {
            vec![]
        } else {
            vec![Fault::Arrow {
                from: from.into(),
                to: to.into(),
            }]
        };
        assert_eq!(check(&[package(from, &[to])]), expected, "{from} -> {to}");
    }
}

#[test]
fn every_room_imports_what_it_may_and_nothing_else() {
    for alone in ["optout", "signals", "ledger", "connect"] {
        check_room(alone, &[]);
    }
    check_room("store", &["optout", "ledger"]);
    check_room("store-sqlite", &["store", "optout", "ledger"]);
    check_room("store-postgres", &["store", "optout", "ledger"]);
    check_room("delivery", &["optout", "connect", "store"]);
    check_room("gate", &["optout"]);
    check_room("scrub", &["gate"]);
    check_room("audit", &["signals"]);
    check_room("web", &["optout", "signals", "ledger", "store", "gate"]);
    check_room("testkit", &["store", "optout", "ledger"]);
    check_room("xtask", &["testkit"]);
}

#[test]
fn only_the_binary_names_a_backend() {
    let everything = [
        "optout",
        "web",
        "delivery",
        "store-sqlite",
        "store-postgres",
    ];
    assert_eq!(check(&[package("refrain", &everything)]), []);
    let faults = check(&[package("web", &["store", "store-postgres"])]);
    let [fault] = &faults[..] else {
        panic!("one arrow is wrong: {faults:?}")
    };
    assert_eq!(
        fault.to_string(),
        "web -> store-postgres: must not be\n  fix: only `refrain` names a backend: let web take the contract \
         from `store`, and refrain pass the backend in"
    );
}

#[test]
fn a_crate_that_the_table_does_not_know_is_to_be_added() {
    let faults = check(&[package("console", &["optout"])]);
    let name = "console".into();
    assert_eq!(faults, [Fault::Unknown { name }]);
    assert!(
        faults[0]
            .to_string()
            .contains("add it to xtask/src/arrows/table.rs")
    );
}

#[test]
fn a_fix_names_what_may_be_imported() {
    let fix = |from, to| check(&[package(from, &[to])])[0].to_string();
    assert!(fix("delivery", "ledger").contains("delivery may import optout, connect, store"));
    assert!(fix("optout", "ledger").contains("optout imports no other crate of ours"));
    assert!(fix("refrain", "xtask").contains("nobody imports the workspace's own commands"));
    assert!(fix("refrain", "testkit").contains("move it to the [dev-dependencies] of refrain"));
}
