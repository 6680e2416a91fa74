//! Refrain: makes "do not sell or share my personal information" stop everywhere, with proof.
//!
//! This is the binary: configuration, commands, wiring. It is the only crate that names a backend, reads the environment,
//! owns the clock and the random generator.

mod backend;
mod cli;
mod commands;
mod config;
mod demo;
mod failure;
mod installation;
mod keyfile;
mod logging;
mod measure;
mod running;
mod term;
mod witness;
mod world;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use commands::verify::Verify;
use failure::Failure;

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            term::tell(format!("refrain: {failure}"));
            failure.code()
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve { folder, listen } => commands::serve::run(&folder, listen),
        Command::Demo { port } => commands::demo::run(port),
        Command::Check { folder, json } => commands::check::run(&folder, json),
        Command::Config => {
            term::say(config::DEFAULTS.trim_end());
            Ok(())
        }
        Command::Verify {
            file,
            key,
            data,
            business,
            json,
        } => commands::verify::run(&Verify {
            file,
            key,
            data,
            business,
            json,
        }),
        Command::Migrate { folder } => commands::migrate::run(&folder),
        Command::Copy { folder, from, to } => commands::copy::run(&folder, from.as_deref(), &to),
        Command::Ledger(command) => commands::ledger::run(command),
        Command::Key(command) => commands::key::run(command),
        Command::Destination(command) => commands::destination::run(command),
        Command::OptOut(command) => commands::opt_out::run(&command),
        Command::Snippet { at, shown } => commands::snippet::run(&at, &shown),
        Command::SiteKey { at } => commands::snippet::key(&at),
        Command::Probe(command) => commands::probe::run(command),
        Command::Signal(command) => commands::signal::run(command),
    }
}
