//! The one test command: sets up what is needed, runs every check, and alone decides what is green.

mod browser;
mod integrations;
mod snippet;
mod steps;
mod tree;

use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::settings::Settings;
use crate::terminal;
use crate::workspace::Workspace;

use steps::{Outcome, STEPS, Step};

/// What every step sees.
struct Run {
    workspace: Workspace,
    settings: Settings,
    asked: Asked,
}

/// Which steps were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// All of them: each that can run does.
    Everything,
    /// By name: none is left out quietly.
    ByName,
}

/// Runs the steps that `names` names, or all; stops at the first that fails.
pub fn run(workspace: Workspace, settings: Settings, names: &[String]) -> Result<(), Failure> {
    let (asked, chosen) = choose(names)?;
    let run = Run {
        workspace,
        settings,
        asked,
    };
    let began = Instant::now();
    let before = tree::state(&run.workspace)?;
    let mut report = Vec::new();
    for step in chosen {
        report.push(one(&run, step)?);
    }
    heading("tree: the run has changed no file of the repository");
    report.push(format!(
        "tree       {}",
        tree::check(&run.workspace, before)?
    ));
    terminal::say("");
    report.iter().for_each(terminal::say);
    terminal::say(format!("green in {}", seconds(began.elapsed())));
    Ok(())
}

fn choose(names: &[String]) -> Result<(Asked, Vec<&'static Step>), Failure> {
    if names.is_empty() {
        return Ok((Asked::Everything, STEPS.iter().collect()));
    }
    let step = |name: &String| {
        let known = || STEPS.map(|step| step.name).join(", ");
        let step = STEPS.iter().find(|step| step.name == name);
        step.ok_or_else(|| Failure::Usage(format!("no step is `{name}`; there are {}", known())))
    };
    let chosen = names.iter().map(step).collect::<Result<_, _>>()?;
    Ok((Asked::ByName, chosen))
}

/// Runs one step; returns its line of the report.
fn one(run: &Run, step: &Step) -> Result<String, Failure> {
    heading(format!("{}: {}", step.name, step.what));
    let began = Instant::now();
    let outcome = (step.run)(run);
    let took = seconds(began.elapsed());
    let name = step.name;
    match outcome {
        Ok(Outcome::Done) => {
            terminal::say(format!("{name}: ok in {took}"));
            Ok(format!("{name:10} ok in {took}"))
        }
        Ok(Outcome::Skipped(why)) => {
            terminal::shout(format!("{name} SKIPPED: {why}"));
            Ok(format!("{name:10} SKIPPED: {why}"))
        }
        Err(failure) => {
            terminal::tell(format!("\n{name}: FAILED after {took}"));
            terminal::tell(format!("run just this again: cargo xtask test {name}\n"));
            Err(failure)
        }
    }
}

fn heading(line: impl AsRef<str>) {
    terminal::say(format!("\n=== {}", line.as_ref()));
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(asked: &[&str]) -> Result<Vec<&'static str>, String> {
        let asked: Vec<String> = asked.iter().map(ToString::to_string).collect();
        match choose(&asked) {
            Ok((_, steps)) => Ok(steps.iter().map(|step| step.name).collect()),
            Err(failure) => Err(failure.to_string()),
        }
    }

    #[test]
    fn steps_are_chosen_by_name_and_are_all_by_default() {
        assert_eq!(names(&[]).unwrap().len(), STEPS.len());
        assert_eq!(names(&["unit", "fmt"]).unwrap(), ["unit", "fmt"]);
        let wrong = names(&["fmt", "units"]).unwrap_err();
        assert!(
            wrong.starts_with("no step is `units`; there are fmt, "),
            "{wrong}"
        );
    }

    #[test]
    fn the_manual_names_every_step() {
        for step in &STEPS {
            let line = format!("\n    {} ", step.name);
            assert!(crate::HELP.contains(&line), "{}", step.name);
        }
    }
}
