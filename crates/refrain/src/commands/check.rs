//! `refrain check`: what is in force, and what is wrong with it.

use std::net::TcpListener;
use std::path::Path;

use serde::Serialize;

use crate::cli::At;
use crate::config::Config;
use crate::failure::Failure;
use crate::keyfile::Reference;
use crate::term;

/// One thing that was looked at.
#[derive(Serialize)]
struct Finding {
    /// `ok`, `note` or `wrong`.
    verdict: Verdict,
    what: &'static str,
    detail: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Ok,
    Note,
    Wrong,
}

pub fn run(at: &At, json: bool) -> Result<(), Failure> {
    let place = at.place();
    let config = place.read_config()?;
    let findings = look(&config, &place.data);
    if json {
        term::json(&findings);
    } else {
        for finding in &findings {
            let mark = match finding.verdict {
                Verdict::Ok => "ok   ",
                Verdict::Note => "note ",
                Verdict::Wrong => "WRONG",
            };
            term::say(format!("{mark}  {:<12} {}", finding.what, finding.detail));
        }
    }
    let wrong = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Wrong)
        .count();
    if wrong == 0 {
        Ok(())
    } else {
        Err(Failure::refuted(format!(
            "{wrong} of {} are wrong",
            findings.len()
        )))
    }
}

fn look(config: &Config, data: &Path) -> Vec<Finding> {
    vec![
        address(config),
        listen(config),
        business(config),
        key("installation", &config.keys.installation, data),
        key("log", &config.keys.log, data),
        data_folder(data),
        delivery(config),
        vocabulary(config),
        recipients(config),
    ]
}

fn finding(verdict: Verdict, what: &'static str, detail: impl Into<String>) -> Finding {
    Finding {
        verdict,
        what,
        detail: detail.into(),
    }
}

fn address(config: &Config) -> Finding {
    let url = config.public_url();
    let local = url.contains("://127.") || url.contains("://localhost") || url.contains("://[::1]");
    if url.starts_with("https://") {
        return finding(Verdict::Ok, "address", format!("consumers come to {url}"));
    }
    if local {
        let detail = format!(
            "consumers come to {url}: good for trying out; set server.public_url before real people come"
        );
        return finding(Verdict::Note, "address", detail);
    }
    finding(
        Verdict::Wrong,
        "address",
        format!("{url} is not encrypted: choices and cookies would travel in the clear; use https"),
    )
}

fn listen(config: &Config) -> Finding {
    let address = config.server.listen;
    match TcpListener::bind(address) {
        Ok(_) => finding(Verdict::Ok, "listen", format!("{address} is free")),
        Err(error) => finding(
            Verdict::Note,
            "listen",
            format!("{address} cannot be taken now ({error}): perhaps Refrain is running"),
        ),
    }
}

fn business(config: &Config) -> Finding {
    let default = Config::parse("", "the defaults").map(|config| config.business);
    let business = &config.business;
    if default
        .is_ok_and(|default| default.name == business.name || default.contact == business.contact)
    {
        return finding(
            Verdict::Note,
            "business",
            "set business.name and business.contact: they stand on every page",
        );
    }
    finding(
        Verdict::Ok,
        "business",
        format!("{}, policy at {}", business.name, business.policy_url),
    )
}

fn key(what: &'static str, setting: &str, data: &Path) -> Finding {
    let setting_name = if what == "log" {
        "keys.log"
    } else {
        "keys.installation"
    };
    let what = if what == "log" {
        "log key"
    } else {
        "master key"
    };
    let reference = match Reference::parse(setting_name, setting, data) {
        Ok(reference) => reference,
        Err(error) => return finding(Verdict::Wrong, what, error.to_string()),
    };
    if let Reference::File(path) = &reference
        && !path.exists()
    {
        return finding(
            Verdict::Note,
            what,
            format!("{} will be made at the first start", path.display()),
        );
    }
    match reference.read_or_make(String::new) {
        Ok(_) => finding(Verdict::Ok, what, reference.shown()),
        Err(error) => finding(Verdict::Wrong, what, error.to_string()),
    }
}

fn data_folder(data: &Path) -> Finding {
    if data.exists() {
        return finding(Verdict::Ok, "data", format!("in {}", data.display()));
    }
    finding(
        Verdict::Note,
        "data",
        format!("{} will be made at the first start", data.display()),
    )
}

fn delivery(config: &Config) -> Finding {
    if config.delivery.allow_private_addresses {
        let detail = "delivery.allow_private_addresses is on: destinations may be inside your network; for tests and demos only";
        return finding(Verdict::Note, "delivery", detail);
    }
    finding(
        Verdict::Ok,
        "delivery",
        "to public addresses over https only",
    )
}

fn vocabulary(config: &Config) -> Finding {
    let words = &config.vocabulary;
    if words.kinds.is_empty() && words.purposes.is_empty() {
        return finding(Verdict::Ok, "words", "the law's own kinds and purposes");
    }
    finding(
        Verdict::Ok,
        "words",
        format!(
            "kinds {:?} and purposes {:?} besides the law's own",
            words.kinds, words.purposes
        ),
    )
}

fn recipients(config: &Config) -> Finding {
    if config.recipients.is_empty() {
        return finding(
            Verdict::Note,
            "recipients",
            "none is described: pages show their bare names; add [recipients.NAME]",
        );
    }
    let names: Vec<&str> = config
        .recipients
        .values()
        .map(|one| one.name.as_str())
        .collect();
    finding(Verdict::Ok, "recipients", names.join(", "))
}
