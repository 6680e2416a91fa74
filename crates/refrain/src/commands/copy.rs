//! `refrain copy`: every log of the installation, from one database to another, and both proved afterwards.

use std::path::Path;

use store::copy::{Copied, Step, copy};
use store::seal::Sealer;

use crate::backend::Backend;
use crate::cli::Folder;
use crate::config::Config;
use crate::failure::Failure;
use crate::installation::{Installation, Place};
use crate::{term, world};

pub fn run(folder: &Folder, from: Option<&str>, to: &str) -> Result<(), Failure> {
    let place = folder.place();
    let config = place.read_config()?;
    let parse = |option, url: &str| {
        // What is wrong is said of `store.url`, which is what it is going to be, or was.
        Backend::parse(url, &place.data).map_err(|why| Failure::usage(format!("{option}: {why}")))
    };
    let from = parse("--from", from.unwrap_or(&config.store.url))?;
    let to = parse("--to", to)?;
    let mut copied = 0;
    for business in config.businesses() {
        if !from.exists(business)? {
            term::tell(format!(
                "{business}: there is no log of it yet, so nothing to copy"
            ));
            continue;
        }
        one(&place.of(business), &config, (&from, &to))?;
        copied += 1;
    }
    if copied == 0 {
        return Err(Failure::usage(format!(
            "there is no log to copy: is {} the installation's folder? Give it with --data",
            shown(&place.data)
        )));
    }
    term::say(
        "Set `store.url` to the target and start the nodes. Do not start any on the source again.",
    );
    Ok(())
}

fn one(place: &Place, config: &Config, (from, to): (&Backend, &Backend)) -> Result<(), Failure> {
    let business = &place.business;
    let source = place.open_in(from, config)?;
    let target = to.open(business)?;
    let total = source.store.size()?;
    let copying = term::progress(total, "copying");
    let comparing = term::progress(total, "comparing");
    let done = copy(
        (&*source.store, &*target),
        world::now().as_millisecond(),
        |step| match step {
            Step::Copied(entries) => copying.set_position(entries),
            Step::Compared(entries) => {
                copying.finish_and_clear();
                comparing.set_position(entries);
            }
        },
    );
    comparing.finish_and_clear();
    let done = done.map_err(|why| Failure::from_error(&why))?;
    drop(target);
    prove(&source, "source")?;
    prove(&place.open_in(to, config)?, "target")?;
    let Copied {
        entries,
        published,
        tiles,
        plans,
    } = done;
    term::say(format!(
        "{business}: {entries} entries are in both, {published} of them published, {tiles} full tiles, {plans} messages about to be sent. Both were checked: PROVED."
    ));
    Ok(())
}

/// Derives everything again from the entries of one of the two.
fn prove(installation: &Installation, which: &str) -> Result<(), Failure> {
    let bar = term::progress(installation.store.size()?, "checking");
    let key = installation.signer.verifier_key();
    let sealer = Sealer::new(&installation.key);
    let report = store::check(&*installation.store, (&key, &sealer), &[], |entries| {
        bar.set_position(entries);
    })?;
    bar.finish_and_clear();
    match report.difference {
        None => Ok(()),
        Some(difference) => Err(Failure::refuted(format!(
            "REFUTED: the {which}: {difference}"
        ))),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
