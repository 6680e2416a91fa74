//! `us_privacy.json`: as strict as Prebid Server.

use signals::{Purpose, Said, UsPrivacy};

use super::{cases, text, vectors};

#[test]
fn every_valid_string() {
    let Some(file) = vectors("us_privacy.json") else {
        return;
    };
    let valid = cases(&file["all_valid"], "vectors", 27);
    for case in &valid {
        let string = text(case, "string");
        let said: UsPrivacy = string.parse().unwrap();
        let answers = [said.notice, said.opt_out_sale, said.lspa_covered]
            .map(|answer| answer.character().to_string());
        assert_eq!(
            answers,
            [
                text(case, "notice"),
                text(case, "opt_out_sale"),
                text(case, "lspa")
            ]
        );
        assert_eq!(said.applies(), case["applies"] == true, "{string}");
        let no = said.said().no.contains(Purpose::Sale);
        assert_eq!(no, case["opted_out"] == true, "{string}");
        assert_eq!(said.to_string(), string);
    }
    let known = |text: &str| valid.iter().any(|case| case["string"] == text);
    for string in file["spec_examples"].as_array().unwrap() {
        assert!(known(string.as_str().unwrap()), "{string}");
    }
}

#[test]
fn prebid_servers_cases() {
    let Some(file) = vectors("us_privacy.json") else {
        return;
    };
    for case in cases(&file["prebid_server_parser_cases"], "rows", 15) {
        let (input, result) = (text(&case, "input"), text(&case, "result"));
        let said = Said::us_privacy(input);
        match result {
            // Prebid Server takes an empty string for one that was not sent. That is the caller's to know.
            "accepted: not specified, no opt-out" => assert!(said.is_err()),
            "opt-out" => assert!(!said.unwrap().no.is_empty(), "{input}"),
            "no opt-out" | "not applicable, no opt-out" => assert!(said.unwrap().no.is_empty()),
            error => {
                let words = [
                    "4 characters",
                    "version 1",
                    "notice",
                    "opt-out sale",
                    "LSPA",
                ];
                let ours = [
                    "4 characters",
                    "starts with 1",
                    "notice",
                    "opt-out of sale",
                    "LSPA",
                ];
                let nth = words.iter().position(|word| error.contains(word)).unwrap();
                let said = said.unwrap_err().to_string();
                assert!(said.contains(ours[nth]), "{input}: {said}");
            }
        }
    }
}
