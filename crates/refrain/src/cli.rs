//! The command line.

#![expect(
    clippy::doc_markdown,
    reason = "doc comments here are the help text, which is plain"
)]

mod probe;
mod signal;
mod snippet;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::MAIN;
use crate::installation::{DATA, Place};

pub use probe::Probe;
pub use signal::Signal;
pub use snippet::Shown;

/// Makes "do not sell or share my personal information" stop everywhere, with proof.
#[derive(Parser)]
#[command(
    name = "refrain",
    version,
    max_term_width = 100,
    after_help = "Examples:
  refrain demo                       see the whole story on this machine
  refrain serve --data /var/lib/refrain

Exit codes: 0 done or proved, 1 refuted, 2 could not be done or checked.
Files: DATA/refrain.toml, DATA/keys/, DATA/log.db. `refrain config` prints every setting with its default."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Run the server: pages, API, log and deliveries
    #[command(after_help = "Examples:
  refrain serve
  refrain serve --config /etc/refrain.toml --data /var/lib/refrain --listen 0.0.0.0:8080

Makes the data folder and its keys at the first start and says where. Ready when /readyz answers 200.
Serves every business of the configuration, each at its own host.
SIGTERM or Ctrl-C stops it when what was accepted is written and published.")]
    Serve {
        #[command(flatten)]
        folder: Folder,
        /// Listen here instead of at server.listen
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<SocketAddr>,
    },
    /// Show the whole story on this machine: a shop, two ad tags, three downstream systems
    #[command(after_help = "Examples:
  refrain demo
  refrain demo --port 9000

Keeps everything in a temporary folder, which is removed at the end (Ctrl-C).")]
    Demo {
        /// The first of six ports on 127.0.0.1 to use; 0 picks free ones
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Explain the configuration and what is wrong with it
    #[command(after_help = "Examples:
  refrain check --config refrain.toml
  refrain check --data /var/lib/refrain --json

Exit codes: 0 nothing is wrong, 1 something is, 2 it could not be read.")]
    Check {
        #[command(flatten)]
        folder: Folder,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print every setting with its default
    Config,
    /// Verify a receipt offline, with nothing but the log's public key
    #[command(after_help = "Examples:
  refrain verify 7KQ4-M2XV-9TRB-H3WC.tlog-proof --key shop.example/log+33d7b496+AeHTu4Q3…
  curl -H 'Accept: text/plain' https://privacy.shop.example/receipts/7KQ4-M2XV-9TRB-H3WC | refrain verify -

Without --key, the key of the installation in --data is used. Its key is served at /log/key.
Exit codes: 0 proved, 1 refuted, 2 could not be checked.")]
    Verify {
        /// The receipt (C2SP tlog-proof); - reads standard input
        file: PathBuf,
        /// The log's verifier key, or a file that holds it
        #[arg(long, value_name = "VKEY")]
        key: Option<String>,
        /// The installation's folder, to take the key from
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// The business whose log it is, to take the key from
        #[arg(long, value_name = "NAME", default_value = MAIN)]
        business: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Bring the database's schema up to date
    #[command(after_help = "Example:
  refrain migrate --config /etc/refrain.toml

Run it with the new version before its nodes start; nodes of the version before can go on meanwhile. Any \
number may run at once. An empty database needs it not: it gets its schema at the first start.")]
    Migrate {
        #[command(flatten)]
        folder: Folder,
    },
    /// Move the installation's logs to another database, whole, and prove both
    #[command(after_help = "Examples:
  refrain copy --to postgres://refrain@db.example/refrain --data /var/lib/refrain
  refrain copy --from env:OLD_DATABASE --to sqlite:log.db --data /var/lib/refrain

Stop the nodes first. Copies every business: entries with their salts, tiles, checkpoint, and what was about \
to be sent. Ends by comparing both row by row and checking both as `refrain ledger check` does. What was \
interrupted goes on where it ended. URLs are as in store.url; file:PATH and env:NAME keep passwords out of sight.
Exit codes: 0 both are proved, 1 one is refuted, 2 it could not be done.")]
    Copy {
        /// The database to copy from [default: store.url]
        #[arg(long, value_name = "URL")]
        from: Option<String>,
        /// The database to copy to: empty, or with a copy that was interrupted
        #[arg(long, value_name = "URL")]
        to: String,
        #[command(flatten)]
        folder: Folder,
    },
    /// Work with the log
    #[command(subcommand)]
    Ledger(Ledger),
    /// Make, list and revoke keys to the API
    #[command(subcommand)]
    Key(Key),
    /// Declare, list, hold and resume destinations: the systems that are told
    #[command(subcommand)]
    Destination(Destination),
    /// Record an opt-out that came by telephone, e-mail, post or in person
    #[command(after_help = "Examples:
  refrain opt-out --email ada@example.com --channel phone --state CA
  refrain opt-out --phone '+1 415 555 0142' --email ada@example.com --agent 'Permission Slip'

It is in force when this returns. Works beside a running server.")]
    OptOut(OptOut),
    /// Print what a site pastes: the one line, and the link
    #[command(after_help = "Examples:
  refrain snippet
  refrain snippet --inline > head.html
  refrain snippet --recipients

With --inline the part that decides and holds is written into the page itself: then it works even while this \
server cannot be reached. --recipients lists the companies whose tags are known, and their restricted modes.")]
    Snippet {
        #[command(flatten)]
        at: At,
        #[command(flatten)]
        shown: Shown,
    },
    /// Print the key with which the site's server proves that somebody is logged in
    #[command(after_help = "Example:
  refrain site-key --data /var/lib/refrain

A page that names who is logged in, as in <script src=… data-account=\"17\" data-proof=\"…\">, gets that person's \
choice only with the proof: HMAC-SHA256 of \"account:17\" under this key, in hexadecimal. It is derived from the \
installation's key, is the same on every node, and is a secret.")]
    SiteKey {
        #[command(flatten)]
        at: At,
    },
    /// Open a page without and with the opt-out preference signal, and say what remains
    #[command(after_help = "Examples:
  refrain probe https://shop.example/
  refrain probe https://staging.shop.example/ --own shop-cdn.example --strict --json

Visits the page twice in headless Chromium, each time with a new profile, and compares requests to \
third parties, cookies, storage and privacy strings. Known recipients are those whose tags the \
snippet holds; what goes to one in its restricted mode passes. Nothing is clicked.
Exit codes: 0 nothing that looks like selling or sharing remains with the signal, 1 something does \
and is named, 2 it could not be told: no browser, no page, no signal, or not everything could be seen.")]
    Probe(Probe),
    /// Read, write and explain privacy strings: GPP and US Privacy
    #[command(subcommand)]
    Signal(Signal),
}

