use super::*;

const SOURCE: &str = r#"
    include_str!("../migrations/0001_log.sql"),
    Step { name: "0002_owner", sql: include_str!("../migrations/0002_owner.sql") },
"#;

fn migration(name: &str, text: &str, released: Option<&str>) -> Migration {
    Migration {
        name: name.into(),
        text: text.into(),
        released: released.map(Into::into),
    }
}

/// Asserts what is found in these migrations, each with its text now and then, beside [`SOURCE`].
fn finds(there: &[(&str, &str, Option<&str>)], gone: &[&str], expected: &[Fault]) {
    let backend = Backend {
        folder: "crates/store-x".into(),
        there: there
            .iter()
            .map(|(name, now, then)| migration(name, now, *then))
            .collect(),
        gone: gone.iter().map(ToString::to_string).collect(),
        source: SOURCE.into(),
    };
    assert_eq!(check(&backend), expected, "{there:?}");
}

#[test]
fn one_that_is_as_it_was_or_has_not_been_released_is_well() {
    let (log, owner) = ("0001_log.sql", "0002_owner.sql");
    finds(&[(log, "a", Some("a")), (owner, "b", Some("b"))], &[], &[]);
    finds(&[(log, "a", Some("a")), (owner, "b", None)], &[], &[]);
}

#[test]
fn one_that_was_released_is_neither_edited_nor_taken_out() {
    let (log, owner) = ("0001_log.sql", "0002_owner.sql");
    let edited = Fault::Edited(log.into());
    finds(
        &[(log, "a ", Some("a")), (owner, "b", Some("b"))],
        &[],
        &[edited],
    );
    let gone = Fault::Gone("0002_other.sql".into());
    finds(
        &[(log, "a", Some("a")), (owner, "b", None)],
        &["0002_other.sql"],
        &[gone],
    );
}

#[test]
fn they_are_numbered_without_a_gap_and_all_of_them_are_run() {
    let wrong = |name: &str, expected| {
        let name = name.to_owned();
        Fault::Number { name, expected }
    };
    let included = |there: &[&str]| Fault::Included {
        there: there.iter().map(ToString::to_string).collect(),
    };
    finds(&[], &[], &[included(&[])]);
    let one = "0001_log.sql";
    finds(&[(one, "", None)], &[], &[included(&[one])]);
    for second in [
        "0003_owner.sql",
        "0001_owner.sql",
        "2_owner.sql",
        "0002_.sql",
        "0002_owner",
    ] {
        finds(
            &[(one, "", None), (second, "", None)],
            &[],
            &[wrong(second, 2), included(&[one, second])],
        );
    }
    let (two, three) = ("0002_owner.sql", "0003_more.sql");
    finds(
        &[(one, "", None), (two, "", None), (three, "", None)],
        &[],
        &[included(&[one, two, three])],
    );
}

#[test]
fn a_fault_says_what_to_do() {
    let said = Fault::Edited("0001_log.sql".into()).to_string();
    assert!(
        said.contains("make the change in a new migration"),
        "{said}"
    );
    let there = vec!["0001_log.sql".into(), "0002_owner.sql".into()];
    let said = Fault::Included { there }.to_string();
    assert!(
        said.ends_with("include 0001_log.sql, 0002_owner.sql"),
        "{said}"
    );
}
