//! `refrain migrate`: the database's schema, brought up to date.

use crate::cli::Folder;
use crate::failure::Failure;
use crate::term;

pub fn run(folder: &Folder) -> Result<(), Failure> {
    let place = folder.place();
    let config = place.read_config()?;
    term::say(place.backend(&config)?.migrate()?);
    Ok(())
}
