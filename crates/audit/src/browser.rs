//! A headless Chromium with a profile of its own, spoken to over a pipe: no port is opened, and it ends when we do.

mod find;
mod profile;
mod wire;

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub use find::{NAMES, NoRule, find, host_rule};
use profile::{Profile, failed};
pub use wire::{HungUp, Message, Wire};

use crate::trouble::Trouble;

/// How long the browser may take to end by itself, before it is killed.
const GRACE: Duration = Duration::from_secs(15);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
/// How many of its last lines are shown when it ends on its own.
const LAST_LINES: usize = 4;

/// Chromium wants its pipe as descriptors 3 and 4. Handing these on takes `unsafe` in Rust, but not in a shell: what the
/// shell has as its standard input and output becomes 3 and 4 of the browser that replaces it.
const AS_3_AND_4: &str = r#"exec "$@" 3<&0 4>&1 0</dev/null 1>&2"#;

/// Quiet: nothing that Chromium does for itself is wanted, and a page that is left must unload as in a closing browser.
const FLAGS: [&str; 18] = [
    "--headless=new",
    "--remote-debugging-pipe",
    "--enable-features=GlobalPrivacyControlTest",
    "--disable-features=BackForwardCache",
    // Without it `navigator.webdriver` says that nobody is there.
    "--disable-blink-features=AutomationControlled",
    "--window-size=1280,900",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--no-first-run",
    "--no-default-browser-check",
    "--mute-audio",
];

/// Which browser, and how it is to be.
#[derive(Clone, Debug)]
pub struct BrowserOptions {
    /// The program.
    pub program: PathBuf,
    /// Where profiles are made.
    pub temporary: PathBuf,
    /// Hosts that stand elsewhere: `MAP shop.example 127.0.0.1:8443`.
    pub host_rules: Vec<String>,
    /// Whether certificates must be good.
    pub certificates: Certificates,
    /// Whether Chromium's sandbox is used.
    pub sandbox: Sandbox,
}

/// Whether certificates must be good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificates {
    /// As on any visit.
    Checked,
    /// Any will do: for a staging host.
    Ignored,
}

/// Whether Chromium's sandbox is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sandbox {
    /// Where it can be: not under root.
    Used,
    /// Not at all: for containers that forbid it.
    Off,
}

/// A running browser.
pub struct Browser {
    child: Child,
    /// What it says and is asked.
    pub wire: Wire,
    profile: Profile,
}

impl Browser {
    /// Starts one that calls itself `agent`, or what it likes.
    pub fn launch(options: &BrowserOptions, agent: Option<&str>) -> Result<Self, Trouble> {
        let profile = Profile::make(&options.temporary)?;
        let words = profile.words();
        let mut child = Command::new("/bin/sh")
            .args(["-c", AS_3_AND_4, "sh"])
            .arg(&options.program)
            .args(arguments(options, agent, &profile))
            // Whatever it leaves in a temporary folder goes with the profile.
            .env("TMPDIR", profile.folder())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&words).map_err(failed(&words))?)
            .spawn()
            .map_err(|source| Trouble::NotStarted {
                path: options.program.clone(),
                source,
            })?;
        let to = child.stdin.take().expect("it was piped");
        let from = child.stdout.take().expect("it was piped");
        Ok(Self {
            child,
            wire: Wire::new(to, from),
            profile,
        })
    }

    /// What to say of a browser that has hung up.
    pub fn last_words(&self) -> String {
        let words = fs::read(self.profile.words()).unwrap_or_default();
        let words = String::from_utf8_lossy(&words);
        let lines: Vec<&str> = words.lines().collect();
        lines[lines.len().saturating_sub(LAST_LINES)..].join("\n")
    }

    /// Ends the browser in order, so that its log is whole; returns where the log is.
    pub fn close(&mut self) -> PathBuf {
        // One that has gone already needs no telling.
        let _ = self
            .wire
            .send(None, "Browser.close", &serde_json::json!({}));
        self.end();
        self.profile.net_log()
    }

    fn end(&mut self) {
        let until = Instant::now() + GRACE;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < until {
            std::thread::sleep(BETWEEN_LOOKS);
        }
        // Killing what has ended does nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.wire.hang_up();
        self.end();
    }
}

fn arguments(options: &BrowserOptions, agent: Option<&str>, profile: &Profile) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = FLAGS.map(OsString::from).to_vec();
    let mut with = |name: &str, value: OsString| {
        let mut argument = OsString::from(name);
        argument.push(value);
        arguments.push(argument);
    };
    with("--user-data-dir=", profile.folder().into());
    with("--log-net-log=", profile.net_log().into());
    if let Some(agent) = agent {
        with("--user-agent=", agent.into());
    }
    if !options.host_rules.is_empty() {
        with(
            "--host-resolver-rules=",
            options.host_rules.join(", ").into(),
        );
    }
    if options.certificates == Certificates::Ignored {
        arguments.push("--ignore-certificate-errors".into());
    }
    if options.sandbox == Sandbox::Off || profile.is_roots() {
        arguments.push("--no-sandbox".into());
    }
    arguments.push("about:blank".into());
    arguments
}
