//! `refrain snippet`.

use clap::Args;

#[derive(Args)]
pub struct Shown {
    /// The form that is written into the page
    #[arg(long, conflicts_with = "recipients")]
    pub inline: bool,
    /// The companies whose tags are known
    #[arg(long)]
    pub recipients: bool,
    /// Print JSON
    #[arg(long, requires = "recipients")]
    pub json: bool,
}
