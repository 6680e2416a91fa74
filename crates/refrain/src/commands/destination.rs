//! `refrain destination`: the systems that are told.

use delivery::transport::{Reach, Target};
use delivery::webhook::DestinationSecrets;
use optout::{Contract, DestinationDeclared, DestinationState, Entry, Recipient};
use store::Destinations;
use web::api::DestinationLine;

use super::{append, replay};
use crate::cli::{At, Destination, DestinationAdd};
use crate::failure::Failure;
use crate::installation::Installation;
use crate::{term, world};

/// The longest name of a destination.
const MAX_NAME: usize = 64;

pub fn run(command: Destination) -> Result<(), Failure> {
    match command {
        Destination::Add(add) => {
            let installation = add.at.place().open()?;
            for made in &installation.made {
                term::tell(made);
            }
            let name = add.name.clone();
            declare(&installation, add)?;
            print_secrets(&installation, &name);
            Ok(())
        }
        Destination::List { at, json } => list(&at, json),
        Destination::Secrets { name, at } => {
            let installation = at.place().open_existing()?;
            known(&installation, &name)?;
            print_secrets(&installation, &name);
            Ok(())
        }
        Destination::Hold { name, at } => change(&at, name, Some("held by a person"), false),
        Destination::Resume { name, at } => change(&at, name, None, false),
        Destination::Remove { name, at } => change(&at, name, None, true),
    }
}

/// Declares a destination.
pub fn declare(installation: &Installation, add: DestinationAdd) -> Result<(), Failure> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    if add.name.is_empty() || add.name.len() > MAX_NAME || !add.name.chars().all(good) {
        return Err(Failure::usage(format!(
            "`{}` cannot name a destination: 1 to {MAX_NAME} of a-z, 0-9, - and _",
            add.name
        )));
    }
    if add.recipient.trim().is_empty() {
        return Err(Failure::usage("--recipient must name whose system it is"));
    }
    let reach = if installation.config.delivery.allow_private_addresses {
        Reach::PrivateToo
    } else {
        Reach::Public
    };
    Target::parse(&add.url, reach)
        .map_err(|error| Failure::usage(format!("--url {}: {error}", add.url)))?;
    if destinations(installation)?.get(&add.name).is_some() {
        return Err(Failure::usage(format!(
            "there is a destination named `{}` already",
            add.name
        )));
    }
    let contract = add.contract.map(|reference| Contract {
        reference,
        until: add.contract_until,
    });
    let declared = DestinationDeclared {
        at: world::now(),
        name: add.name,
        url: add.url,
        recipient: Recipient {
            name: add.recipient,
            role: add.role,
            contract,
        },
        purposes: add.purpose.into_iter().collect(),
        secrets: 1,
    };
    append(installation, Entry::Destination(Box::new(declared)))?;
    Ok(())
}

fn print_secrets(installation: &Installation, name: &str) {
    let secrets = DestinationSecrets::derive(&installation.key, name, 1);
    term::say(secrets.symmetric().expose());
    term::say(secrets.public_key().to_string());
    term::tell(
        "Messages are Standard Webhooks. The receiver checks `v1` with the whsec_ secret, or `v1a` with the whpk_ public key;",
    );
    term::tell("the second proves that only this installation can have sent them.");
}

fn list(at: &At, json: bool) -> Result<(), Failure> {
    let all = destinations(&at.place().open_existing()?)?;
    let lines: Vec<_> = all
        .iter()
        .map(|view| DestinationLine::of(&all, view))
        .collect();
    if json {
        term::json(&lines);
        return Ok(());
    }
    let row = |line: &DestinationLine| {
        let state = line.held.as_ref().map_or_else(
            || line.state.to_owned(),
            |why| format!("{}: {why}", line.state),
        );
        let purposes: Vec<_> = line.purposes.iter().map(optout::Purpose::name).collect();
        vec![
            line.name.clone(),
            line.recipient.clone(),
            line.role.name().to_owned(),
            purposes.join(","),
            line.cursor.to_string(),
            line.lag.to_string(),
            line.failing.to_string(),
            state,
        ]
    };
    let headings = [
        "NAME",
        "RECIPIENT",
        "ROLE",
        "PURPOSES",
        "CURSOR",
        "LAG",
        "FAILING",
        "STATE",
    ];
    term::table(&headings, &lines.iter().map(row).collect::<Vec<_>>());
    Ok(())
}

fn change(at: &At, name: String, held: Option<&str>, removed: bool) -> Result<(), Failure> {
    let installation = at.place().open_existing()?;
    known(&installation, &name)?;
    let state = DestinationState {
        at: world::now(),
        name,
        held: held.map(str::to_owned),
        removed,
    };
    append(&installation, Entry::DestinationState(state))?;
    Ok(())
}

fn known(installation: &Installation, name: &str) -> Result<(), Failure> {
    match destinations(installation)?.get(name) {
        Some(_) => Ok(()),
        None => Err(Failure::usage(format!(
            "there is no destination named `{name}`: see `refrain destination list`"
        ))),
    }
}

fn destinations(installation: &Installation) -> Result<Destinations, Failure> {
    let mut all = Destinations::default();
    replay(&*installation.store, |position, entry| {
        all.follow(position, entry);
    })?;
    Ok(all)
}
