//! The workspace's own commands; `cargo xtask help` explains them.

mod arrows;
mod bench;
mod deny;
mod deploy;
mod failure;
mod fuzz;
mod machine;
mod migrations;
mod program;
mod settings;
mod terminal;
mod test;
mod workspace;

use std::process::ExitCode;

use failure::Failure;
use settings::Settings;
use workspace::Workspace;

/// The manual page.
const HELP: &str = include_str!("help.txt");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::tell(format!("xtask: {failure}"));
            failure.code()
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Failure> {
    let Some((command, rest)) = arguments.split_first() else {
        return Err(Failure::Usage("name a command".into()));
    };
    match command.as_str() {
        "arrows" => arrows::run(&Workspace::read()?),
        "bench" => bench::run(&Workspace::read()?, rest),
        "deny" => deny::run(&Workspace::read()?),
        "fuzz" => fuzz::run(&Workspace::read()?, rest),
        "test" => test::run(Workspace::read()?, Settings::read(), rest),
        "help" | "--help" | "-h" => {
            terminal::say(HELP.trim_end());
            Ok(())
        }
        other => Err(Failure::Usage(format!("there is no command `{other}`"))),
    }
}
