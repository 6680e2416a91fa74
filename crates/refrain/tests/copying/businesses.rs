//! Several businesses move together.

use std::fs;

use serde_json::Value;

use super::site::{self, POSTGRES, turn_to};
use crate::support::installation::Installation;

const MORE: &str = r#"
[server]
public_url = "https://privacy.first.example"
[businesses.juniper]
name = "Juniper & Rye"
public_url = "https://privacy.juniper.example"
[businesses.oak]
name = "Oak"
public_url = "https://privacy.oak.example"
"#;

fn entries(installation: &Installation, business: &str) -> Value {
    let check = ["ledger", "check", "--json", "--business", business];
    let checked = installation.run(&check).succeeded();
    let checked: Value = serde_json::from_str(&checked).unwrap();
    assert_eq!(checked["proved"], true);
    checked["entries"].clone()
}

#[test]
fn every_business_that_has_a_log_is_copied_to_one_database_and_back() {
    let mut installation = site::installation();
    let file = installation.data().join("refrain.toml");
    let config = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        config.replace("origin = \"copy.example/log\"", "") + MORE,
    )
    .unwrap();
    for (account, business) in [("1", "main"), ("1", "juniper"), ("2", "juniper")] {
        let add = ["opt-out", "--account", account, "--business", business];
        installation.run(&add).succeeded();
    }

    for to in [&*POSTGRES.new_database(), "sqlite:back.db"] {
        let copied = site::copy(&installation, to);
        let err = copied.err.clone();
        assert!(err.contains("oak: there is no log of it yet"), "{copied:?}");
        let said = copied.succeeded();
        for line in [
            "main: 1 entries are in both",
            "juniper: 2 entries are in both",
        ] {
            assert!(said.contains(line), "{said}");
        }
        turn_to(&mut installation, to);
        assert_eq!(entries(&installation, "main"), 1, "{to}");
        assert_eq!(entries(&installation, "juniper"), 2, "{to}");
        let none = installation.run(&["ledger", "check", "--business", "oak"]);
        assert_eq!(none.code, Some(2), "none was made: {none:?}");
    }
    assert!(installation.data().join("back-juniper.db").exists());
}
