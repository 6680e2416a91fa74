//! One command a file.

pub mod check;
pub mod copy;
pub mod demo;
pub mod destination;
pub mod key;
pub mod ledger;
pub mod migrate;
pub mod opt_out;
pub mod probe;
pub mod serve;
pub mod signal;
pub mod snippet;
pub mod verify;

use optout::Entry;
use store::{Commit, Onto, Store};

use crate::failure::Failure;
use crate::installation::Installation;
use crate::world;

/// Appends an entry beside whatever else runs on the log, unless entries are gone that this machine has seen.
fn append(installation: &Installation, entry: Entry) -> Result<u64, Failure> {
    let Installation {
        store,
        signer,
        witness,
        ..
    } = installation;
    let size = store.size()?;
    let seen = witness.read(&signer.verifier_key())?;
    if seen.is_some_and(|seen| seen.size() > size) {
        return Err(Failure::refuted(format!(
            "entries are gone from the database. {}",
            witness.advice()
        )));
    }
    let new = Commit::new(world::salt(), entry).into_new_entry();
    Ok(store.append(&[new], Onto::ANY)?)
}

/// Reads the whole log, showing how far it is.
fn replay(store: &dyn Store, mut each: impl FnMut(u64, &Entry)) -> Result<(), Failure> {
    let bar = crate::term::progress(store.size()?, "reading the log");
    store::replay(store, |position, entry| {
        bar.set_position(position);
        each(position, entry);
    })?;
    bar.finish_and_clear();
    Ok(())
}
