//! `refrain check`: what is in force, and what is wrong with it.

use std::net::TcpListener;
use std::path::Path;

use serde::Serialize;

use crate::backend::Backend;
use crate::cli::Folder;
use crate::config::{Config, ConfigError, MAIN, setting};
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

pub fn run(folder: &Folder, json: bool) -> Result<(), Failure> {
    let place = folder.place();
    let config = place.read_config()?;
    let mut findings = look(&config, &place.data);
    findings.extend(further(&config, &place.data)?);
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
        key(MAIN, "keys.installation", (config, data)),
        key(MAIN, "keys.log", (config, data)),
        data_folder(data),
        store(config, data),
        delivery(config),
        retention(config),
        vocabulary(config),
        site(config),
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

fn site(config: &Config) -> Finding {
    let site = match config.site() {
        Ok(site) => site,
        Err(error) => return finding(Verdict::Wrong, "site", error.to_string()),
    };
    let detail = format!(
        "{} places are held, {} recipients stay restricted",
        site.hold.len(),
        site.restrict.len()
    );
    if site.domain.is_empty() && config.public_url().starts_with("https:") {
        let detail =
            format!("{detail}; set site.domain, or the site's pages cannot read the choice");
        return finding(Verdict::Note, "site", detail);
    }
    finding(Verdict::Ok, "site", detail)
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

/// A finding for each further business: where it is, or the first thing that is wrong with it.
fn further(config: &Config, data: &Path) -> Result<Vec<Finding>, ConfigError> {
    let look = |name: &str| {
        let own = config.of(name)?;
        let mut looked = [
            address(&own),
            key(name, "keys.installation", (&own, data)),
            key(name, "keys.log", (&own, data)),
        ]
        .into_iter();
        let (verdict, detail) = match looked.find(|one| one.verdict == Verdict::Wrong) {
            Some(wrong) => (Verdict::Wrong, wrong.detail),
            None => (
                Verdict::Ok,
                format!(
                    "{} at {}, log {}, keys {} and {}",
                    own.business.name,
                    own.public_url(),
                    own.origin(),
                    own.keys.installation,
                    own.keys.log
                ),
            ),
        };
        Ok(finding(verdict, "business", format!("{name}: {detail}")))
    };
    config.businesses().skip(1).map(look).collect()
}

fn key(business: &str, which: &str, (config, data): (&Config, &Path)) -> Finding {
    let (what, text) = match which {
        "keys.log" => ("log key", &config.keys.log),
        _ => ("master key", &config.keys.installation),
    };
    let found = Reference::parse(&setting(business, which), text, data)
        .and_then(|reference| Ok((reference.shown(), reference.read()?)));
    match found {
        Ok((place, Some(_))) => finding(Verdict::Ok, what, place),
        Ok((place, None)) if has_log(business, (config, data)) => finding(
            Verdict::Wrong,
            what,
            format!(
                "{place} is missing, and the log is there: copy the file from the first node or from a backup"
            ),
        ),
        Ok((place, None)) => finding(
            Verdict::Note,
            what,
            format!("{place} will be made at the first start"),
        ),
        Err(error) => finding(Verdict::Wrong, what, error.to_string()),
    }
}

fn has_log(business: &str, (config, data): (&Config, &Path)) -> bool {
    let backend = Backend::parse(&config.store.url, data);
    // A database that cannot be asked is a finding of its own.
    backend
        .and_then(|backend| backend.exists(business))
        .unwrap_or(false)
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

fn store(config: &Config, data: &Path) -> Finding {
    let looked = Backend::parse(&config.store.url, data).and_then(|backend| backend.state(MAIN));
    match looked {
        Ok((true, state)) => finding(Verdict::Ok, "store", state),
        Ok((false, state)) => finding(Verdict::Wrong, "store", state),
        Err(failure) => finding(Verdict::Wrong, "store", failure.to_string()),
    }
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

fn retention(config: &Config) -> Finding {
    let years = config.retention.years;
    finding(
        Verdict::Ok,
        "retention",
        format!(
            "records of requests are erased after {years} calendar years and the one in which they were made; choices stay in force"
        ),
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
