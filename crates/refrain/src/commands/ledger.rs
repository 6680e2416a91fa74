//! `refrain ledger check`: everything derived again from the entries, and compared.

use std::path::Path;

use ledger::{Checkpoint, Receipt, VerifierKey};
use store::Difference;
use store::seal::Sealer;

use crate::cli::Ledger;
use crate::failure::Failure;
use crate::term;

pub fn run(command: Ledger) -> Result<(), Failure> {
    let Ledger::Check { at, against, json } = command;
    let installation = at.place().open_existing()?;
    let key = installation.signer.verifier_key();
    let mut witnesses = against
        .iter()
        .map(|file| witness(file, &key))
        .collect::<Result<Vec<_>, _>>()?;
    witnesses.extend(installation.witness.read(&key)?);
    let bar = term::progress(installation.store.size()?, "checking");
    let sealer = Sealer::new(&installation.key);
    let report = store::check(&*installation.store, (&key, &sealer), &witnesses, |done| {
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    if json {
        term::json(&serde_json::json!({
            "proved": report.difference.is_none(),
            "log": key.name(),
            "entries": report.entries,
            "published": report.published,
            "tiles": report.tiles,
            "difference": report.difference.as_ref().map(ToString::to_string),
        }));
    }
    if let Some(difference) = report.difference {
        let advice = match difference {
            Difference::Gone { .. } => format!("\n{}", installation.witness.advice()),
            _ => String::new(),
        };
        return Err(Failure::refuted(format!("REFUTED: {difference}{advice}")));
    }
    if !json {
        let (entries, published, tiles) = (report.entries, report.published, report.tiles);
        term::say(format!(
            "PROVED: the {entries} entries of {} are the ones that were committed to.",
            key.name()
        ));
        term::say(format!(
            "Their tree is the one that was signed for {published} of them; {tiles} stored tiles agree."
        ));
        if !against.is_empty() {
            term::say(format!(
                "So does every one of the {} given with --against.",
                against.len()
            ));
        }
    }
    Ok(())
}

/// The checkpoint in a receipt, or a bare one.
fn witness(file: &Path, key: &VerifierKey) -> Result<Checkpoint, Failure> {
    let text =
        std::fs::read_to_string(file).map_err(|error| Failure::io("cannot read", file, &error))?;
    let note = Receipt::parse(&text)
        .map_or_else(|_| text.clone(), |receipt| receipt.checkpoint().to_owned());
    Checkpoint::open(&note, key).map_err(|error| {
        Failure::usage(format!(
            "{} is no receipt or checkpoint of this log: {error}",
            file.display()
        ))
    })
}
