//! `refrain signal`.

use clap::Subcommand;

#[derive(Subcommand)]
pub enum Signal {
    /// Print what privacy strings hold, as JSON
    #[command(after_help = "Examples:
  refrain signal decode DBABBg~BUUAAACA.YA
  zcat bids.gz | jq -r '.regs.gpp // empty' | refrain signal decode > sections.ndjson

Reads GPP strings, version 1, and US Privacy strings: the one given, or one a line from standard
input. Prints a line of JSON for each, with the fields by the specification's names:
  {\"sections\":{\"usca\":[{\"Version\":1,\"SaleOptOutNotice\":1,…},{\"SubsectionType\":1,\"Gpc\":true}]}}
Sections of other countries, and those that are not known, are kept as text. What is odd is read as
far as it can be, and named on standard error: sections 24 to 27 (usmd, usin, usky, usri), which
libraries encode differently, unknown versions, lengths that do not fit. A line that is no such
string is named there by its number, prints nothing, and does not stop the others.
Exit codes: 0 all were read, 1 one was not, 2 the input could not be read.")]
    Decode {
        /// The string [default: one a line from standard input]
        string: Option<String>,
    },
    /// Write the privacy string of what decode prints
    #[command(after_help = "Examples:
  refrain signal encode '{\"sections\":{\"usca\":[{\"SaleOptOut\":1,\"SharingOptOut\":1},{\"Gpc\":true}]}}'
  refrain signal decode < strings.txt | refrain signal encode

Takes that JSON as an argument, or one a line from standard input, and prints a GPP string for each,
spelt as the IAB's libraries spell it. A field that is left out is not applicable, Version is the
newest, and MspaCoveredTransaction is 2 (no): to say 1 is to say that a contract was signed. Values:
  0 not applicable   1 given, opted out, no consent   2 not given, did not opt out, consent
Sections 24 to 27 (usmd, usin, usky, usri) are not written, because libraries disagree on how. Write
usnat, which covers all states.
Exit codes: 0 all were written, 1 one could not be and its field is named, 2 the input could not be
read.")]
    Encode {
        /// The JSON [default: one a line from standard input]
        json: Option<String>,
    },
    /// Say in words what a privacy string means, and what its recipient must do
    #[command(after_help = "Examples:
  refrain signal explain DBABBg~BUoAAACA.YA
  refrain signal explain 1YYN

Takes a GPP string, version 1, or a US Privacy string, as an argument or one a line from standard
input. Several sections say no to what any of them says no to, and Global Privacy Control says no to
everything, whatever the other fields say. Nothing in a string takes back an opt-out made elsewhere.
Exit codes: 0 all were explained, 1 one could not be read, 2 the input could not be read.")]
    Explain {
        /// The string [default: one a line from standard input]
        string: Option<String>,
    },
}