/// Where an installation is.
#[derive(Args, Clone)]
pub struct Folder {
    /// The installation's folder: keys and log
    #[arg(long, value_name = "DIR", default_value = DATA)]
    pub data: PathBuf,
    /// The configuration [default: DATA/refrain.toml, else the one the server was last started with]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// One log of an installation.
#[derive(Args, Clone)]
pub struct At {
    #[command(flatten)]
    pub folder: Folder,
    /// The business whose log is meant: NAME of businesses.NAME, or main
    #[arg(long, value_name = "NAME", default_value = MAIN)]
    pub business: String,
}

impl Folder {
    pub fn place(&self) -> Place {
        Place {
            data: self.data.clone(),
            config: self.config.clone(),
            business: MAIN.to_owned(),
        }
    }
}

impl At {
    pub fn place(&self) -> Place {
        Place {
            business: self.business.clone(),
            ..self.folder.place()
        }
    }
}

#[derive(Subcommand)]
pub enum Ledger {
    /// Derive everything again from the entries and report the first difference
    #[command(after_help = "Examples:
  refrain ledger check --data /var/lib/refrain
  refrain ledger check --data /var/lib/refrain --against receipt.tlog-proof

--against takes receipts or checkpoints that were kept elsewhere: they catch a log that was rewritten as a whole.
Exit codes: 0 proved, 1 refuted, 2 could not be checked.")]
    Check {
        #[command(flatten)]
        at: At,
        /// A receipt or checkpoint of this log that was kept elsewhere
        #[arg(long, value_name = "FILE")]
        against: Vec<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub enum Key {
    /// Make a key and print it, once
    #[command(after_help = "Example:
  refrain key new --scope decide --data /var/lib/refrain

Send it as `Authorization: Bearer KEY`. Only its digest is kept. A running server knows it within a tenth of a second.")]
    New {
        /// What it may do: intake, decide, disclose, read, admin
        #[arg(long, value_delimiter = ',', required = true, value_parser = parse_scope)]
        scope: Vec<optout::Scope>,
        /// A name to recognise it by [default: made up]
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        at: At,
    },
    /// List keys
    List {
        #[command(flatten)]
        at: At,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Revoke a key
    Revoke {
        /// Its name
        name: String,
        #[command(flatten)]
        at: At,
    },
}

#[derive(Subcommand)]
pub enum Destination {
    /// Declare a destination and print its signing secrets
    #[command(after_help = "Example:
  refrain destination add acme --url https://acme.example/hooks/refrain --recipient acme-ads \\
      --role third_party --purpose sale,sharing

It is told of everybody who opted out before, too. Messages are Standard Webhooks, signed with both secrets.")]
    Add(DestinationAdd),
    /// List destinations with their cursor, lag and state
    List {
        #[command(flatten)]
        at: At,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print a destination's signing secrets again
    Secrets {
        /// Its name
        name: String,
        #[command(flatten)]
        at: At,
    },
    /// Stop telling a destination until it is resumed
    Hold {
        /// Its name
        name: String,
        #[command(flatten)]
        at: At,
    },
    /// Go on telling a destination that was held
    Resume {
        /// Its name
        name: String,
        #[command(flatten)]
        at: At,
    },
    /// Take a destination out of service
    Remove {
        /// Its name
        name: String,
        #[command(flatten)]
        at: At,
    },
}

#[derive(Args)]
pub struct DestinationAdd {
    /// A name of its own: a-z, 0-9, - and _
    pub name: String,
    /// Where messages go
    #[arg(long)]
    pub url: String,
    /// Whose system it is: the name that questions to the gate use
    #[arg(long)]
    pub recipient: String,
    /// The recipient's legal role: third_party, service_provider, contractor
    #[arg(long, value_parser = parse_role)]
    pub role: optout::Role,
    /// The purposes for which it receives data
    #[arg(long, value_delimiter = ',', required = true, value_parser = parse_purpose)]
    pub purpose: Vec<optout::Purpose>,
    /// The contract on file; without one in force, every recipient counts as a third party
    #[arg(long, value_name = "REFERENCE")]
    pub contract: Option<String>,
    /// The contract's last day
    #[arg(long, value_name = "YYYY-MM-DD", requires = "contract")]
    pub contract_until: Option<optout::Date>,
    #[command(flatten)]
    pub at: At,
}

#[derive(Args)]
pub struct OptOut {
    /// An e-mail address
    #[arg(long)]
    pub email: Vec<String>,
    /// A telephone number
    #[arg(long)]
    pub phone: Vec<String>,
    /// The business's own name for the person
    #[arg(long)]
    pub account: Vec<String>,
    /// Any other identifier, as KIND=VALUE
    #[arg(long, value_name = "KIND=VALUE")]
    pub identifier: Vec<String>,
    /// What it covers [default: sale,sharing,targeted_advertising]
    #[arg(long, value_delimiter = ',', value_parser = parse_purpose)]
    pub purpose: Vec<optout::Purpose>,
    /// How it arrived: phone, email, mail, in_person, agent, web_form, api
    #[arg(long, default_value = "phone", value_parser = parse_channel)]
    pub channel: optout::Channel,
    /// Where the person says they live, as in CA
    #[arg(long)]
    pub state: Option<String>,
    /// Who acts for the person
    #[arg(long)]
    pub agent: Option<String>,
    /// Save the receipt here
    #[arg(long, value_name = "FILE")]
    pub receipt: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub at: At,
}

fn parse_scope(name: &str) -> Result<optout::Scope, String> {
    let names = || optout::Scope::ALL.map(optout::Scope::name).join(", ");
    optout::Scope::from_name(name).ok_or_else(|| format!("known are {}", names()))
}

fn parse_role(name: &str) -> Result<optout::Role, String> {
    let names = || optout::Role::ALL.map(optout::Role::name).join(", ");
    optout::Role::from_name(name).ok_or_else(|| format!("known are {}", names()))
}

fn parse_purpose(name: &str) -> Result<optout::Purpose, String> {
    let names = || optout::Purpose::ALL.map(optout::Purpose::name).join(", ");
    optout::Purpose::from_name(name).ok_or_else(|| format!("known are {}", names()))
}

fn parse_channel(name: &str) -> Result<optout::Channel, String> {
    let names = || optout::Channel::ALL.map(optout::Channel::name).join(", ");
    optout::Channel::from_name(name).ok_or_else(|| format!("known are {}", names()))
}
