//! `refrain verify`: a receipt, offline, with nothing but the log's public key.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use ledger::VerifierKey;
use ledger::receipt::{self, MAX_BYTES, Proved};
use optout::{Entry, Recorded, Stance};

use crate::config;
use crate::failure::Failure;
use crate::installation::{DATA, Place};
use crate::keyfile::{self, Reference};
use crate::term;

pub struct Verify {
    pub file: PathBuf,
    pub key: Option<String>,
    pub data: Option<PathBuf>,
    pub business: String,
    pub json: bool,
}

pub fn run(verify: &Verify) -> Result<(), Failure> {
    let text = read(&verify.file)?;
    let key = key(verify)?;
    match receipt::verify(&text, &key) {
        Ok(proved) => {
            report(verify, &key, &proved);
            Ok(())
        }
        Err(error) if error.is_refuted() => Err(Failure::refuted(format!(
            "REFUTED: {error}.\nThis text does not show that the log {} ever held this.",
            key.name()
        ))),
        Err(error) => Err(Failure::usage(format!("could not be checked: {error}"))),
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    let failed = |error| Failure::io("cannot read", file, &error);
    let mut text = String::new();
    let limit = MAX_BYTES as u64 + 1;
    if file == Path::new("-") {
        std::io::stdin()
            .take(limit)
            .read_to_string(&mut text)
            .map_err(failed)?;
    } else {
        std::fs::File::open(file)
            .map_err(failed)?
            .take(limit)
            .read_to_string(&mut text)
            .map_err(failed)?;
    }
    Ok(text)
}

/// The key that was given, or that of the installation.
fn key(verify: &Verify) -> Result<VerifierKey, Failure> {
    if let Some(given) = &verify.key {
        let held = std::fs::read_to_string(given).unwrap_or_else(|_| given.clone());
        return held.trim().parse().map_err(|error| {
            Failure::usage(format!(
                "--key is not a verifier key such as example.com/log+33d7b496+AeHT…: {error}"
            ))
        });
    }
    let data = verify.data.clone().unwrap_or_else(|| DATA.into());
    let place = Place {
        data: data.clone(),
        config: None,
        business: verify.business.clone(),
    };
    let config = place.read_config()?.of(&place.business)?;
    let setting = config::setting(&place.business, "keys.log");
    let reference = Reference::parse(&setting, &config.keys.log, &data)?;
    let text = reference.read()?.ok_or_else(|| {
        Failure::usage(
            "could not be checked: give the log's public key with --key (it is served at /log/key), or an installation with --data",
        )
    })?;
    Ok(keyfile::parse_log_key(&text, &reference.shown())?.verifier_key())
}

fn report(verify: &Verify, key: &VerifierKey, proved: &Proved) {
    let record = String::from_utf8_lossy(&proved.record);
    let size = proved.checkpoint.size();
    if verify.json {
        let entry: serde_json::Value =
            serde_json::from_slice(&proved.record).unwrap_or(record.into());
        term::json(&serde_json::json!({
            "proved": true, "log": key.name(), "index": proved.index, "size": size, "entry": entry,
        }));
        return;
    }
    term::say("PROVED.");
    term::say(format!(
        "The log {} holds this as entry {} of the {size} that its signed checkpoint covers:",
        key.name(),
        proved.index
    ));
    match Entry::from_bytes(&proved.record) {
        Ok(entry) => describe(&entry)
            .into_iter()
            .for_each(|line| term::say(format!("  {line}"))),
        Err(_) => term::say(format!("  {record}")),
    }
    term::say("Nobody can change or remove it without the log contradicting this receipt.");
}

fn describe(entry: &Entry) -> Vec<String> {
    match entry {
        Entry::OptOut(no) => choice("A request to opt out", no),
        Entry::Limit(no) => choice(
            "A request to limit the use of sensitive personal information",
            no,
        ),
        Entry::OptIn(yes) => vec![format!(
            "A request to opt in again, confirmed at {}, for {}",
            yes.at,
            words(yes.purposes)
        )],
        Entry::Carried(carried) => vec![
            format!(
                "What stands of {}, received on {} and carried forward at {} when its record was erased",
                match carried.stance {
                    Stance::No => "a request to say no",
                    Stance::Yes => "a request to opt in again",
                },
                carried.received,
                carried.at
            ),
            format!("covering {}", words(carried.purposes)),
        ],
        other => vec![String::from_utf8_lossy(&other.to_bytes()).into_owned()],
    }
}

fn choice(what: &str, no: &Recorded) -> Vec<String> {
    let mut kinds: Vec<&str> = no
        .subjects
        .iter()
        .map(|subject| subject.kind.name())
        .collect();
    kinds.dedup();
    let mut lines = vec![
        format!("{what}, received and in force since {}", no.at),
        format!("covering {}", words(no.purposes)),
        format!(
            "for whoever is known by: {} (kept as pseudonyms)",
            kinds.join(", ")
        ),
        format!(
            "to take effect at every recipient by the end of {} at the latest",
            no.deadline
        ),
    ];
    if let Some(agent) = &no.agent {
        lines.push(format!("made by an authorised agent: {}", agent.name()));
    }
    lines
}

fn words(purposes: optout::PurposeSet) -> String {
    purposes
        .iter()
        .map(optout::Purpose::name)
        .collect::<Vec<_>>()
        .join(", ")
        .replace('_', " ")
}
