//! `refrain probe`: what remains on a page with the opt-out preference signal.

use std::path::PathBuf;
use std::time::Duration;

use audit::{
    BrowserOptions, Certificates, Report, Sandbox, Signal, Stop, Trouble, Unknown, Verdict,
};

use super::serve::{asked_to_stop, in_runtime};
use crate::cli;
use crate::failure::Failure;
use crate::term;

pub fn run(asked: cli::Probe) -> Result<(), Failure> {
    let json = asked.json;
    match look(asked) {
        Ok(report) => tell(&report, json),
        Err(failure) => {
            if json {
                let reason = failure.to_string();
                term::json(&serde_json::json!({"verdict": "inconclusive", "reason": reason}));
            }
            Err(failure)
        }
    }
}

/// Makes both visits. Whoever asks to stop gets the browser's end and the folder's removal first.
fn look(asked: cli::Probe) -> Result<Report, Failure> {
    let what = what(asked)?;
    let stop = Stop::default();
    in_runtime(async {
        let stopper = stop.clone();
        tokio::spawn(async move {
            asked_to_stop().await;
            stopper.ask();
        });
        let probing = tokio::task::spawn_blocking(move || audit::probe(&what, &stop, announce));
        let probed = probing.await.expect("a probe does not panic");
        probed.map_err(inconclusive)
    })
}

fn what(asked: cli::Probe) -> Result<audit::Probe, Failure> {
    let certificates = if asked.ignore_certificate_errors {
        Certificates::Ignored
    } else {
        Certificates::Checked
    };
    let sandbox = if asked.no_sandbox {
        Sandbox::Off
    } else {
        Sandbox::Used
    };
    let unknown = if asked.strict {
        Unknown::Refused
    } else {
        Unknown::Listed
    };
    let browser = BrowserOptions {
        program: browser(asked.browser)?,
        temporary: std::env::temp_dir(),
        host_rules: asked.resolve,
        certificates,
        sandbox,
    };
    let patience = Duration::from_secs(asked.wait);
    let visit = audit::Visit {
        browser,
        page: asked.url,
        stay: Duration::from_secs(asked.stay),
        patience,
    };
    Ok(audit::Probe {
        visit,
        own: asked.own,
        unknown,
    })
}

/// The browser that was named, or one that is on the path.
fn browser(named: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let Some(named) = named else {
        let path = std::env::var_os("PATH").unwrap_or_default();
        return audit::find_browser(&path).ok_or_else(|| inconclusive(Trouble::NoBrowser));
    };
    if named.is_file() {
        return Ok(named);
    }
    Err(Failure::usage(format!(
        "could not tell: {} is no program; give --browser the path of a Chromium",
        named.display()
    )))
}

/// There is no answer, for this reason.
#[derive(Debug, thiserror::Error)]
#[error("could not tell")]
struct Inconclusive(#[from] Trouble);

fn inconclusive(trouble: Trouble) -> Failure {
    Failure::from_error(&Inconclusive(trouble))
}

fn announce(signal: Signal) {
    term::tell(match signal {
        Signal::Absent => "visiting without the signal",
        Signal::Sent => "visiting with the signal",
    });
}

fn tell(report: &Report, json: bool) -> Result<(), Failure> {
    if json {
        term::json(report);
    } else {
        term::say(audit::text(report));
    }
    let conclusion = audit::conclusion(report);
    match report.verdict {
        Verdict::Remains => Err(Failure::refuted(conclusion)),
        Verdict::Inconclusive => Err(Failure::usage(conclusion)),
        Verdict::NothingRemains => {
            if !json {
                term::say(conclusion);
            }
            Ok(())
        }
    }
}
