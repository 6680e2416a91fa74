//! `refrain probe`.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are flags of the command line"
)]
pub struct Probe {
    /// The page's address
    #[arg(value_parser = audit::page)]
    pub url: audit::Url,
    /// A further domain that is the business's own or serves it under contract, such as a CDN's
    #[arg(long, value_name = "DOMAIN", value_parser = audit::domain)]
    pub own: Vec<audit::Domain>,
    /// Refuse hosts that nobody knows, too
    #[arg(long)]
    pub strict: bool,
    /// How long to stay on the page when it has loaded, at least, looking through it
    #[arg(long, value_name = "SECONDS", default_value_t = audit::STAY.as_secs(),
          value_parser = clap::value_parser!(u64).range(0..=600))]
    pub stay: u64,
    /// How long the page may take, besides, to load and fall quiet; one that is still busy then ends
    /// with exit code 2
    #[arg(long, value_name = "SECONDS", default_value_t = audit::PATIENCE.as_secs(),
          value_parser = clap::value_parser!(u64).range(1..=600))]
    pub wait: u64,
    /// The browser [default: the Chromium or Chrome on the path]
    #[arg(long, value_name = "PATH")]
    pub browser: Option<PathBuf>,
    /// Find a host elsewhere, as in shop.example=127.0.0.1:8443; * is every host
    #[arg(long, value_name = "HOST=ADDRESS[:PORT]", value_parser = audit::host_rule)]
    pub resolve: Vec<String>,
    /// Accept any certificate: for a staging host
    #[arg(long)]
    pub ignore_certificate_errors: bool,
    /// Run Chromium without its sandbox, where a container forbids it (root always does)
    #[arg(long)]
    pub no_sandbox: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
